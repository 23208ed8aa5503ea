/** What is read of rounds: days left, conflicts, systemic findings, conclusions within reach, and last grades on the map of lights. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import {
  answer,
  checklists,
  clock,
  groupOfAll,
  inspectedBundle,
  inspectors,
  roundCommand,
} from "../../support/inspected-bundle.js";
import { bundleWithIdleTask } from "../../support/small-bundle.js";
import { type Acting, startActing } from "../acting.js";

const [works] = checklists.lines;
if (!works) throw new Error("the checklists have no line");

/** Task 3 has a standing duty only, which is asked about in villages. */
const bundle: PlanBundle = {
  ...inspectedBundle,
  plan: bundleWithIdleTask.plan,
  checklists: {
    ...checklists,
    lines: [...checklists.lines, { ...works, key: "idle", task: 3, from: { kind: "duty", duties: ["s3"] } }],
  },
};
const VILLAGES = ["v1", "v2", "v3", "v4"];
const OFFICE = "p-office-desk";
const ROUND = "/inspections/2021H1";

let acting: Acting;
const inspect = async (actor: Actor, ...acts: readonly RoundAct[]): Promise<void> => {
  const { run } = acting;
  const at = await run.store.moveClock(run.planId, instantAt("2021-06-09", "11:00", 480));
  for (const act of acts) await run.gateway.inspect(run.planId, "inspection/2021H1", roundCommand(actor, act), at);
};
// What an answer is depends on the route: each test looks at its own part.
const get = async (person: string, path: string): Promise<any> => (await acting.get(person, path)).body;

beforeAll(async () => {
  acting = await startActing(bundle);
  await acting.goTo("2021-06-09");
  await inspect(
    inspectors.leader,
    { kind: "editScheme", visit: VILLAGES, reason: "全覆盖" },
    { kind: "approveScheme", text: "同意" },
    groupOfAll(VILLAGES.map((id) => `village-${id}`)),
  );
  for (const id of ["v1", "v2", "v3"])
    await inspect(
      inspectors.leader,
      {
        kind: "fileLines",
        visit: `village-${id}`,
        answers: ["works", "ledger", "losses", "idle"].map((line) =>
          answer(line, line === "works" ? "fail" : line === "idle" ? "mostly" : "pass"),
        ),
        clock: clock(0),
      },
      { kind: "submitCheck", visit: `village-${id}` },
    );
  await inspect(inspectors.leader, { kind: "serveConclusion", visit: "village-v1", to: "张三", capacity: "支书" });
}, 120_000);
afterAll(() => acting?.close());

describe("a round", () => {
  it("says how many working days its visits have left, today included", async () => {
    // 9 to 30 June 2021, the Dragon Boat Festival on Monday the 14th.
    const { rounds } = await get(OFFICE, "/inspections");
    expect(rounds[0]).toMatchObject({ visitsUntil: "2021-06-30", daysLeft: 15 });
    expect((await get(OFFICE, ROUND)).daysLeft).toBe(15);
  });

  it("tells conflicts and what is proposed as systemic to the office alone", async () => {
    const own = await get(OFFICE, ROUND);
    expect(own.conflicts).toEqual([]);
    expect(own.systemic).toMatchObject([
      { line: "works", cause: "funds", villages: [{ id: "v1" }, { id: "v2" }, { id: "v3" }] },
    ]);
    expect(await get("p-town1-desk", ROUND)).toMatchObject({ conflicts: null, systemic: [] });
  });
});

describe("a conclusion", () => {
  const linesOf = async (person: string): Promise<string[][]> =>
    (await get(person, "/inspections/conclusions")).conclusions.map(({ lines }: { lines: { line: string }[] }) =>
      lines.map(({ line }) => line),
    );

  it("is read whole by the inspected, by its lines by whoever owes them, and not by others", async () => {
    expect((await linesOf("p-town1-desk"))[0]).toHaveLength(4);
    // The lead unit of task 2 owes one line of it, that of task 3 another.
    expect(await linesOf("p-unit-desk")).toEqual([["works"]]);
    expect(await linesOf("p-lead-desk")).toEqual([["idle"]]);
    expect(await linesOf("p-town2-desk")).toEqual([]);
    const [seen] = (await get("p-unit-desk", "/inspections/conclusions")).conclusions;
    expect(seen).toMatchObject({ conclusion: { to: "张三" }, may: ["object"] });
    expect(seen.lines[0]).toMatchObject({ text: "works是否落实", task: 2, filed: [] });
  });
});

describe("findings", () => {
  it("overdue are a part of the open ones", async () => {
    expect((await get(OFFICE, "/inspections/findings")).counts).toEqual({
      all: 3,
      open: 3,
      overdue: 0,
      closed: 0,
      withdrawn: 0,
    });
    expect((await get(OFFICE, "/inspections/findings?overdue=true")).findings).toEqual([]);
  });
});

describe("the map of lights", () => {
  const cellsOf = async (person: string, on = "") => {
    const { villages, tasks } = await get(person, `/lights${on}`);
    const cells = tasks.find(({ no }: { no: number }) => no === 3).villages;
    return Object.fromEntries(villages.map(({ id }: { id: string }, at: number) => [id, cells[at]]));
  };

  it("has the last grade of a task with standing duties, by the day looked at; none is no grade", async () => {
    const cells = await cellsOf(OFFICE);
    expect(cells["v1"]).toMatchObject({
      empty: "standing",
      grade: { grade: "mostly", round: "2021H1", on: "2021-06-09" },
    });
    expect(cells["v4"]).toMatchObject({ empty: "standing", grade: null });
    expect((await cellsOf(OFFICE, "?on=2021-06-08"))["v1"]).toMatchObject({ empty: "standing", grade: null });
  });

  it("keeps it within reach", async () => {
    const cells = await cellsOf("p-unit-desk");
    for (const { grade } of Object.values<any>(cells)) expect(grade).toBeNull();
    expect((await cellsOf("p-town1-desk"))["v1"].grade).toMatchObject({ grade: "mostly" });
  });
});

describe("a systemic finding", () => {
  it("is one item beside those of the villages, and is proposed no longer", async () => {
    const decided = {
      line: "works",
      cause: "funds",
      accepted: true,
      villages: ["v1", "v2", "v3"],
      reason: "资金下达晚",
    };
    await inspect(inspectors.leader, { kind: "decideSystemic", ...decided });
    const { findings, counts } = await get(OFFICE, "/inspections/findings");
    const systemic = findings.filter(({ place }: { place: { kind: string } }) => place.kind !== "village");
    expect(systemic.map(({ id }: { id: string }) => id)).toEqual(["zg-works-funds/county"]);
    expect(systemic[0].systemic).toEqual(["v1", "v2", "v3"]);
    expect(counts).toMatchObject({ all: 4, open: 4 });
    expect((await get(OFFICE, ROUND)).systemic).toEqual([]);
  });
});

describe("a grade that an objection changed", () => {
  it("is shown from the day of the decision on; for earlier days what stood then", async () => {
    const { run } = acting;
    const act = async (day: string, actor: Actor, round: RoundAct): Promise<void> => {
      await acting.goTo(day);
      const at = await run.store.moveClock(run.planId, instantAt(day, "15:00", 480));
      await run.gateway.inspect(run.planId, "inspection/2021H1", roundCommand(actor, round), at);
    };
    const visit = "village-v1";
    const owner = { person: "p-lead-desk", post: "lead/desk", unit: "lead" };
    const decider = { person: "p-office-head", post: "office/head", unit: "office" };
    const object = { kind: "fileObjection", visit, lines: ["idle"], text: "已全部落实" } as const;
    const grant = { kind: "decideObjection", visit, granted: true, reason: "复核属实" } as const;
    await act("2021-06-10", owner, object);
    await act("2021-06-15", decider, { ...grant, no: 1, grades: { idle: "notApplicable" } });
    await act("2021-06-16", owner, object);
    await act("2021-06-18", decider, { ...grant, no: 2, grades: { idle: "pass" } });
    const gradeOn = async (on: string): Promise<string> => {
      const { villages, tasks } = await get(OFFICE, `/lights?on=${on}`);
      const at = villages.findIndex(({ id }: { id: string }) => id === "v1");
      return tasks.find(({ no }: { no: number }) => no === 3).villages[at].grade?.grade;
    };
    expect(
      await Promise.all(["2021-06-09", "2021-06-14", "2021-06-15", "2021-06-17", "2021-06-18"].map(gradeOn)),
    ).toEqual(["mostly", "mostly", "notApplicable", "notApplicable", "pass"]);
  });
});
