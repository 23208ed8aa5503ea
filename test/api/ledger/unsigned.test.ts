/** What isn't signed yet is nobody's but the office's, wherever rows are told (decision 0070). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ItemDetail } from "../../../api/items/schemas.js";
import type { Feed, ItemLedger } from "../../../api/ledger/schemas.js";
import { UNSIGNED_EVENTS } from "../../../domain/ledger/item-pressure-events.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";
import { follow } from "../events.js";
import { asked, asPerson, byPerson } from "../people.js";
import { actors, type Api, enc, serve } from "../support.js";

const DAY = "2021-07-06";
const plan = "/api/v1/plans/drafts";
/** Who owes the items, who presses, who helps: everybody who sees them without seeing everything. */
const OTHERS = ["p-unit-desk", "p-unit-head", "p-leader-1", "p-helper-head", "p-town1-desk"];
const SEE_ALL = ["p-office-desk", "p-supervision-desk", "p-group-head"];
const REASON = "先电话核实情况，不外传";

let database: TestDatabase;
let recorder: Recorder;
let api: Api;

async function act(
  kind: Parameters<typeof command>[0],
  actor: (typeof actors)[keyof typeof actors],
  item: string,
  more = {},
) {
  const now = recorder.at(DAY, "10:00");
  expect(await recorder.act("task/2", now, command(kind, actor, item, more))).toEqual([]);
}

beforeAll(async () => {
  database = await freshDatabase();
  recorder = await new Recorder(database.pool, bundle, "drafts").open();
  // 督办函 on the works of every village was drafted the day before.
  await recorder.runTo(recorder.at(DAY, "10:00"));
  await act("holdInstrument", actors.office, "works/v1", { rung: "supervise", reason: REASON });
  await act("signFor", actors.unit, "works/v3");
  await act("report", actors.unit, "works/v3");
  await act("signInstrument", actors.office, "works/v4", { rung: "supervise", documentNo: "督办〔2021〕1号" });
  api = await serve(database.pool, { authenticate: byPerson(bundle, DAY) });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const item = (id: string): string => `${plan}/items/${enc(id)}`;
const typesOf = (rows: readonly { type: string }[]): string[] => [...new Set(rows.map(({ type }) => type))];

describe("a letter that the office has not signed", () => {
  it("is told to those who see everything: drafted, held, withdrawn", async () => {
    for (const person of SEE_ALL) {
      const { rows } = await asked<Feed>(api, person, `${plan}/feed?limit=200`);
      expect(typesOf(rows), person).toEqual(expect.arrayContaining([...UNSIGNED_EVENTS]));
      expect((await asked<ItemDetail>(api, person, item("works/v1"))).drafts, person).toMatchObject([
        { rung: "supervise", held: true },
      ]);
    }
  });

  it("is told to nobody else: not in the feed, a story, an item, nor among its notices", async () => {
    let told = 0;
    for (const person of OTHERS) {
      const feed = await asked<Feed>(api, person, `${plan}/feed?limit=200`);
      const { rows: items } = await asked<{ rows: { id: string }[] }>(api, person, `${plan}/items?task=2`);
      expect(items.length, person).toBeGreaterThan(0);
      const answers: unknown[] = [feed.rows, await asked(api, person, `${plan}/notices?limit=200`)];
      for (const { id } of items) {
        const ledger = await asked<ItemLedger>(api, person, `${item(id)}/ledger`);
        const detail = await asked<ItemDetail>(api, person, item(id));
        expect(ledger.rows.length, `${person} ${id}`).toBe(ledger.total);
        expect(detail.drafts, `${person} ${id}`).toEqual([]);
        expect(detail.ledgerRows, `${person} ${id}`).toBe(ledger.total);
        answers.push(ledger.rows, detail, await asked(api, person, `${item(id)}/actions`));
        told += ledger.rows.length;
      }
      for (const type of typesOf([...feed.rows, ...(answers[2] as Feed["rows"])]))
        expect(UNSIGNED_EVENTS).not.toContain(type);
      const said = JSON.stringify(answers);
      expect(said, person).not.toContain(REASON);
      expect(said, person).not.toContain("拟稿");
      expect(said, person).not.toContain("instrumentHeld");
      expect(said, person).not.toContain('"lapse"');
    }
    expect(told).toBeGreaterThan(50);
  });

  it("is told to the unit once it is signed", async () => {
    const { rows } = await asked<ItemLedger>(api, "p-unit-desk", `${item("works/v4")}/ledger`);
    expect(rows.map(({ type }) => type)).toContain("instrumentSigned");
  });

  it("pages on past rows that are not told", async () => {
    const whole = await asked<Feed>(api, "p-unit-desk", `${plan}/feed?limit=200`);
    const seen: string[] = [];
    for (let query = "limit=3"; ; ) {
      const page = await asked<Feed>(api, "p-unit-desk", `${plan}/feed?${query}`);
      seen.unshift(...page.rows.map(({ stream, seq }) => `${stream} ${seq}`));
      if (page.before === null) break;
      query = `limit=3&before=${page.before}`;
    }
    expect(seen.toSorted()).toEqual(whole.rows.map(({ stream, seq }) => `${stream} ${seq}`).toSorted());
  });

  it("is passed over by the event stream, and one that lapses is told by what went out in its place", async () => {
    const streamed = await follow(`${api.base}${plan}/feed/stream?task=2`, asPerson("p-unit-desk"));
    await streamed.take("hearing", 1);
    await recorder.runTo(recorder.at("2021-07-08", "10:00"));
    const [row] = await streamed.take("row", 1);
    streamed.close();
    expect(row?.data).toMatchObject({ type: "rungFired", item: { id: "works/v2" } });
    const { rows } = await asked<ItemLedger>(api, "p-unit-desk", `${item("works/v2")}/ledger`);
    const lapsed = rows.at(-1);
    expect(lapsed).toMatchObject({ type: "rungFired", payload: {}, cause: "" });
    expect(lapsed?.words.zh).toBe("催办单发至单位unitunit主要负责人（p-unit-head）");
    const office = await asked<ItemLedger>(api, "p-office-desk", `${item("works/v2")}/ledger`);
    expect(office.rows.find(({ seq }) => seq === lapsed?.seq)).toMatchObject({
      type: "instrumentLapsed",
      payload: { officeDelayDays: 2 },
    });
  });
});
