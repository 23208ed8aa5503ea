/** Ten rounds of the seed plan: when they open, where they go, what they ask, who goes. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { groupFaults, type GroupRules, mayJudge, unitsOf } from "../../../domain/inspections/groups.js";
import { halvesOf, halfYear } from "../../../domain/inspections/halves.js";
import { drawOrder, drawVillages } from "../../../domain/inspections/sample.js";
import { draftScheme, NO_FACTS, type RoundFacts, seedOf } from "../../../domain/inspections/scheme.js";
import type { Scheme } from "../../../domain/ledger/inspection-events.js";
import type { Delegation } from "../../../domain/people/delegations.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { calendarOf } from "../../../domain/plan/calendar.js";
import type { InspectionPolicy } from "../../../domain/plan/inspection-policy.js";
import { dateAt, timeAt } from "../../../domain/plan/plan-date.js";
import { seedBundle } from "../../plans/seed.js";
import { announcedRounds, PlayedRound } from "./played.js";

let bundle: PlanBundle;
let policy: InspectionPolicy;
beforeAll(async () => {
  bundle = await seedBundle();
  policy = bundle.policy.inspections as InspectionPolicy;
});

/** Taken from the calendar by hand: fifteen working days before the half-year's last day. */
const OPENINGS = [
  ["2021H1", "2021-06-08"],
  ["2021H2", "2021-12-10"],
  ["2022H1", "2022-06-09"],
  ["2022H2", "2022-12-12"],
  ["2023H1", "2023-06-08"],
  ["2023H2", "2023-12-11"],
  ["2024H1", "2024-06-07"],
  ["2024H2", "2024-12-10"],
  ["2025H1", "2025-06-09"],
  ["2025H2", "2025-12-10"],
] as const;

describe("the rounds of the seed plan", () => {
  it("are ten, and open fifteen working days before the half-year's last day at nine", () => {
    const rounds = announcedRounds(bundle, "2026-06-30");
    expect(rounds.map(({ payload, at }) => [payload.round.round, dateAt(at, 480), timeAt(at, 480)])).toEqual(
      OPENINGS.map(([round, day]) => [round, day, "09:00"]),
    );
    // Tasks with standing duties only get their streams with the first: its findings are their first items.
    expect(rounds.map(({ payload }) => payload.streams.map(({ stream }) => stream))).toEqual([
      ["task/3", "task/10", "task/11", "task/15"],
      ...Array.from({ length: 9 }, () => []),
    ]);
  });

  it("draft a scheme that the office approves: every village, every owing unit, at most 25 lines, no visit without a group", () => {
    for (const { payload } of announcedRounds(bundle, "2026-06-30")) {
      const { round } = payload;
      const { state } = new PlayedRound(bundle, round).approve();
      const { visits, groups } = state.scheme as Scheme;
      expect(state.status).toBe("open");
      expect(visits.filter(({ place }) => place.kind === "village")).toHaveLength(64);
      expect(visits.filter(({ place }) => place.kind === "unit").length).toBeGreaterThan(10);
      expect(visits.every(({ lines }) => lines.length > 0 && lines.length <= 25)).toBe(true);
      const visited = visits.filter(({ mode }) => mode === "visit").length;
      // Nothing was visited this year before, as far as these facts go: the year's last round goes everywhere.
      expect([round.round, visited]).toEqual([round.round, round.round.endsWith("H2") ? 64 : 32]);
      expect(groups.flatMap((group) => group.visits).toSorted()).toEqual(visits.map(({ id }) => id).toSorted());
    }
  });

  it("ask about every task over a year, and of task 6 everywhere in each", () => {
    const tasksOf = (round: string): Set<number> => {
      const { scheme } = draft(round);
      const lines = new Map(bundle.checklists?.lines.map(({ key, task }) => [key, task]));
      return new Set(scheme.visits.flatMap((visit) => visit.lines.map((key) => lines.get(key) ?? 0)));
    };
    expect([...new Set([...tasksOf("2021H1"), ...tasksOf("2021H2")])].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 18 }, (_, no) => no + 1),
    );
    const six = new Set(bundle.checklists?.lines.flatMap(({ key, task }) => (task === 6 ? [key] : [])));
    for (const { id } of halvesOf(policy))
      for (const visit of draft(id).scheme.visits)
        if (visit.place.kind === "village")
          expect([id, visit.id, visit.lines.some((key) => six.has(key))]).toEqual([id, visit.id, true]);
  });
});

function draft(round: string, facts: Partial<RoundFacts> = {}, seed = "seed") {
  const { checklists, calendar } = bundle;
  if (!checklists) throw new Error("the seed plan has no checklists");
  const drafting = {
    bundle,
    checklists,
    policy,
    calendar: calendarOf(calendar),
    facts: { ...NO_FACTS, ...facts },
    seed,
  };
  return draftScheme(round, null, drafting);
}

describe("a sample", () => {
  const villages = Array.from({ length: 64 }, (_, no) => `v${no}`);
  const some = fc.subarray(villages);

  it("has who was red, as many as the share, and over a year everybody, whatever the seed", () => {
    fc.assert(
      fc.property(fc.string(), some, some, fc.double({ min: 0, max: 1, noNaN: true }), (seed, red, visited, share) => {
        const visitedThisYear = new Set(visited);
        const of = { seed, villages, visitedThisYear, redLastTime: new Set(red), share };
        const [half, last] = [drawVillages({ ...of, last: false }), drawVillages({ ...of, last: true })];
        const goes = (reasons: Map<string, string>): string[] => villages.filter((one) => reasons.get(one) !== "desk");
        for (const reasons of [half, last]) {
          expect(red.every((one) => reasons.get(one) === "redLastTime")).toBe(true);
          expect(goes(reasons).length).toBeGreaterThanOrEqual(Math.min(64, Math.ceil(share * 64)));
        }
        expect(new Set([...visited, ...goes(last)]).size).toBe(64);
        // Whoever was not visited this year comes first.
        const drawn = villages.filter((one) => half.get(one) === "drawn");
        if (drawn.some((one) => visitedThisYear.has(one)))
          expect(villages.every((one) => visitedThisYear.has(one) || half.get(one) !== "desk")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("follows from the ledger's heads alone, and anybody can redo it", () => {
    const heads = [{ stream: "plan", seq: 3, hash: "ab" }];
    expect(seedOf(heads)).toEqual(seedOf([...heads]));
    expect(seedOf(heads).seed).not.toBe(seedOf([{ stream: "plan", seq: 4, hash: "ab" }]).seed);
    const byHash = (village: string): string => createHash("sha256").update(`s/${village}`).digest("hex");
    const order = ["v1", "v2", "v3"].toSorted((a, b) => (byHash(a) < byHash(b) ? -1 : 1));
    expect(drawOrder("s", ["v3", "v2", "v1"])).toEqual(order);
  });
});

describe("groups", () => {
  const rulesOf = (delegations: readonly Delegation[], { visitsFrom, visitsUntil }: Scheme): GroupRules => ({
    plan: bundle.plan,
    roster: bundle.roster,
    checklists: bundle.checklists as NonNullable<PlanBundle["checklists"]>,
    delegations,
    day: visitsFrom,
    until: visitsUntil,
    size: policy.groupSize,
  });

  it("have two inspectors and a 组长, even loads, and nobody who judges their own unit's work, also as a substitute", () => {
    const heads = bundle.roster.posts.filter(({ level, unit }) => level === "head" && unit !== undefined);
    const persons = bundle.roster.persons.map(({ id }) => id);
    const delegation = fc.tuple(fc.constantFrom(...heads), fc.constantFrom(...persons)).map(([post, substitute]) => ({
      id: `${post.id}/${substitute}`,
      post: post.id,
      principal: post.holders[0]?.value ?? "",
      substitute,
      from: "2021-06-01",
      until: "2021-07-31",
      awaitsConsent: false,
    })) as fc.Arbitrary<Delegation>;
    fc.assert(
      fc.property(fc.string(), fc.array(delegation, { maxLength: 6 }), (seed, delegations) => {
        const { scheme, uncovered } = draft("2021H1", { delegations }, seed);
        const rules = rulesOf(delegations, scheme);
        expect(groupFaults(scheme.groups, scheme.visits, rules)).toEqual([]);
        const loads = scheme.groups.map(({ visits }) => visits.length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(3);
        expect(uncovered.length + loads.reduce((sum, one) => sum + one, 0)).toBe(scheme.visits.length);
        for (const group of scheme.groups)
          for (const id of group.visits) {
            const visit = scheme.visits.find((one) => one.id === id);
            if (!visit) throw new Error(id);
            for (const line of visit.lines)
              expect(group.members.some(({ person }) => mayJudge(person, visit, line, rules))).toBe(true);
            if (visit.place.kind === "unit")
              for (const { person } of group.members) expect(unitsOf(person, rules).has(visit.place.id)).toBe(false);
          }
      }),
      { numRuns: 8 },
    );
  });

  it("go elsewhere than last time where that can be", () => {
    const before = draft("2021H1").scheme;
    const inspectors = before.groups.flatMap(({ members, visits }) =>
      visits.map((id) => ({ place: id.slice(id.indexOf("-") + 1), people: members.map(({ person }) => person) })),
    );
    const again = draft("2021H2", { inspectors }).scheme;
    const same = again.groups.flatMap(({ members, visits }) =>
      visits.filter((id) => {
        const was = inspectors.find(({ place }) => place === id.slice(id.indexOf("-") + 1))?.people ?? [];
        return members.some(({ person }) => was.includes(person));
      }),
    );
    expect(same.length).toBeLessThan(again.visits.length / 4);
  });

  it("are refused with one inspector, a 组长 from elsewhere, or somebody's own unit", () => {
    const { scheme } = draft("2021H1");
    const rules = rulesOf([], scheme);
    const [first] = scheme.groups;
    if (!first) throw new Error("no group");
    const [alone] = first.members;
    if (!alone) throw new Error("no member");
    expect(groupFaults([{ ...first, members: [alone] }], scheme.visits, rules)[0]).toContain("fewer than 2");
    expect(groupFaults([{ ...first, leader: "p-nobody" }], scheme.visits, rules)[0]).toContain("is not one of it");
    const own = scheme.visits.find(({ place }) => place.kind === "unit" && place.township === undefined);
    const desk = bundle.roster.units.find(({ id }) => id === own?.place.id);
    const holder = bundle.roster.posts.find(({ id }) => id === desk?.desk)?.holders[0]?.value ?? "";
    const spoilt = {
      ...first,
      members: [{ person: holder, post: desk?.desk ?? "", unit: desk?.id ?? "" }, alone],
      visits: [own?.id ?? ""],
    };
    expect(groupFaults([{ ...spoilt, leader: holder }], scheme.visits, rules).join()).toContain(
      "nobody inspects their own",
    );
  });
});

it("names half-years, and no special round", () => {
  expect(halfYear("2021H1")).toMatchObject({ from: "2021-01-01", to: "2021-06-30" });
  expect(halfYear("2021S1")).toBeNull();
});
