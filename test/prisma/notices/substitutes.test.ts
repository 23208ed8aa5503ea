/** Letters to substitutes: resolved where the row is recorded, kept in its chain, one letter for each person. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { renderLetter } from "../../../mail/render.js";
import { Letters } from "../../support/letters.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { actors } from "../../api/support.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";

let database: TestDatabase;
let letters: Letters;
let plan: Recorder;

/** The head of `helper` acts for the desk of `unit`, who owes the works, and the desk of `lead` for the office's. */
const delegate = (post: string, principal: string, substitute: string, from: string, until: string): PlanOrder => ({
  kind: "delegate",
  post,
  principal,
  substitute,
  from,
  until,
  reason: "学习",
});

beforeAll(async () => {
  database = await freshDatabase();
  letters = new Letters(database.pool);
  plan = await new Recorder(database.pool, bundle, "covered").open();
  await plan.runTo(plan.at("2021-05-06", "12:00"));
  const give = (key: string, order: PlanOrder, day: string): Promise<void> =>
    plan.order(plan.at(day, "14:00"), { key, actor: actors.office, order });
  await give("d1", delegate("unit/desk", "p-unit-desk", "p-town2-head", "2021-06-01", "2021-07-15"), "2021-05-06");
  await give("d2", delegate("unit/head", "p-unit-head", "p-unit-desk", "2021-06-01", "2021-07-15"), "2021-05-06");
  await give("d3", delegate("office/desk", "p-office-desk", "p-lead-desk", "2021-06-01", "2021-12-31"), "2021-05-06");
  await letters.reportVacancies("covered", plan.at("2021-07-09", "09:10"));
  await plan.runTo(plan.at("2021-07-10", "12:00"));
});
afterAll(() => database.drop());

interface Told {
  readonly day: string;
  readonly instrument: string;
  readonly person: string;
  readonly role: string;
  readonly principal: string | null;
}

async function told(item: string, person: string): Promise<Told[]> {
  const { rows } = await database.pool.query<Told>(
    `SELECT plan_day AS day, instrument, person, role, substitute_for AS principal FROM notice
     WHERE plan_id = 'covered' AND item_id = $1 AND person = $2 AND delivery <> 'draft' ORDER BY at, seq, no`,
    [item, person],
  );
  return rows;
}

it("reach them from the first day to the last, in the post's name", async () => {
  const of = await told("works/v1", "p-town2-head");
  const holder = await told("works/v1", "p-unit-desk");
  const within = ({ day }: Told): boolean => day >= "2021-06-01" && day <= "2021-07-15";
  expect(of.length).toBeGreaterThan(2);
  expect(of.every(({ principal }) => principal === "p-unit-desk")).toBe(true);
  expect(of.map(({ day, instrument }) => [day, instrument])).toEqual(
    holder.filter((one) => within(one) && one.principal === null).map(({ day, instrument }) => [day, instrument]),
  );
});

it("come once: who is told in a capacity of their own is not told as a substitute too", async () => {
  // The desk acts for the head; what goes to both reaches the desk as the desk.
  const { rows } = await database.pool.query(
    `SELECT stream, seq, person, count(*)::int AS times FROM notice WHERE plan_id = 'covered' AND person IS NOT NULL AND stream <> 'alarms'
     GROUP BY stream, seq, person, item_id, instrument HAVING count(*) > 1`,
  );
  expect(rows).toEqual([]);
  const heads = await database.pool.query(
    `SELECT count(*)::int AS n FROM notice WHERE plan_id = 'covered' AND person = 'p-unit-desk' AND substitute_for = 'p-unit-head'`,
  );
  expect(heads.rows[0].n).toBeGreaterThan(0);
  const twice = await database.pool.query(
    `SELECT person, instrument, plan_day FROM letter WHERE plan_id = 'covered' AND person IS NOT NULL AND supplement = 0 AND delivery = 'batched'
     GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  );
  expect(twice.rows).toEqual([]);
});

it("say for whom, in both languages", async () => {
  const [letter] = (await letters.list("covered")).filter(
    ({ person, instrument, planDay }) => person === "p-town2-head" && instrument === "urge" && planDay === "2021-07-01",
  );
  const [read] = await letters.read("covered", [letter?.id ?? ""]);
  if (!read) throw new Error("there is no such letter");
  expect(renderLetter(read.says).text).toContain("（单位unitunit经办，代p-unit-desk，岗位代理期间同时送达）");
  expect(renderLetter(read.says, "en").text).toContain("on behalf of p-unit-desk, as their substitute");
});

it("tell the office's substitute of alarms too", async () => {
  const { rows } = await database.pool.query(
    `SELECT DISTINCT person, substitute_for AS principal FROM notice WHERE plan_id = 'covered' AND stream = 'alarms'
       AND plan_day >= '2021-06-01' ORDER BY person`,
  );
  expect(rows).toEqual([
    { person: "p-lead-desk", principal: "p-office-desk" },
    { person: "p-office-desk", principal: null },
  ]);
});

it("tell them that it is resolved, after the substitution has ended too", async () => {
  const at = (day: string): number => plan.at(day, "10:00");
  await plan.runTo(at("2021-07-20"));
  const on = async (day: string, kind: Parameters<typeof command>[0], actor: (typeof actors)["unit"]): Promise<void> =>
    expect(await plan.act("task/2", at(day), command(kind, actor, "works/v1"))).toEqual([]) as undefined;
  await on("2021-07-20", "signFor", actors.unit);
  await on("2021-07-21", "report", actors.unit);
  await on("2021-07-22", "verify", actors.office);
  await on("2021-07-23", "closeOut", actors.officeHead);
  const resolved = (await told("works/v1", "p-town2-head")).filter(({ instrument }) => instrument === "resolved");
  expect(resolved).toMatchObject([{ day: "2021-07-23", principal: "p-unit-desk" }]);
  // What came between, the substitution being over, did not reach them.
  const late = (await told("works/v1", "p-town2-head")).filter(
    ({ day, instrument }) => day > "2021-07-15" && instrument !== "resolved",
  );
  expect(late).toEqual([]);
});

it("end when the substitution is ended, and stand in lists without doubling", async () => {
  await plan.order(plan.at("2021-07-26", "14:00"), {
    key: "e3",
    actor: actors.office,
    order: { kind: "endDelegation", delegation: "d3", post: "office/desk", reason: "返岗" },
  });
  const before = await database.pool.query(
    "SELECT count(*)::int AS n FROM notice WHERE plan_id = 'covered' AND substitute_for = 'p-office-desk' AND plan_day > '2021-07-26'",
  );
  await plan.runTo(plan.at("2021-10-15", "12:00"));
  const after = await database.pool.query(
    "SELECT count(*)::int AS n FROM notice WHERE plan_id = 'covered' AND substitute_for = 'p-office-desk' AND plan_day > '2021-07-26'",
  );
  expect([before.rows[0].n, after.rows[0].n]).toEqual([0, 0]);
});

it("stand in the chain, and are made again from it", async () => {
  const { rows } = await database.pool.query(
    `SELECT DISTINCT r ->> 'person' AS person, r ->> 'substituteFor' AS principal FROM ledger, jsonb_array_elements(recipients) AS n,
       jsonb_array_elements(n) AS r WHERE plan_id = 'covered' AND r ? 'substituteFor' ORDER BY 1, 2`,
  );
  expect(rows).toContainEqual({ person: "p-town2-head", principal: "p-unit-desk" });
  expect((await verifyLedger(database.pool, "covered")).broken).toBeNull();
  const { tables, warnings } = await rebuildPlan(database.pool, "covered", { mode: "check" });
  expect(warnings).toEqual([]);
  expect(tables.filter(({ equal }) => !equal)).toEqual([]);
});
