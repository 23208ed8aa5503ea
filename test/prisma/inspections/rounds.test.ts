/**
 * A round on the real database: announced by the plan, opened by what stands in the tables, filed into; what fails is a finding and its
 * one rectification item in the same transaction; all tables are what a rebuild makes of the ledger.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";
import { RoundReader } from "../../../prisma/ledger/round-reader.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import * as sql from "../../../prisma/sql/inspections/statements.js";
import { freshDatabase } from "../../support/database.js";
import {
  answer,
  clock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../../support/inspected-bundle.js";
import { Recorder } from "../../support/recorder.js";

const database = await freshDatabase();
const { pool } = database;
const recorder = new Recorder(pool, inspectedBundle);
const at = (day: string, time = "10:00"): number => recorder.at(day, time);
const { planId } = recorder;
const { leader, member, office, town } = inspectors;
afterAll(() => database.drop());

const reader = new RoundReader(pool);
const stateOf = async (round: string) => {
  const read = await reader.read(planId, round);
  if (!read) throw new Error(`no round ${round}`);
  return read.state;
};
const rows = async (text: string, ...values: unknown[]) => (await pool.query(text, [planId, ...values])).rows;
const finding = async (place: string, key = "works") =>
  (await rows("SELECT * FROM item WHERE plan_id = $1 AND id = $2", `zg-${key}-funds/${place}`))[0];

/** Files all lines of a visit and submits it. */
async function visit(round: string, place: string, now: number, fails: readonly string[] = []): Promise<string[]> {
  const id = `village-${place}`;
  const asked = (
    await rows("SELECT asked FROM inspection_visit WHERE plan_id = $1 AND round = $2 AND visit = $3", round, id)
  )[0];
  const lines = (await stateOf(round)).visits[id]?.plan.lines ?? [];
  expect(lines.length).toBe(asked.asked);
  const answers = lines.map((line) => answer(line, fails.includes(line) ? "fail" : "pass"));
  return recorder.inspect(
    round,
    now,
    roundCommand(leader, { kind: "fileLines", visit: id, answers, clock: clock(now) }),
    roundCommand(leader, { kind: "submitCheck", visit: id }),
  );
}

beforeAll(async () => {
  await recorder.open();
  await recorder.runTo(at("2021-06-08", "18:00"));
});

describe("a round", () => {
  it("is announced and opened on its day, with what the ledger's heads draw", async () => {
    expect(
      await rows("SELECT round, status, from_day::text, to_day::text FROM inspection_round WHERE plan_id = $1"),
    ).toEqual([{ round: "2021H1", status: "draft", from_day: "2021-01-01", to_day: "2021-06-30" }]);
    const { seed } = await stateOf("2021H1");
    expect(seed.heads.map(({ stream }) => stream)).toEqual(["plan", "task/1", "task/2"]);
    // Anybody can look the heads up: they are rows of the ledger from before the opening.
    for (const { stream, seq, hash } of seed.heads)
      expect(
        await rows(
          "SELECT hash FROM ledger WHERE plan_id = $1 AND stream = $2 AND seq = $3 AND at < $4",
          stream,
          seq,
          at("2021-06-08", "09:00"),
        ),
      ).toEqual([{ hash }]);
    expect(
      await rows("SELECT count(*)::int AS n FROM inspection_visit WHERE plan_id = $1 AND place_kind = 'village'"),
    ).toEqual([{ n: 4 }]);
  });

  it("is approved and filed; its tables tell how far each visit is", async () => {
    const now = at("2021-06-09");
    const all = ["v1", "v2", "v3", "v4"].map((place) => `village-${place}`);
    expect(
      await recorder.inspect("2021H1", now, roundCommand(office, { kind: "approveScheme", text: "同意" })),
    ).toEqual([]);
    expect(await recorder.inspect("2021H1", now, roundCommand(office, groupOfAll(all)))).toEqual([]);
    expect(
      await recorder.inspect(
        "2021H1",
        now,
        roundCommand(leader, { kind: "takeAlong", visit: "village-v1", device: "手机" }),
      ),
    ).toEqual([]);
    expect(
      await rows(
        "SELECT visit, status, group_id, inspectors FROM inspection_visit WHERE plan_id = $1 AND status <> 'planned'",
      ),
    ).toEqual([
      { visit: "village-v1", status: "takenAlong", group_id: "g1", inspectors: [leader.person, member.person] },
    ]);
  });

  it("answers ten concurrent repeats of a line with one row", async () => {
    const now = at("2021-06-10");
    const file = {
      kind: "fileLines",
      visit: "village-v1",
      answers: [answer("works", "fail")],
      clock: clock(now),
    } as const;
    const store = new StreamStore({ pool, commandKey: readCommandKey() });
    const ask = (key: string) =>
      store.advance({
        planId,
        stream: "inspection/2021H1",
        mode: "rehearsal",
        openedAt: now,
        now,
        commands: [readCommandKey().sign(planId, "inspection/2021H1", roundCommand(leader, file, key))],
        messages: [],
        known: null,
      });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, no) => ask(`repeat-${no}`)));
    expect(answers.every(({ outcomes }) => outcomes[0]?.refused.length === 0)).toBe(true);
    expect(await rows("SELECT count(*)::int AS n FROM inspection_line WHERE plan_id = $1 AND line = 'works'")).toEqual([
      { n: 1 },
    ]);
  });

  it("has no line without author and group: the database refuses it", async () => {
    const [line] = await rows("SELECT row, line, content FROM inspection_line WHERE plan_id = $1 LIMIT 1");
    for (const column of ["person", "group_id"])
      await expect(
        pool.query(`UPDATE inspection_line SET ${column} = '' WHERE plan_id = $1 AND row = $2`, [planId, line.row]),
      ).rejects.toThrow("inspection_line_author");
  });
});

describe("a line that failed", () => {
  it("is a finding and one rectification item in the very transaction of the submission", async () => {
    const now = at("2021-06-10", "11:00");
    expect(await visit("2021H1", "v1", now, ["works"])).toEqual([]);
    const [submitted] = await rows(
      "SELECT xmin::text AS tx, seq FROM ledger WHERE plan_id = $1 AND type = 'checkSubmitted'",
    );
    const found = await rows(
      "SELECT xmin::text AS tx, type FROM ledger WHERE plan_id = $1 AND stream = 'task/2' AND item_id = 'zg-works-funds/v1' ORDER BY seq",
    );
    expect(found.map(({ type }) => type)).toEqual(["registered", "findingRecorded", "assigned", "rungSkipped"]);
    expect(new Set(found.map(({ tx }) => tx))).toEqual(new Set([submitted.tx]));
    expect(await rows("SELECT applied FROM message WHERE plan_id = $1 AND from_stream = 'inspection/2021H1'")).toEqual([
      { applied: true },
    ]);
    expect(await finding("v1")).toMatchObject({ status: "assigned", primary_unit: "unit", village: "v1" });
    // Submitted again: locked, and nothing more is found.
    expect(
      await recorder.inspect("2021H1", now, roundCommand(leader, { kind: "submitCheck", visit: "village-v1" })),
    ).toEqual(["locked"]);
    expect(await rows("SELECT count(*)::int AS n FROM item WHERE plan_id = $1 AND milestone LIKE 'zg-%'")).toEqual([
      { n: 1 },
    ]);
  });

  it("whose task cannot record it is not submitted at all", async () => {
    const now = at("2021-06-10", "14:00");
    // A task's stream that refuses every row.
    await pool.query(
      `CREATE FUNCTION refuse_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no row today'; END $$;
       CREATE TRIGGER refuse_rows BEFORE INSERT ON ledger FOR EACH ROW WHEN (NEW.stream = 'task/2') EXECUTE FUNCTION refuse_rows()`,
    );
    await expect(visit("2021H1", "v2", now, ["works"])).rejects.toThrow("no row today");
    await pool.query("DROP TRIGGER refuse_rows ON ledger; DROP FUNCTION refuse_rows");
    expect(await rows("SELECT status FROM inspection_visit WHERE plan_id = $1 AND visit = 'village-v2'")).toEqual([
      { status: "planned" },
    ]);
    expect(await finding("v2")).toBeUndefined();
    expect(await visit("2021H1", "v2", now, ["works"])).toEqual([]);
    expect(await finding("v2")).toMatchObject({ status: "assigned" });
  });

  it("in a third village proposes a systemic item, which the office begins", async () => {
    const now = at("2021-06-11");
    expect(await visit("2021H1", "v3", now, ["works"])).toEqual([]);
    const proposed = await rows(
      "SELECT payload -> 'alike' AS villages FROM ledger WHERE plan_id = $1 AND type = 'findingRecorded' AND payload -> 'alike' <> '[]'",
    );
    expect(proposed).toEqual([{ villages: ["v1", "v2", "v3"] }]);
    const decide = {
      kind: "decideSystemic",
      line: "works",
      cause: "funds",
      accepted: true,
      villages: ["v1", "v2", "v3"],
      reason: "面上问题",
    } as const;
    expect(await recorder.inspect("2021H1", now, roundCommand(office, decide))).toEqual([]);
    expect(await finding("county")).toMatchObject({ village: null, primary_unit: "unit" });
  });

  it("is withdrawn with the objection that is granted, in one transaction as well", async () => {
    const now = at("2021-06-11", "15:00");
    const serve = { kind: "serveConclusion", visit: "village-v3", to: "村支书", capacity: "村支书" } as const;
    expect(await recorder.inspect("2021H1", now, roundCommand(leader, serve))).toEqual([]);
    const of = { person: "p-town2-desk", post: "town2/desk", unit: "town2" };
    const object = { kind: "fileObjection", visit: "village-v3", lines: ["works"], text: "已办成" } as const;
    expect(await recorder.inspect("2021H1", now, roundCommand(of, object))).toEqual([]);
    const decide = {
      kind: "decideObjection",
      visit: "village-v3",
      no: 1,
      granted: true,
      reason: "复核属实",
      grades: { works: "pass" },
    } as const;
    expect(await recorder.inspect("2021H1", now, roundCommand(leader, decide))).toEqual(["ownWork"]);
    const other = { person: "p-office-head", post: "office/head", unit: "office" };
    expect(await recorder.inspect("2021H1", now, roundCommand(other, decide))).toEqual([]);
    expect(await finding("v3")).toMatchObject({ status: "cancelled" });
    expect(
      await rows(
        "SELECT grade, filed_grade FROM inspection_check WHERE plan_id = $1 AND visit = 'village-v3' AND line = 'works'",
      ),
    ).toEqual([{ grade: "pass", filed_grade: "fail" }]);
  });
});

describe("an objection that nobody decides", () => {
  it("is put to those who may, on and on, and never to somebody of the group, nor to their substitutes from it", async () => {
    const of = { person: "p-town2-desk", post: "town2/desk", unit: "town2" };
    const object = { kind: "fileObjection", visit: "village-v3", lines: ["losses"], text: "请再核" } as const;
    expect(await recorder.inspect("2021H1", at("2021-06-15"), roundCommand(of, object))).toEqual([]);
    // The office's head is away, and an inspector of the group stands in for them.
    await recorder.order(at("2021-06-15", "14:00"), {
      key: "d1",
      actor: office,
      order: {
        kind: "delegate",
        post: "office/head",
        principal: "p-office-head",
        substitute: member.person,
        from: "2021-06-16",
        until: "2021-12-31",
        reason: "学习",
      },
    });
    await recorder.runTo(at("2021-08-31", "18:00"));
    const told = await rows(
      "SELECT DISTINCT person FROM notice WHERE plan_id = $1 AND facts ->> 'what' = 'objections' ORDER BY 1",
    );
    expect(told.map(({ person }) => person)).toEqual(["p-office-head", "p-supervision-head"]);
  });
});

describe("the next round", () => {
  it("knows what was found, who was where, and what has not been visited this year", async () => {
    await recorder.runTo(at("2021-12-10", "18:00"));
    const { scheme } = await stateOf("2021H2");
    const reasons = Object.fromEntries(
      (scheme?.visits ?? []).flatMap(({ place, reason }) => (place.kind === "village" ? [[place.id, reason]] : [])),
    );
    // v4 was never visited; v1 and v2 were red; v3's failure did not stand.
    expect(reasons).toMatchObject({ v1: "redLastTime", v2: "redLastTime", v4: "notYetThisYear" });
    const first = scheme?.visits.find(({ id }) => id === "village-v1");
    expect(first?.lines).toContain("works");
    expect(first?.burden).toEqual({ checks: 1, materials: 1 });
    expect(await sql.lastGrades.run(pool, { planId, except: "2021H2", place: "v3" })).toMatchObject([
      { line: "ledger", grade: "pass" },
      { line: "losses", grade: "pass" },
      { line: "works", grade: "pass", red: false },
    ]);
  });
});

it("is made again from the ledger alone, and its chain holds", async () => {
  expect((await verifyLedger(pool, planId)).broken).toBeNull();
  const rebuilt = await rebuildPlan(pool, planId, { mode: "check" });
  expect(rebuilt.tables.flatMap(({ table, differences }) => differences.map((one) => ({ table, ...one })))).toEqual([]);
  for (const table of ["inspection_round", "inspection_visit", "inspection_line", "inspection_check"])
    expect(rebuilt.tables.find((one) => one.table === table)?.stands.rows).toBeGreaterThan(0);
  expect(town.unit).toBe("town1");
});
