/** After a check is in: the conclusion on the spot, objections, the systemic item, the bulletin's steps. */
import type { ToldFinding } from "../ledger/inspection-events.js";
import { checklistsOf, calendarVersion } from "../plan/rule-set.js";
import { lineOf } from "../plan/checklists.js";
import { refuseRound as refuse, type RoundActOf, type RoundDecision, type RoundRefusal } from "./acts.js";
import { type At, isOfGroup, onlyOffice, today } from "./decide-scheme.js";
import { isRefusal, taskStreamOf, visitOf } from "./decide-filing.js";
import { findingItem } from "../plan/findings.js";
import { owingUnit } from "./lines.js";
import { inspectionPolicy } from "./round-rules.js";
import { involvedIn, isInvolved } from "./objections.js";
import { schemeOf } from "./round-state.js";
import type { ObjectionState, RoundState, VisitState } from "./round-types.js";

export function serveConclusion(state: RoundState, act: RoundActOf<"serveConclusion">, at: At): RoundDecision {
  const { visit: id, to, capacity } = act;
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  if (!isOfGroup(state, id, at.actor.person))
    return refuse("notYours", `${at.actor.person} is not in the group of ${id}`);
  if (!visit.submitted) return refuse("incomplete", `${id} is not submitted: there is no conclusion yet`);
  if (visit.conclusion) return refuse("illegalStep", `the conclusion of ${id} was served on ${visit.conclusion.on}`);
  if (to.trim() === "") return refuse("badValue", "a conclusion is served on somebody");
  const { objectionDays } = inspectionPolicy(state, at.ruleSet);
  const objectUntil = calendarVersion(at.ruleSet, state.calendar).addWorkingDays(today(at), objectionDays);
  return [{ type: "conclusionServed", payload: { visit: id, to, capacity, objectUntil } }];
}

export function remarkConclusion(state: RoundState, act: RoundActOf<"remarkConclusion">, at: At): RoundDecision {
  const visit = visitOf(state, act.visit);
  if (isRefusal(visit)) return visit;
  if (!visit.conclusion) return refuse("illegalStep", `the conclusion of ${act.visit} was not served yet`);
  if (!isOfGroup(state, act.visit, at.actor.person) && !isInspected(visit, at, []))
    return refuse("notYours", `a remark on ${act.visit} is noted by its group, or made by the inspected`);
  if (act.text.trim() === "" || act.by.trim() === "") return refuse("badValue", "a remark says something, by somebody");
  return [{ type: "conclusionRemarked", payload: { visit: act.visit, by: act.by, text: act.text } }];
}

/** Whether somebody speaks for whom a visit is about: the unit, the village's township, whoever owes one of the lines. */
function isInspected({ plan, checklist }: VisitState, { actor, ruleSet }: At, lines: readonly string[]): boolean {
  const parties = [plan.place.kind === "unit" ? plan.place.id : plan.place.township];
  const { documents } = ruleSet;
  for (const key of lines) {
    const line = lineOf(checklistsOf(ruleSet, checklist), key);
    if (line && documents) parties.push(owingUnit(line, plan.place, documents.plan) ?? undefined);
  }
  return parties.includes(actor.unit);
}

export function fileObjection(state: RoundState, act: RoundActOf<"fileObjection">, at: At): RoundDecision {
  const { visit: id, lines, text } = act;
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  if (!visit.conclusion) return refuse("illegalStep", `the conclusion of ${id} was not served yet`);
  if (today(at) > visit.conclusion.objectUntil)
    return refuse("badDate", `objections to ${id} were to be made by ${visit.conclusion.objectUntil}`);
  const checked = new Set(visit.submitted?.lines.map(({ line }) => line));
  if (lines.length === 0 || lines.some((line) => !checked.has(line)) || text.trim() === "")
    return refuse("badValue", "an objection names lines of the visit and says why");
  if (!isInspected(visit, at, lines))
    return refuse("notYours", `an objection to ${id} is the inspected unit's or township's`);
  const no = visit.objections.length + 1;
  const { objectionDays, decideWithin = objectionDays } = inspectionPolicy(state, at.ruleSet);
  const decideBy = calendarVersion(at.ruleSet, state.calendar).addWorkingDays(today(at), decideWithin);
  return [{ type: "objectionFiled", payload: { visit: id, no, lines, text, unit: at.actor.unit, decideBy } }];
}

export function decideObjection(state: RoundState, act: RoundActOf<"decideObjection">, at: At): RoundDecision {
  const { visit: id, no, granted, reason, grades } = act;
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  const objection = visit.objections.find((one) => one.no === no);
  if (!objection || objection.decision) return refuse("nothingPending", `${id} has no objection ${no} that waits`);
  const refusal = mayDecide(state, visit, objection, at);
  if (refusal) return refusal;
  if (reason.trim() === "") return refuse("badValue", "this needs its reason");
  const named = Object.keys(grades);
  const sound = granted
    ? named.length > 0 && named.every((line) => objection.lines.includes(line))
    : named.length === 0;
  if (!sound)
    return refuse("badValue", "a granted objection gives grades to lines that it was about; a refused one gives none");
  const withdrawn = named.flatMap((line) => withdrawnOf(visit, line, grades[line] !== "fail"));
  return [{ type: "objectionDecided", payload: { visit: id, no, granted, reason, grades, withdrawn } }];
}

/** Other people decide than those who inspected, and than those who object. */
function mayDecide(
  state: RoundState,
  visit: VisitState,
  objection: ObjectionState,
  { actor, ruleSet }: At,
): RoundRefusal | null {
  const { office, supervisionOffice } = ruleSet.bodies;
  if (actor.unit !== office && actor.unit !== supervisionOffice)
    return refuse("notYours", `objections are decided by unit ${office} or ${supervisionOffice}, not ${actor.unit}`);
  return isInvolved(actor, involvedIn(state, visit, objection))
    ? refuse(
        "ownWork",
        `${actor.person} inspected ${visit.plan.id} or stands behind the objection: somebody else decides it`,
      )
    : null;
}

/** What was found by a line that fails no longer. */
function withdrawnOf(visit: VisitState, line: string, passes: boolean): { to: string; item: string; row: number }[] {
  const checked = visit.submitted?.lines.find((one) => one.line === line);
  const filed = visit.filed.find((one) => one.row === checked?.row && one.line === line);
  const cause = filed?.answer.cause;
  if (!passes || filed === undefined || cause === undefined) return [];
  const told = visit.submitted?.told.find((one) => one.line === line);
  return told === undefined
    ? []
    : [{ to: told.to, item: findingItem(line, cause, visit.plan.place.id), row: filed.row }];
}

export function decideSystemic(state: RoundState, act: RoundActOf<"decideSystemic">, at: At): RoundDecision {
  const { line: key, cause, accepted, villages, reason } = act;
  const refusal = onlyOffice(at, "deciding on a systemic item");
  if (refusal) return refusal;
  if (state.systemic.some((one) => one.line === key && one.cause === cause))
    return refuse("illegalStep", `${key} with cause ${cause} was decided in this round`);
  const { documents } = at.ruleSet;
  const line = lineOf(checklistsOf(at.ruleSet, schemeOf(state).checklist), key);
  if (!line || !documents || !line.causes.includes(cause))
    return refuse("badValue", `there is no line ${key} with cause ${cause}`);
  if (villages.length < inspectionPolicy(state, at.ruleSet).systemicFrom)
    return refuse(
      "badValue",
      `a systemic item links at least ${inspectionPolicy(state, at.ruleSet).systemicFrom} villages`,
    );
  if (reason.trim() === "") return refuse("badValue", "this needs its reason");
  const lead = documents.plan.tasks.find(({ no }) => no === line.task)?.leadUnits[0] ?? at.ruleSet.bodies.office;
  const told: ToldFinding = {
    to: taskStreamOf(state, line.task, undefined),
    place: { kind: "unit", id: "county" },
    task: line.task,
    line: key,
    cause,
    severity: line.severity,
    text: reason,
    photos: [],
    contradicts: false,
    row: 0,
    unit: lead,
    leadUnit: lead,
    policy: state.policy,
    systemic: villages,
  };
  return [
    {
      type: "systemicDecided",
      payload: { line: key, cause, accepted, reason, villages, told: accepted ? told : null },
    },
  ];
}
