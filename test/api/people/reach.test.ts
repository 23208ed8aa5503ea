/** Visits and substitutions are read by those whom they concern. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { asked, byPerson } from "../people.js";
import { actors, type Api, serve } from "../support.js";

const DAY = "2021-07-06";
const plan = "/api/v1/plans/reach";
const REASON = "住院";

let database: TestDatabase;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  const recorder = await new Recorder(database.pool, bundle, "reach").open();
  await recorder.runTo(recorder.at(DAY, "09:30"));
  const order = (key: string, actor: (typeof actors)[keyof typeof actors], what: PlanOrder) =>
    recorder.order(recorder.at(DAY, "10:00"), { key, actor, order: what });
  for (const village of ["v1", "v2", "v3", "v4"])
    await order(`visit-${village}`, actors.office, {
      kind: "logVisit",
      village,
      on: "2021-07-05",
      what: "visit",
      text: `入户${village}`,
      items: [],
    });
  await order("own-visit", actors.unit, {
    kind: "logVisit",
    village: "v1",
    on: "2021-07-05",
    what: "visit",
    text: "自己去过",
    items: [],
  });
  await order("substitute", actors.office, {
    kind: "delegate",
    post: "unit/head",
    principal: "p-unit-head",
    substitute: "p-unit-desk",
    from: "2021-07-05",
    until: "2021-07-30",
    reason: REASON,
  });
  api = await serve(database.pool, { authenticate: byPerson(bundle, DAY) });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function visitsOf(person: string, query = ""): Promise<string[]> {
  const { rows } = await asked<{ rows: { text: string }[] }>(api, person, `${plan}/visits${query}`);
  return rows.map(({ text }) => text).toSorted();
}
const all = ["入户v1", "入户v2", "入户v3", "入户v4", "自己去过"];

describe("visits", () => {
  it("are all read by those who see everything", async () => {
    for (const person of ["p-office-desk", "p-supervision-desk", "p-group-head"])
      expect(await visitsOf(person), person).toEqual(all);
  });

  it("are read of one's own villages by those who have some", async () => {
    // Paired with the even ones; with the odd ones; helping all; a township of two.
    expect(await visitsOf("p-leader-2")).toEqual(["入户v2", "入户v4"]);
    expect(await visitsOf("p-leader-1")).toEqual(["入户v1", "入户v3", "自己去过"]);
    expect(await visitsOf("p-helper-head")).toEqual(all);
    expect(await visitsOf("p-town1-desk")).toEqual(["入户v1", "入户v2", "自己去过"]);
  });

  it("are else one's own alone, also where a village is asked for", async () => {
    expect(await visitsOf("p-unit-desk")).toEqual(["自己去过"]);
    expect(await visitsOf("p-leader-2", "?village=v1")).toEqual([]);
    expect(await visitsOf("p-leader-2", "?village=v2")).toEqual(["入户v2"]);
  });

  it("are paged through without what is not one's own", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { rows: { text: string }[]; next: string | null } = await asked(
        api,
        "p-town1-desk",
        `${plan}/visits?limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      seen.push(...page.rows.map(({ text }) => text));
      cursor = page.next;
    }
    expect(seen).toEqual(["自己去过", "入户v2", "入户v1"]);
  });
});

describe("why somebody is stood in for", () => {
  it("is known to the office, the holder and the substitute alone", async () => {
    const reasons: [string, string | null | undefined][] = [];
    const people = ["p-office-desk", "p-supervision-desk", "p-unit-head", "p-unit-desk", "p-town1-desk", "p-leader-2"];
    for (const person of people) {
      const { delegations } = await asked<{ delegations: { reason: string | null; substitute: { id: string } }[] }>(
        api,
        person,
        `${plan}/delegations`,
      );
      expect(delegations[0]?.substitute.id, person).toBe("p-unit-desk");
      reasons.push([person, delegations[0]?.reason]);
    }
    expect(reasons).toEqual(people.map((person, at) => [person, at < 4 ? REASON : null]));
  });
});
