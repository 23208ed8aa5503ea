/** 交办清单: given to everybody once a year, pressed for until signed, signed for once; an older ledger goes on as it was. */
import { describe, expect, it } from "vitest";
import type { PackageHolder } from "../../../domain/ledger/package-events.js";
import type { Actor, NewRow } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { dateAt, timeAt } from "../../../domain/plan/plan-date.js";
import { messagesOf } from "../../../domain/streams/messages.js";
import type { PlanCommand } from "../../../domain/streams/orders.js";
import { planKind } from "../../../domain/streams/plan-kind.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  nextPlanDue,
  planOpeningRows,
  type PlanState,
} from "../../../domain/streams/plan-stream.js";
import { taskStreams } from "../../../domain/streams/streams.js";
import { bundle as small } from "../../support/small-bundle.js";
import { at, OFFSET, ruleSet as base } from "../../support/small-plan.js";

/** The second task goes on into 2022, so that there is a second year's package. */
const bundle: PlanBundle = {
  ...small,
  plan: {
    ...small.plan,
    tasks: small.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((one) => (one.id === "area" ? { ...one, deadline: "2022-10-31" } : one)),
    })),
  },
};
const ruleSet = { ...base, documents: bundle };
const versions = { policy: 1, calendar: 1 };

function opened(openedAt = at("2021-04-12", "08:00")): PlanState {
  const { rows } = planKind.open({ stream: "plan", bundle, ruleSet, at: openedAt, late: false, running: null });
  return applyPlanRows(emptyPlan("plan"), rows, ruleSet);
}
/** As a release before packages opened it. */
const openedBefore = (): PlanState =>
  applyPlanRows(emptyPlan("plan"), planOpeningRows(taskStreams(bundle), versions, at("2021-04-12", "08:00")), ruleSet);

interface Ran {
  readonly state: PlanState;
  readonly rows: readonly NewRow[];
}

/** Passes through every due instant, as time does. */
function runTo(from: PlanState, day: string, time = "18:00"): Ran {
  let state = from;
  const rows: NewRow[] = [];
  for (let due = nextPlanDue(state, ruleSet); due !== null && due <= at(day, time); due = nextPlanDue(state, ruleSet)) {
    const decided = decidePlan(state, [], due, ruleSet);
    rows.push(...decided.rows);
    state = decided.state;
  }
  return { state, rows };
}

const desk = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
const seat = (post: string): Actor => ({ person: "p-leader-1", post, unit: post });
let keys = 0;
const signing = (holder: PackageHolder, actor: Actor, tasks: readonly number[] = [], year = 2021): PlanCommand => ({
  key: `s${++keys}`,
  actor,
  order: { kind: "signForPackage", year, holder, tasks },
});
const unit = (id: string): PackageHolder => ({ kind: "unit", id });
const sign = (state: PlanState, day: string, ...commands: PlanCommand[]) =>
  decidePlan(state, commands, at(day, "10:00"), ruleSet);

type RowOfType<T extends NewRow["type"]> = Extract<NewRow, { readonly type: T }>;
const of = <T extends NewRow["type"]>(rows: readonly NewRow[], type: T): RowOfType<T>[] =>
  rows.filter((row): row is RowOfType<T> => row.type === type);
const whenOf = ({ at: when }: NewRow): string => `${dateAt(when, OFFSET)} ${timeAt(when, OFFSET)}`;
const toldIn = (row: NewRow | undefined): string[] =>
  (row?.notices ?? []).map(({ to: [to], instrument }) => `${instrument} ${to?.unit ?? to?.post ?? to?.role}`);

describe("the year's packages", () => {
  it("go on the plan's first working day, at its hour, to every unit and seat that the plan names, each once", () => {
    const { rows } = runTo(opened(), "2021-04-12");
    expect(rows.map(whenOf)).toEqual(["2021-04-12 09:00"]);
    const [row] = of(rows, "packagesAssigned");
    expect(row?.payload.units).toEqual([
      { unit: "lead", named: true, villages: [] },
      { unit: "unit", named: true, villages: [] },
      // The plan does not name it: it helps the villages.
      { unit: "helper", named: false, villages: ["v1", "v2", "v3", "v4"] },
      { unit: "town1", named: true, villages: [] },
      { unit: "town2", named: true, villages: [] },
    ]);
    expect(row?.payload.seats).toEqual([
      { post: "leader/1", villages: ["v1", "v3"] },
      { post: "unit/head", villages: ["v1", "v2", "v3", "v4"] },
      { post: "leader/2", villages: ["v2", "v4"] },
    ]);
    const told = toldIn(row);
    expect(told).toHaveLength(8);
    expect(new Set(told).size).toBe(8);
    for (const { facts } of row?.notices ?? []) expect(facts).toMatchObject({ package: 2021, replyBy: "2021-04-15" });
  });

  it("go on the first working day of each further year, before the list of that morning, until the plan's last year", () => {
    const { rows } = runTo(opened(), "2022-12-31");
    expect(of(rows, "packagesAssigned").map(whenOf)).toEqual(["2021-04-12 09:00", "2022-01-04 09:00"]);
    const january = rows.filter((row) => whenOf(row) === "2022-01-04 09:00");
    expect(january.map(({ type }) => type)).toEqual(["packagesAssigned", "longOverdueListed"]);
  });

  it("go at the opening where the day's hour has passed, and on the next working day where it is a day off", () => {
    const late = { stream: "plan", bundle, ruleSet, at: at("2021-06-03", "15:00"), late: false, running: null };
    const { rows } = planKind.open(late);
    expect(rows.map(({ type }) => type)).toEqual(["planOpened", "packagesAssigned"]);
    expect(of(rows, "packagesAssigned")[0]).toMatchObject({
      at: late.at,
      payload: { year: 2021, due: "2021-06-03", on: "2021-06-03" },
    });
    // 12–14 June 2021 is a holiday.
    expect(nextPlanDue(opened(at("2021-06-12", "08:00")), ruleSet)).toBe(at("2021-06-15", "09:00"));
  });

  it("go late after an outage, with both days; of several years only the newest", () => {
    const { rows } = decidePlan(opened(), [], at("2021-04-20"), ruleSet);
    expect(of(rows, "packagesAssigned")[0]?.payload).toMatchObject({ due: "2021-04-12", on: "2021-04-20" });
    const over = decidePlan(opened(), [], at("2022-02-10"), ruleSet);
    expect(of(over.rows, "packagesAssigned").map(({ payload }) => payload.year)).toEqual([2022]);
  });

  it("are not given without the plan's documents", () => {
    const decided = decidePlan(opened(), [], at("2021-04-12"), base);
    expect(decided.rows).toEqual([]);
  });
});

describe("its ladder", () => {
  it("urges each unit that has not signed after 3 working days, tells its head after 5, and never a seat", () => {
    const { state } = runTo(opened(), "2021-04-12");
    const signed = sign(state, "2021-04-13", signing(unit("town1"), desk("town1")));
    const { rows } = runTo(signed.state, "2021-04-30");
    expect(rows.map((row) => `${whenOf(row)} ${row.type}`)).toEqual([
      "2021-04-15 09:00 packagesPressed",
      "2021-04-19 09:00 packagesPressed",
    ]);
    const [third, fifth] = of(rows, "packagesPressed");
    // Neither the helping unit, which has a list of villages alone, nor a seat.
    expect(third?.payload).toMatchObject({ rung: "unsigned3", units: ["lead", "unit", "town2"] });
    expect(toldIn(third)).toEqual(["urge primaryUnit", "urge primaryUnit", "urge primaryUnit"]);
    expect(toldIn(fifth)).toEqual(["urge primaryUnitHead", "urge primaryUnitHead", "urge primaryUnitHead"]);
    expect(third?.notices?.map(({ facts }) => facts["primaryUnit"])).toEqual(["lead", "unit", "town2"]);
  });

  it("stops with the signature, and has no row once all have signed", () => {
    let { state } = runTo(opened(), "2021-04-15");
    for (const id of ["lead", "unit", "town1", "town2"])
      ({ state } = sign(state, "2021-04-16", signing(unit(id), desk(id))));
    expect(of(runTo(state, "2021-05-31").rows, "packagesPressed")).toEqual([]);
  });
});

describe("a signature", () => {
  const { state } = runTo(opened(), "2021-04-12");
  const refusedAs = (command: PlanCommand, from = state): string | undefined =>
    sign(from, "2021-04-13", command).outcomes[0]?.refused[0]?.code;

  it("is recorded once, by the unit, the seat, its liaison or a stand-in", () => {
    const liaison = { person: "p-l", post: "x/desk", unit: "x", onBehalfOf: { person: "p", post: "leader/2" } };
    const { rows, outcomes } = sign(
      state,
      "2021-04-13",
      signing(unit("unit"), { ...desk("unit"), post: "unit/head", person: "p-unit-head" }, [2]),
      signing({ kind: "seat", id: "leader/1" }, seat("leader/1")),
      signing({ kind: "seat", id: "leader/2" }, liaison),
    );
    expect(outcomes.map(({ refused }) => refused)).toEqual([[], [], []]);
    expect(of(rows, "packageSignedFor").map(({ payload }) => payload)).toEqual([
      { year: 2021, holder: unit("unit"), on: "2021-04-13", assigned: "2021-04-12", streams: ["task/2"] },
      {
        year: 2021,
        holder: { kind: "seat", id: "leader/1" },
        on: "2021-04-13",
        assigned: "2021-04-12",
        streams: [],
      },
      {
        year: 2021,
        holder: { kind: "seat", id: "leader/2" },
        on: "2021-04-13",
        assigned: "2021-04-12",
        streams: [],
      },
    ]);
    expect(rows.flatMap((row) => messagesOf(row, "plan")).map(({ to, body }) => [to, body.kind])).toEqual([
      ["task/2", "packageSignature"],
    ]);
  });

  it("is refused to others, of no package, and a second time", () => {
    expect(refusedAs(signing(unit("unit"), desk("lead")))).toBe("notYours");
    expect(refusedAs(signing(unit("unit"), { ...desk("unit"), onBehalfOf: { person: "p", post: "leader/1" } }))).toBe(
      "notYours",
    );
    expect(refusedAs(signing({ kind: "seat", id: "leader/1" }, seat("leader/2")))).toBe("notYours");
    // The office signs for nobody else.
    expect(refusedAs(signing(unit("unit"), desk("office")))).toBe("notYours");
    expect(refusedAs(signing(unit("group"), desk("group")))).toBe("nothingPending");
    expect(refusedAs(signing(unit("unit"), desk("unit"), [], 2022))).toBe("nothingPending");
    const once = sign(state, "2021-04-13", signing(unit("unit"), desk("unit")));
    expect(refusedAs(signing(unit("unit"), desk("unit")), once.state)).toBe("nothingPending");
    const odd = { kind: "unit", id: 7 } as unknown as PackageHolder;
    expect(refusedAs(signing(odd, desk("unit")))).toBe("nothingPending");
  });

  it("of malformed tasks is refused, and changes nothing", () => {
    const command = signing(unit("unit"), desk("unit"));
    const year = "2021" as unknown as number;
    const decided = sign(state, "2021-04-13", {
      ...command,
      order: { kind: "signForPackage", year, holder: unit("unit"), tasks: [] },
    });
    expect(decided.rows).toEqual([]);
    expect(decided.outcomes[0]?.refused[0]?.code).toBe("nothingPending");
  });
});

describe("a ledger that was opened before packages had rows of their own", () => {
  it("is given none for the year that is under way, and the next year's on its day", () => {
    const { rows } = runTo(openedBefore(), "2022-02-28");
    expect(of(rows, "packagesAssigned").map(whenOf)).toEqual(["2022-01-04 09:00"]);
    expect(of(rows, "packagesPressed").map(whenOf)).toEqual(["2022-01-07 09:00", "2022-01-11 09:00"]);
  });

  it("is given none for years that it has listed already", () => {
    const months = ["2021-05", "2021-12", "2022-01", "2022-02"];
    const listed = months.map(
      (month): NewRow => ({
        type: "longOverdueListed",
        at: at("2022-02-07"),
        cause: `list/${month}`,
        causeNo: 0,
        payload: { month, due: `${month}-10`, sent: true },
      }),
    );
    const state = applyPlanRows(openedBefore(), listed, ruleSet);
    expect(of(runTo(state, "2022-12-31").rows, "packagesAssigned")).toEqual([]);
  });
});
