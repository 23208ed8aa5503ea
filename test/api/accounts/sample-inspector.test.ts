/** The sample account of an inspector: of somebody who has a village to visit in an open round, and of nobody where there is none. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureInspector, ensureSamples, samplePersons } from "../../../api/accounts/samples.js";
import { capacitiesOf } from "../../../api/rights/capacities.js";
import { accountByName, listAccounts } from "../../../prisma/accounts/account-store.js";
import { visitsToMake } from "../../../prisma/inspections/visits-to-make.js";
import { seedBundle } from "../../plans/seed.js";
import { freshDatabase } from "../../support/database.js";
import { answer, clock, inspectedBundle as bundle, inspectors, roundCommand } from "../../support/inspected-bundle.js";
import { Recorder } from "../../support/recorder.js";

const database = await freshDatabase();
const { pool } = database;
const recorder = new Recorder(pool, bundle);
const { planId } = recorder;
const { office } = inspectors;
const at = (day: string, time = "10:00"): number => recorder.at(day, time);
afterAll(() => database.drop());

const member = (unit: string) => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
/** None of the lines of these villages is theirs to put right. */
const [leader, other] = [member("lead"), member("supervision")];
const VISITS = ["village-v1", "village-v2"];

const inspector = () => accountByName(pool, "sample-inspector");
async function personOf(): Promise<string | undefined> {
  const { rows } = await pool.query<{ person: string }>(
    "SELECT person FROM account_person WHERE account_id = $1 AND slug = $2",
    [(await inspector())?.id, bundle.plan.id],
  );
  return rows[0]?.person;
}
const ensure = () => ensureInspector(pool, bundle, planId);

beforeAll(async () => {
  await recorder.open();
  await recorder.runTo(at("2021-06-08", "18:00"));
  await ensureSamples(pool, bundle);
});

describe("the sample inspector", () => {
  it("is nobody while no round is open", async () => {
    await ensure();
    expect(await inspector()).toBeNull();
  });

  it("is the 组长 of a visit to be made, who is nobody's sample otherwise where there is one", async () => {
    const now = at("2021-06-09");
    const groups = [{ id: "g1", leader: leader.person, members: [leader, other], visits: VISITS }];
    const set = { kind: "setGroups", groups, reason: "人员少" } as const;
    const edit = { kind: "editScheme", visit: ["v1", "v2"], reason: "全覆盖" } as const;
    expect(
      await recorder.inspect(
        "2021H1",
        now,
        roundCommand(office, edit),
        roundCommand(office, { kind: "approveScheme", text: "同意" }),
        roundCommand(office, set),
      ),
    ).toEqual([]);
    await ensure();
    const samples = new Set(samplePersons(bundle).values());
    const wanted = [leader.person, leader.person, other.person].find((one) => !samples.has(one)) ?? leader.person;
    expect(await personOf()).toBe(wanted);
    const own = (await visitsToMake(pool, planId)).filter(({ inspectors: of }) => of.includes(wanted));
    expect(own.map(({ visit }) => visit)).toEqual(VISITS);
    // Again it is the same account, and one.
    await ensure();
    expect((await listAccounts(pool)).filter(({ account }) => account === "sample-inspector")).toHaveLength(1);
    expect(await personOf()).toBe(wanted);
  });

  it("stays who they are once nothing is left to visit", async () => {
    const before = await personOf();
    const now = at("2021-06-10");
    for (const visit of VISITS) {
      const { rows } = await pool.query<{ lines: string[] }>(
        "SELECT one -> 'lines' AS lines FROM ledger, jsonb_array_elements(payload -> 'scheme' -> 'visits') AS one WHERE plan_id = $1 AND type = 'schemeEdited' AND one ->> 'id' = $2",
        [planId, visit],
      );
      const answers = (rows[0]?.lines ?? []).map((line) => answer(line, "pass"));
      const file = { kind: "fileLines", visit, answers, clock: clock(now) } as const;
      await recorder.inspect("2021H1", now, roundCommand(leader, file), roundCommand(other, file));
      expect(await recorder.inspect("2021H1", now, roundCommand(leader, { kind: "submitCheck", visit }))).toEqual([]);
    }
    expect((await visitsToMake(pool, planId)).flatMap(({ inspectors: of }) => of)).toEqual([]);
    await ensure();
    expect(await personOf()).toBe(before);
  });
});

describe("the samples of a unit", () => {
  it("are its clerk and its head, who confirms what the clerk sends", async () => {
    const seed = await seedBundle();
    const samples = samplePersons(seed);
    const unitsOf = (role: "unitClerk" | "unitHead") =>
      capacitiesOf(seed, samples.get(role) ?? "", seed.plan.start).map(({ unit }) => unit);
    expect(unitsOf("unitClerk")).toHaveLength(1);
    expect(unitsOf("unitHead")).toEqual(unitsOf("unitClerk"));
    expect(new Set(samples.values()).size).toBe(samples.size);
  });
});
