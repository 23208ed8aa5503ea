/** Packages over HTTP: each reads their own with its parts, the office who has signed, and one signature signs for all of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Packages } from "../../../api/packages/schemas.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { until } from "../../../embedded/wait.js";
import { bundle } from "../../support/small-bundle.js";
import { type Acting, type Answer, startActing } from "../acting.js";

/** With a liaison for the second leader, and a standing duty of the first task: the small plan has neither. */
const plan: PlanBundle = {
  ...bundle,
  plan: {
    ...bundle.plan,
    tasks: bundle.plan.tasks.map((task) =>
      task.no === 1 ? { ...task, standingDuties: [{ id: "d", text: "长期坚持", clause: "二1" }] } : task,
    ),
  },
  roster: {
    ...bundle.roster,
    posts: [
      ...bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "leader/2/liaison" } : post)),
      {
        id: "leader/2/liaison",
        title: "联络员",
        level: "desk",
        holders: [{ value: "p-liaison" }],
        fallback: ["office/desk"],
      },
    ],
    persons: [...bundle.roster.persons, { id: "p-liaison", name: "p-liaison", email: "p-liaison@sample.invalid" }],
  },
};

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(plan);
  await acting.goTo("2021-04-13");
}, 120_000);
afterAll(() => acting?.close());

async function packagesOf(person: string, query = ""): Promise<Packages> {
  const { status, body } = await acting.get(person, `/packages${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as Packages;
}
let keys = 0;
async function sign(
  person: string,
  kind: "unit" | "seat",
  id: string,
  key = `sign-package-${++keys}`,
): Promise<Answer> {
  const response = await acting.request(person, "/packages/sign", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ year: 2021, holder: { kind, id } }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
const holders = ({ own }: Packages): string[] => own.map(({ holder }) => `${holder.kind}/${holder.id}`);
const statusOf = async (item: string): Promise<string> => {
  const { rows } = await acting.run.database.pool.query("SELECT status FROM item WHERE plan_id = $1 AND id = $2", [
    acting.run.planId,
    item,
  ]);
  return rows[0]?.status;
};

describe("packages", () => {
  it("are read by each unit and seat as their own, with all parts", async () => {
    const { own, all, counts, year, years } = await packagesOf("p-unit-desk");
    expect([year, years, counts]).toEqual([2021, [2021], null]);
    expect(all.map(({ holder }) => `${holder.kind}/${holder.id}`)).toEqual(["unit/unit", "seat/unit/head"]);
    const [of, seat] = own;
    expect(of).toMatchObject({
      named: true,
      assignedOn: "2021-04-12",
      signBy: "2021-04-15",
      signed: null,
      maySign: true,
    });
    expect(of?.owes.map(({ no, milestones }) => [no, milestones.map(({ id, items }) => [id, items])])).toEqual([
      [
        2,
        [
          ["works", 4],
          ["area", 1],
        ],
      ],
    ]);
    expect(of?.owes[0]?.milestones[0]).toMatchObject({ open: 4, unsigned: 4, deadline: "2021-06-30" });
    expect(of?.responsible.map(({ no }) => no)).toEqual([1]);
    expect(of?.standing).toEqual([{ no: 1, title: "任务一", as: "responsible", duties: ["长期坚持"] }]);
    // The head's seat is the head's to sign for.
    expect(seat).toMatchObject({ holder: { kind: "seat", id: "unit/head" }, maySign: false });
    expect(seat?.villages.map(({ id }) => id)).toEqual(["v1", "v2", "v3", "v4"]);
  });

  it.each([
    // The head of `lead` is county leader 1 too.
    ["p-leader-1", ["unit/lead", "seat/leader/1"]],
    ["p-leader-2", ["seat/leader/2"]],
    ["p-liaison", ["seat/leader/2"]],
    ["p-helper-desk", ["unit/helper"]],
    ["p-town1-desk", ["unit/town1"]],
    ["p-group-head", []],
  ])("of %s are those of their posts alone", async (person, expected) => {
    expect(holders(await packagesOf(person))).toEqual(expected);
  });

  it("of a seat tell what its villages are to have done, and by whom", async () => {
    const [of] = (await packagesOf("p-leader-2")).own;
    expect(of?.paired.flatMap(({ milestones }) => milestones)).toMatchObject([
      { id: "works", items: 2, owes: [{ id: "unit" }] },
      { id: "area", items: 1 },
    ]);
    expect([of?.owes, of?.leads, of?.responsible, of?.standing]).toEqual([[], [], [], []]);
  });

  it("are all read by who sees everything, with counts of the whole year", async () => {
    for (const person of ["p-office-desk", "p-supervision-desk", "auditor"]) {
      const { all, counts, own } = await packagesOf(person);
      expect(all, person).toHaveLength(8);
      expect(counts).toEqual({ units: { given: 5, signed: 0 }, seats: { given: 3, signed: 0 } });
      expect(own).toEqual([]);
    }
    expect((await packagesOf("p-office-desk", "?year=2022")).all).toEqual([]);
  });
});

describe("a signature", () => {
  it("is refused to others, to the office too, and leaves nothing", async () => {
    expect(await sign("p-lead-desk", "unit", "unit")).toMatchObject({ status: 403, body: { code: "notYours" } });
    expect(await sign("p-office-desk", "unit", "unit")).toMatchObject({ status: 403, body: { code: "notYours" } });
    expect(await sign("p-unit-desk", "seat", "unit/head")).toMatchObject({ status: 403, body: { code: "notYours" } });
    expect(await sign("p-group-head", "unit", "group")).toMatchObject({
      status: 409,
      body: { code: "nothingPending" },
    });
    expect((await packagesOf("p-office-desk")).counts?.units.signed).toBe(0);
  });

  it("of a unit signs for all its items, once, and is answered the same again", async () => {
    const key = "sign-package-of-unit";
    const first = await sign("p-unit-desk", "unit", "unit", key);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expect(first.body).toMatchObject({ row: { stream: "plan", type: "packageSignedFor" } });
    expect((await sign("p-unit-desk", "unit", "unit", key)).body).toEqual(first.body);
    // The task hears of it from the plan's own stream.
    const applied = async () => ((await statusOf("area/v4")) === "signedFor" ? true : undefined);
    await until("the task has applied the signature", applied, { timeoutMs: 10_000 });
    for (const item of ["works/v1", "works/v4", "area/v4"]) expect(await statusOf(item), item).toBe("signedFor");
    // Another unit's are not.
    expect(await statusOf("plan/county")).toBe("assigned");
    const [of] = (await packagesOf("p-unit-desk")).own;
    expect(of).toMatchObject({
      maySign: false,
      signed: { on: "2021-04-13", by: { id: "p-unit-desk" }, post: { id: "unit/desk" } },
    });
    expect(of?.owes[0]?.milestones.map(({ unsigned }) => unsigned)).toEqual([0, 0]);
    expect(await sign("p-unit-head", "unit", "unit")).toMatchObject({ status: 409, body: { code: "nothingPending" } });
  });

  it("of a seat is its holder's or the liaison's, and counted", async () => {
    expect((await sign("p-liaison", "seat", "leader/2")).status).toBe(200);
    expect((await sign("p-unit-head", "seat", "unit/head")).status).toBe(200);
    const { counts, all } = await packagesOf("p-office-desk");
    expect(counts).toEqual({ units: { given: 5, signed: 1 }, seats: { given: 3, signed: 2 } });
    expect(all.find(({ holder }) => holder.id === "leader/2")?.signed?.by.id).toBe("p-liaison");
  });

  it("stops what presses: only those who have not signed are urged", async () => {
    await acting.goTo("2021-04-16");
    const rows = await acting.run.ledger.readStream(acting.run.planId, "plan");
    const pressed = rows.filter((row) => row.type === "packagesPressed");
    expect(pressed.map(({ payload }) => payload.units)).toEqual([["lead", "town1", "town2"]]);
    const { rows: urged } = await acting.run.database.pool.query(
      "SELECT DISTINCT addressed_post AS post FROM notice WHERE plan_id = $1 AND instrument = 'urge' ORDER BY 1",
      [acting.run.planId],
    );
    expect(urged.map(({ post }) => post)).toEqual(["lead/desk", "town1/desk", "town2/desk"]);
  });
});
