/** A round as its rows leave it, as facts. */
import { statusOf } from "../inspections/filed.js";
import { owingUnit } from "../inspections/lines.js";
import { schemeOf } from "../inspections/round-state.js";
import type { RoundState, VisitState } from "../inspections/round-types.js";
import type { FiledRow } from "../inspections/types.js";
import { type Checklists, lineOf } from "../plan/checklists.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanText } from "../plan/plan.js";
import { checklistsOf, type RuleSet } from "../plan/rule-set.js";
import type { LineFact, ObjectionFact, PhotoFact, RoundRecord, VisitCounts, VisitFact } from "./facts.js";

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
