/** The draft of a round's 督查方案: where it goes, what it asks, who goes, and what that asks of each village. */
import { groupBy } from "../plan/group-by.js";
import { canonicalJson } from "../ledger/canonical.js";
import type { PlannedVisit, RoundStreamInfo, SampleSeed, Scheme, VisitPlace } from "../ledger/inspection-events.js";
import { sha256 } from "../ledger/sha256.js";
import type { Delegation } from "../people/delegations.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import type { Checklists, Grade } from "../plan/checklists.js";
import type { InspectionPolicy } from "../plan/inspection-policy.js";
import type { PlanDate } from "../plan/plan.js";
import { type GroupProposal, inspectorPool, proposeGroups } from "./groups.js";
import { type HalfYear, halfYear, roundDates, turnOf } from "./halves.js";
import { deskLinesByUnit, materialsOf, selectLines } from "./lines.js";
import { drawVillages } from "./sample.js";
import { scopeOf } from "./scope.js";

/** What the last check of a line found at a place. */
export interface LastGrade {
  readonly place: string;
  readonly line: string;
  readonly grade: Grade;
  /** Of a failure that was more than minor: the village was red. */
  readonly red: boolean;
}

/** What stands in the tables when a round opens: read in the transaction that records its opening. */
export interface RoundFacts {
  /** Where the plan's streams end at the opening instant, by name. */
  readonly heads: SampleSeed["heads"];
  /** Villages with a submitted visit in the same calendar year. */
  readonly visitedThisYear: readonly string[];
  /** By place and line, of the last round in which it was checked. */
  readonly lastGrades: readonly LastGrade[];
  /** Open findings, by place and line. */
  readonly open: readonly { readonly place: string; readonly line: string }[];
  /** Checks made, and papers asked for, this calendar year. */
  readonly burden: readonly { readonly place: string; readonly checks: number; readonly materials: number }[];
  /** Who was at a place in the last round. */
  readonly inspectors: readonly { readonly place: string; readonly people: readonly string[] }[];
  readonly delegations: readonly Delegation[];
  /** What the plan's stream announced of the round; null: nothing. */
  readonly info: RoundStreamInfo | null;
  readonly taskStreams: readonly { readonly task: number; readonly stream: string; readonly section: string | null }[];
}

/** Nothing is known: the plan's first round. */
export const NO_FACTS: RoundFacts = {
  heads: [],
  visitedThisYear: [],
  lastGrades: [],
  open: [],
  burden: [],
  inspectors: [],
  delegations: [],
  info: null,
  taskStreams: [],
};

/** SHA-256 over the heads as canonical JSON. */
export const seedOf = (heads: SampleSeed["heads"]): SampleSeed => ({ seed: sha256(canonicalJson(heads)), heads });

/** What a scheme is drafted by. */
export interface Drafting {
  readonly bundle: PlanBundle;
  readonly checklists: Checklists;
  readonly policy: InspectionPolicy;
  readonly calendar: WorkingCalendar;
  readonly facts: RoundFacts;
  readonly seed: string;
}

/** What is known of each place. */
const grouped = <T extends { readonly place: string }>(list: readonly T[]): Map<string, T[]> =>
  groupBy(list, ({ place }) => place);

interface Planner {
  readonly linesAt: (place: VisitPlace, candidates: Checklists["lines"], most?: number) => string[];
  readonly planned: (
    id: string,
    place: VisitPlace,
    mode: PlannedVisit["mode"],
    reason: PlannedVisit["reason"],
    lines: readonly string[],
  ) => PlannedVisit;
}

function plannerOf(half: HalfYear, { bundle, checklists, policy, facts }: Drafting): Planner {
  const [last, open, burden] = [grouped(facts.lastGrades), grouped(facts.open), grouped(facts.burden)];
  return {
    linesAt: (place, candidates, most = policy.maxLines) => {
      const history = {
        open: new Set((open.get(place.id) ?? []).map(({ line }) => line)),
        failed: new Set((last.get(place.id) ?? []).flatMap(({ line, grade }) => (grade === "fail" ? [line] : []))),
      };
      const choice = { place, half, history, inFull: policy.inFull, most, turn: turnOf(half, policy) };
      return selectLines(candidates, choice, bundle.plan, bundle.roster);
    },
    planned: (id, place, mode, reason, lines) => {
      const { checks = 0, materials = 0 } = burden.get(place.id)?.[0] ?? {};
      const asked = materialsOf(lines, checklists);
      return { id, place, mode, reason, lines, materials: asked, burden: { checks, materials } };
    },
  };
}

/** The visits of a half-year: every village, visited or looked at by papers, and every unit that owes a line inspected at its desk. */
export function planVisits(half: HalfYear, drafting: Drafting): PlannedVisit[] {
  const { bundle, checklists, policy, facts, seed } = drafting;
  const { linesAt, planned } = plannerOf(half, drafting);
  const inVillage = checklists.lines.filter(({ scope }) => scope === "visit");
  const inFull = inVillage.filter(({ task }) => policy.inFull.includes(task));
  const reasons = drawVillages({
    seed,
    villages: bundle.roster.villages.map(({ id }) => id),
    visitedThisYear: new Set(facts.visitedThisYear),
    redLastTime: new Set(facts.lastGrades.flatMap(({ place, red }) => (red ? [place] : []))),
    share: policy.sampleShare,
    last: half.half === "H2",
  });
  const villages = bundle.roster.villages.map((village): PlannedVisit => {
    const reason = reasons.get(village.id) ?? "desk";
    const place = { kind: "village", id: village.id, township: village.township } as const;
    const mode = reason === "desk" ? "desk" : "visit";
    return planned(`village-${village.id}`, place, mode, reason, linesAt(place, mode === "desk" ? inFull : inVillage));
  });
  const units = [...deskLinesByUnit(checklists, bundle.plan, bundle.roster)].map(([unit, lines]): PlannedVisit => {
    const isTownship = bundle.roster.townships.some(({ id }) => id === unit);
    const place = { kind: "unit", id: unit, ...(isTownship ? { township: unit } : {}) } as const;
    return planned(`unit-${unit}`, place, "desk", "desk", linesAt(place, lines));
  });
  return [...villages, ...units].filter(({ lines }) => lines.length > 0);
}

/** Where a special round goes, which the office names: exactly these villages, all lines that are asked there. */
export interface SpecialRound {
  readonly from: PlanDate;
  readonly to: PlanDate;
  readonly villages: readonly string[];
}

function specialVisits({ from, to, villages }: SpecialRound, drafting: Drafting): PlannedVisit[] {
  const { bundle, checklists } = drafting;
  const half = halfOf(from, to);
  const { linesAt, planned } = plannerOf(half, drafting);
  const inVillage = checklists.lines.filter(({ scope }) => scope === "visit");
  return bundle.roster.villages
    .filter(({ id }) => villages.includes(id))
    .map(({ id, township }): PlannedVisit => {
      const place = { kind: "village", id, township } as const;
      return planned(`village-${id}`, place, "visit", "added", linesAt(place, inVillage));
    })
    .filter(({ lines }) => lines.length > 0);
}

/** The half-year a span of days is of, with the span's own days. */
function halfOf(from: PlanDate, to: PlanDate): HalfYear {
  const half = Number(to.slice(5, 7)) <= 6 ? "H1" : "H2";
  return { id: `${to.slice(0, 4)}${half}`, year: Number(to.slice(0, 4)), half, from, to };
}

const HALF_WORDS = { H1: "上半年", H2: "下半年" } as const;
const KIND_WORDS = { supervision: "督查方案", evaluation: "检查评估方案" } as const;

function titleOf(half: HalfYear, special: boolean, { bundle, policy }: Drafting): string {
  const when = special ? `${half.from}至${half.to}专项` : `${half.year}年${HALF_WORDS[half.half]}`;
  return `《${bundle.plan.shortTitle}》${when}${KIND_WORDS[policy.kind]}`;
}

export interface Draft {
  readonly scheme: Scheme;
  /** Visits that no proposed group may make. */
  readonly uncovered: readonly string[];
}

/** The draft of a round. `special`: what the office asked for; null: the half-year of the round's name. */
export function draftScheme(round: string, special: SpecialRound | null, drafting: Drafting): Draft {
  const { checklists, policy, calendar } = drafting;
  const half = special === null ? halfYear(round) : halfOf(special.from, special.to);
  if (half === null) throw new Error(`round ${round} is no half-year: ${round} must be of the form 2021H1`);
  const visits = special === null ? planVisits(half, drafting) : specialVisits(special, drafting);
  const dates =
    special === null
      ? roundDates(half, policy, calendar)
      : { ...roundDates(half, policy, calendar), visitsFrom: special.from };
  const proposal = groupsOf(visits, dates, drafting);
  const scheme: Scheme = {
    kind: policy.kind,
    title: titleOf(half, special !== null, drafting),
    basis: policy.basis,
    scope: scopeOf(visits),
    from: half.from,
    to: half.to,
    visitsFrom: dates.visitsFrom,
    visitsUntil: dates.visitsUntil,
    closesOn: dates.closesOn,
    checklist: checklists.version,
    visits,
    groups: proposal.groups,
  };
  return { scheme, uncovered: proposal.uncovered };
}

function groupsOf(
  visits: readonly PlannedVisit[],
  { visitsFrom: day, visitsUntil: until }: { readonly visitsFrom: PlanDate; readonly visitsUntil: PlanDate },
  { bundle: { plan, roster }, checklists, policy, facts, seed }: Drafting,
): GroupProposal {
  const rules = { plan, roster, checklists, delegations: facts.delegations, day, until, size: policy.groupSize };
  const lastAt = new Map(facts.inspectors.map(({ place, people }) => [place, people]));
  return proposeGroups(visits, inspectorPool(roster, day), lastAt, seed, rules);
}
