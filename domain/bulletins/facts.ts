/**
 * What a bulletin speaks of, as flat facts: visits, lines, findings and objections of one round, made of the round's stream and of the
 * rectification items' states. Every figure counts these, and every figure's rows are these. Days are `YYYY-MM-DD`, instants epoch
 * milliseconds of plan time.
 */
import { statusOf } from "../inspections/filed.js";
import { owingUnit } from "../inspections/lines.js";
import { type RoundState, schemeOf, type VisitState } from "../inspections/round-state.js";
import type { FiledRow, VisitPlace, VisitReason, VisitStatus } from "../inspections/types.js";
import { type Checklists, type Grade, lineOf, type LineScope, type Severity } from "../plan/checklists.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate, PlanText } from "../plan/plan.js";
import { checklistsOf, type RuleSet } from "../plan/rule-set.js";

/** How a visit counts: submitted before the round closed; submitted after (recorded, outside the figures); not submitted. */
export type VisitCounts = "inTime" | "late" | "out";

export interface VisitFact {
  readonly visit: string;
  readonly place: VisitPlace;
  readonly mode: LineScope;
  readonly reason: VisitReason;
  readonly status: VisitStatus;
  readonly counts: VisitCounts;
  /** Lines asked. */
  readonly asked: number;
  /** Papers and the like asked for by this visit, and by all checks of the year before it. */
  readonly materials: number;
  readonly materialsBefore: number;
  readonly checksBefore: number;
  readonly submittedRow: number | null;
  readonly submittedOn: PlanDate | null;
}

export interface PhotoFact {
  readonly sha256: string;
  /** By the server's clock: what the device said, less how far its clock was off. Null: it did not say. */
  readonly takenAt: number | null;
  readonly source: "camera" | "gallery";
}

/** A line of a visit. `grade` null: 未查, or filed too late to count. */
export interface LineFact {
  readonly visit: string;
  readonly line: string;
  readonly task: number;
  readonly place: VisitPlace;
  /** Who has to put it right. */
  readonly unit: string | null;
  readonly grade: Grade | null;
  /** What the inspector had filed, before an objection was granted. */
  readonly filedGrade: Grade | null;
  readonly text: string;
  readonly cause: string | null;
  readonly severity: Severity | null;
  readonly highlight: string | null;
  /** 与所报不符 */
  readonly contradicts: boolean;
  /** Row of the round's stream that holds the answer; null: 未查. */
  readonly row: number | null;
  readonly checkedOn: PlanDate | null;
  readonly photos: readonly PhotoFact[];
  /** When its author first took the visit along; null: never. */
  readonly takenAlongAt: number | null;
}

export interface ObjectionFact {
  readonly visit: string;
  readonly no: number;
  readonly lines: readonly string[];
  readonly unit: string;
  readonly on: PlanDate;
  readonly state: "waiting" | "granted" | "refused";
  readonly reason: string | null;
}

/** A finding over all rounds, as it stands on the day of the figures. */
export interface FindingFact {
  /** Its rectification item. */
  readonly item: string;
  readonly task: number;
  readonly place: VisitPlace;
  readonly line: string;
  readonly cause: string;
  readonly severity: Severity;
  /** `withdrawn`: an objection was granted, or the office cancelled it. It is in no other figure. */
  readonly status: "open" | "closed" | "withdrawn";
  readonly unit: string;
  /** Rounds in which it was found, in order; without those in which the visit came in too late to count. */
  readonly rounds: readonly string[];
  readonly reopened: number;
  readonly firstFoundOn: PlanDate | null;
  readonly deadline: PlanDate;
  readonly closedOn: PlanDate | null;
  /** Working days over the deadline: of an open one on the day of the figures, of a closed one frozen at its closing. */
  readonly daysOver: number;
  /** Villages that a systemic item links; of a place's own finding none. */
  readonly systemic: readonly string[];
}

/** What a unit claims of one of its items, for the office's list of contradictions. */
export interface ClaimFact {
  readonly item: string;
  readonly task: number;
  readonly milestone: string;
  readonly series: string | null;
  /** Null: of the whole county. */
  readonly village: string | null;
  readonly township: string | null;
  readonly unit: string;
  readonly status: string;
  readonly percent: number;
  /** What a measured item is to reach, percent. */
  readonly target: number | null;
  readonly deadline: PlanDate;
  /** The unit's own words of its last report or progress; "": none. */
  readonly text: string;
  readonly on: PlanDate | null;
  readonly photos: readonly string[];
}

/** One round's record. */
export interface RoundRecord {
  readonly round: string;
  readonly from: PlanDate;
  readonly to: PlanDate;
  readonly groups: number;
  readonly inspectors: number;
  readonly visits: readonly VisitFact[];
  readonly lines: readonly LineFact[];
  readonly objections: readonly ObjectionFact[];
}

/** All that a bulletin's figures are made of. */
export interface Records {
  readonly current: RoundRecord;
  /** The round before; null: this is the first. */
  readonly previous: RoundRecord | null;
  readonly findings: readonly FindingFact[];
}

export const NOTHING_RECORDED = { visits: [], lines: [], objections: [] } as const;

/** Where a place lies: a village in its township, a township's desk in itself, a county's unit nowhere. */
export const townshipOf = ({ township }: Pick<VisitPlace, "township">): string | null => township ?? null;

/** A round as its rows leave it, as facts. */
export function roundRecord(state: RoundState, ruleSet: RuleSet, plan: Pick<PlanText, "tasks">): RoundRecord {
  const { from, to } = schemeOf(state);
  const visits = Object.values(state.visits);
  return {
    round: state.round,
    from,
    to,
    groups: state.groups.length,
    inspectors: new Set(state.groups.flatMap(({ members }) => members.map(({ person }) => person))).size,
    visits: visits.map(visitFact),
    lines: visits.flatMap((visit) => lineFacts(visit, checklistsOf(ruleSet, visit.checklist), plan, ruleSet)),
    objections: visits.flatMap(objectionFacts),
  };
}

/** Whether a visit of a round came in after its close. */
export const isLateIn =
  (records: readonly Pick<RoundRecord, "round" | "visits">[]) =>
  (round: string, visit: string): boolean =>
    records.some((one) => one.round === round && one.visits.some((v) => v.visit === visit && v.counts === "late"));

const countsOf = ({ submitted }: Pick<VisitState, "submitted">): VisitCounts =>
  submitted === null ? "out" : submitted.late ? "late" : "inTime";

function visitFact(visit: VisitState): VisitFact {
  const { plan, submitted } = visit;
  return {
    visit: plan.id,
    place: plan.place,
    mode: plan.mode,
    reason: plan.reason,
    status: statusOf(visit),
    counts: countsOf(visit),
    asked: plan.lines.length,
    materials: plan.materials,
    materialsBefore: plan.burden.materials,
    checksBefore: plan.burden.checks,
    submittedRow: submitted?.row ?? null,
    submittedOn: submitted?.on ?? null,
  };
}

function lineFacts(
  visit: VisitState,
  checklists: Checklists,
  plan: Pick<PlanText, "tasks">,
  { offsetMinutes }: Pick<RuleSet, "offsetMinutes">,
): LineFact[] {
  const submitted = countsOf(visit) === "inTime" ? visit.submitted : null;
  const { place } = visit.plan;
  return visit.plan.lines.map((key): LineFact => {
    const line = lineOf(checklists, key);
    if (!line)
      throw new Error(`${visit.plan.id} asks ${key}, which version ${visit.checklist} of the checklists lacks`);
    const base = { visit: visit.plan.id, line: key, task: line.task, place, unit: owingUnit(line, place, plan) };
    const checked = submitted?.lines.find((one) => one.line === key);
    const filed = checked && visit.filed.find((one) => one.row === checked.row && one.line === key);
    if (!checked || !filed) return { ...base, ...UNCHECKED };
    const { answer } = filed;
    return {
      ...base,
      grade: visit.regraded[key] ?? checked.grade,
      filedGrade: checked.grade,
      text: answer.text,
      cause: answer.cause ?? null,
      severity: answer.grade === "fail" ? (answer.severity ?? line.severity) : null,
      highlight: answer.highlight?.trim() ? answer.highlight.trim() : null,
      contradicts: answer.contradicts === true,
      row: checked.row,
      checkedOn: submitted?.on ?? dateAt(filed.receivedAt, offsetMinutes),
      photos: photoFacts(filed),
      takenAlongAt: visit.taken.find(({ person }) => person === filed.person)?.at ?? null,
    };
  });
}

const UNCHECKED = {
  grade: null,
  filedGrade: null,
  text: "",
  cause: null,
  severity: null,
  highlight: null,
  contradicts: false,
  row: null,
  checkedOn: null,
  photos: [],
  takenAlongAt: null,
} as const;

const photoFacts = ({ answer, clock }: FiledRow): PhotoFact[] =>
  answer.photos.map(({ sha256, takenAt, source }) => ({
    sha256,
    takenAt: takenAt === null ? null : takenAt - clock.offset,
    source,
  }));

const objectionFacts = ({ plan, objections }: VisitState): ObjectionFact[] =>
  objections.map(({ no, lines, unit, on, decision }) => ({
    visit: plan.id,
    no,
    lines,
    unit,
    on,
    state: decision === null ? "waiting" : decision.granted ? "granted" : "refused",
    reason: decision?.reason ?? null,
  }));
