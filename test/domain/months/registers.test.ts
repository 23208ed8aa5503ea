/** Registers in the month's request: who is asked for which, what keeps an answer from being whole, and what the month's figures say of them. */
import { describe, expect, it } from "vitest";
import type { LedgerRow, NewRow } from "../../../domain/ledger/record.js";
import { type MonthAct, type MonthFacts, NO_MONTH_FACTS } from "../../../domain/months/acts.js";
import { draftHash } from "../../../domain/months/answers.js";
import { decideMonth } from "../../../domain/months/decide-month.js";
import { nextMonthDue } from "../../../domain/months/due.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../../../domain/months/month-state.js";
import { monthOpeningRows } from "../../../domain/months/open-month.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { keptSince, type PlacesKept } from "../../../domain/registers/keeping.js";
import { ruleSetOf } from "../../support/alone.js";
import { asked, desk, monthCommand, months } from "../../support/asked-bundle.js";
import { keptBundle } from "../../support/kept-bundle.js";
import { at } from "../../support/small-plan.js";

/** Nothing but registers is asked of anybody before December. */
const rare = { ...months, dutiesEvery: 12, responsibleEvery: 12 };
const asking = (more: object): PlanBundle => {
  const plan = asked(keptBundle);
  return { ...plan, policy: { ...plan.policy, months: { ...rare, ...more } } };
};
const plan = asking({});
const bundle = asking({ registers: true });
const ruleSet = { ...ruleSetOf(bundle), documents: bundle };

const infoOf = (month: string) => ({
  stream: `month/${month}`,
  month,
  askedOn: `${month}-20`,
  dueOn: `${month}-25`,
  closesOn: `${month}-28`,
  openedAt: at(`${month}-20`, "09:00"),
});

function opened(month: string, of: PlanBundle = bundle, kept: PlacesKept = {}): MonthState {
  const rows = monthOpeningRows(
    `month/${month}`,
    of,
    { info: infoOf(month), items: [], kept },
    at(`${month}-20`, "09:00"),
    ruleSetOf(of),
  );
  return applyMonthRows(emptyMonth(`month/${month}`), rows, ruleSet);
}

const place = (of: string, changedOn: string, rows = 1) => ({ place: of, rows, changedOn });
const villages = (changedOn: string) => ["v1", "v2"].map((one) => place(one, changedOn));

function decided(state: MonthState, unit: string, unchanged: readonly string[] | undefined, kept: PlacesKept) {
  const facts: MonthFacts = { ...NO_MONTH_FACTS, kept };
  const act: MonthAct = { kind: "answerRequest", unit, sha256: draftHash([]), ...(unchanged ? { unchanged } : {}) };
  return decideMonth(state, [monthCommand(desk(unit), act)], at(`${state.month}-21`, "10:00"), facts, ruleSet, false);
}
const refusedOf = (of: ReturnType<typeof decided>) => of.outcomes[0]?.refused[0];
const payloadOf = (rows: readonly (NewRow | LedgerRow)[], type: string) =>
  rows.find((row) => row.type === type)?.payload;

describe("registers in a month's request", () => {
  it("are asked of those who keep them in the month in which their rhythm ends, and of nobody by a policy that does not say so", () => {
    const april = opened("2021-04");
    expect(Object.values(april.requests).map(({ unit, registers }) => [unit, registers])).toEqual([
      ["lead", [{ register: "projects", period: "2021-04", from: "2021-04-01" }]],
    ]);
    const june = opened("2021-06");
    expect(
      Object.values(june.requests).map(({ unit, registers }) => [unit, registers.map(({ period }) => period)]),
    ).toEqual([
      ["lead", ["2021-06"]],
      ["town1", ["2021Q2"]],
      ["town2", ["2021Q2"]],
    ]);
    expect(june.requests["town1"]?.registers[0]).toMatchObject({ from: "2021-04-01", places: ["v1", "v2"] });
    expect(opened("2021-06", plan).requests).toEqual({});
  });

  it("that are wanted once are asked for until they are there", () => {
    const registers = bundle.registers?.registers.map((one) => ({ ...one, rhythm: "once" as const })) ?? [];
    const once = { ...bundle, registers: { ...(bundle.registers as NonNullable<typeof bundle.registers>), registers } };
    expect(opened("2021-05", once).requests["town1"]?.registers).toMatchObject([{ period: "once" }]);
    expect(opened("2021-05", once, { facilities: villages("2021-04-13") }).requests["town1"]).toBeUndefined();
  });

  it("are kept where every place that is wanted was changed in the period, by whose they are", () => {
    const [due] = opened("2021-06").requests["town1"]?.registers ?? [];
    if (!due) throw new Error("nothing is due");
    const of = (kept: PlacesKept) => keptSince(due, "town1", kept, bundle);
    expect(of({})).toEqual({ changedOn: null, missing: ["v1", "v2"], empty: ["v1", "v2"], isKept: false });
    expect(
      of({ facilities: [place("v1", "2021-05-02"), place("v2", "2021-03-31"), place("v3", "2021-05-09")] }),
    ).toEqual({
      changedOn: "2021-05-02",
      missing: ["v2"],
      empty: [],
      isKept: false,
    });
    expect(of({ facilities: [place("v1", "2021-05-02"), place("v2", "2021-05-03", 0)] })).toMatchObject({
      empty: ["v2"],
      isKept: false,
    });
    expect(of({ facilities: villages("2021-04-01") })).toMatchObject({ missing: [], isKept: true });
    // Of a register without places that are wanted any change will do.
    const [projects] = opened("2021-06").requests["lead"]?.registers ?? [];
    if (!projects) throw new Error("nothing is due");
    expect(keptSince(projects, "lead", { projects: [place("", "2021-05-31")] }, bundle).isKept).toBe(false);
    expect(keptSince(projects, "lead", { projects: [place("v1", "2021-06-01", 0)] }, bundle).isKept).toBe(true);
  });

  it("keep an answer from being whole until they are kept, or said to be unchanged by who has rows of all that is wanted", () => {
    const june = opened("2021-06");
    expect(refusedOf(decided(june, "town1", undefined, {}))).toMatchObject({ code: "incomplete" });
    expect(refusedOf(decided(june, "town1", ["facilities"], {}))).toMatchObject({ code: "incomplete" });
    expect(refusedOf(decided(june, "town1", ["projects"], { facilities: villages("2021-04-02") }))).toMatchObject({
      code: "badValue",
    });
    const old = { facilities: villages("2021-03-02") };
    expect(refusedOf(decided(june, "town1", undefined, old))).toMatchObject({ code: "incomplete" });
    const unchanged = decided(june, "town1", ["facilities"], old);
    expect(payloadOf(unchanged.rows, "progressAnswered")).toEqual({
      unit: "town1",
      version: 1,
      rows: [],
      registers: [{ register: "facilities", period: "2021Q2", state: "unchanged" }],
    });
    // What was changed is kept, whatever else its keeper says of it.
    const kept = decided(june, "town1", ["facilities"], { facilities: villages("2021-04-02") });
    expect(payloadOf(kept.rows, "progressAnswered")).toMatchObject({ registers: [{ state: "kept" }] });
  });

  it("are named to who is urged, and counted as they stood when the month closed", () => {
    const kept: PlacesKept = { projects: [place("", "2021-06-02")], facilities: villages("2021-03-02") };
    const answered = decided(opened("2021-06"), "town1", ["facilities"], kept).state;
    const facts: MonthFacts = { ...NO_MONTH_FACTS, kept };
    const urged = decideMonth(answered, [], at("2021-06-28", "09:00"), facts, ruleSet);
    const notices = urged.rows.flatMap((row) => (row.type === "progressUrged" ? (row.notices ?? []) : []));
    expect(
      notices.map(({ facts: { primaryUnit, zh } }) => [primaryUnit, String(zh).includes("《基础设施清单》")]),
    ).toEqual([
      ["lead", false],
      ["town1", false],
      ["town2", true],
    ]);
    const closing = nextMonthDue(urged.state, ruleSet);
    const closed = decideMonth(urged.state, [], closing ?? 0, facts, ruleSet);
    expect(payloadOf(closed.rows, "monthClosed")).toMatchObject({
      snapshot: {
        registers: [
          { unit: "lead", register: "projects", period: "2021-06", state: "kept" },
          { unit: "town1", register: "facilities", period: "2021Q2", state: "unchanged" },
          { unit: "town2", register: "facilities", period: "2021Q2", state: "notKept" },
        ],
      },
    });
  });
});
