/** The office's acts on a round before and while it runs: its scheme, its days, its checklists, its groups. */
import type { Actor } from "../ledger/record.js";
import type { PlannedVisit, Scheme, VersionLine } from "../ledger/inspection-events.js";
import { type Checklists, lineOf } from "../plan/checklists.js";
import { calendarVersion, checklistsOf, type RuleSet } from "../plan/rule-set.js";
import { dateAt, dayNumber } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import {
  type DecidingFacts,
  refuseRound as refuse,
  type RoundActOf,
  type RoundDecision,
  type RoundRefusal,
} from "./acts.js";
import { groupFault, groupFaults, type GroupRules } from "./groups.js";
import { materialsOf } from "./lines.js";
import { inspectionPolicy } from "./round-rules.js";
import { groupOf, schemeOf } from "./round-state.js";
import type { RoundState, VisitState } from "./round-types.js";
import { statusOf } from "./filed.js";
import { scopeAfter } from "./scope.js";

export interface At {
  readonly now: number;
  readonly ruleSet: RuleSet;
  readonly facts: DecidingFacts;
  readonly actor: Actor;
}

export function onlyOffice({ actor, ruleSet }: At, what: string): RoundRefusal | null {
  const { office } = ruleSet.bodies;
  return actor.unit === office ? null : refuse("notYours", `${what} is for unit ${office}, not ${actor.unit}`);
}

export const today = ({ now, ruleSet }: Pick<At, "now" | "ruleSet">): PlanDate => dateAt(now, ruleSet.offsetMinutes);

const needsReason = (reason: string): RoundRefusal | null =>
  reason.trim() === "" ? refuse("badValue", "this needs its reason") : null;

const notIn = (state: RoundState, step: string): RoundRefusal =>
  refuse("illegalStep", `${state.stream} is ${state.status}: ${step} is not the next step`);

/** What groups of a round are judged by. */
export function groupRules(state: RoundState, { facts, ruleSet }: Pick<At, "facts" | "ruleSet">): GroupRules {
  const { documents } = ruleSet;
  if (!documents) throw new Error("rounds are decided by the plan's documents: load them into the rule set");
  const { visitsFrom, visitsUntil, checklist } = schemeOf(state);
  return {
    plan: documents.plan,
    roster: documents.roster,
    checklists: checklistsOf(ruleSet, checklist),
    delegations: facts.delegations,
    day: visitsFrom,
    until: visitsUntil,
    size: inspectionPolicy(state, ruleSet).groupSize,
  };
}

export function editScheme(state: RoundState, act: RoundActOf<"editScheme">, at: At): RoundDecision {
  const refusal = onlyOffice(at, "editing a scheme") ?? needsReason(act.reason);
  if (refusal) return refusal;
  if (state.status !== "draft") return notIn(state, "editing the scheme");
  const scheme = schemeOf(state);
  const { visit = [], unvisit = [] } = act;
  const villages = scheme.visits.filter(({ place }) => place.kind === "village");
  const unknown = [...visit, ...unvisit].find((id) => !villages.some(({ place }) => place.id === id));
  if (unknown !== undefined) return refuse("badValue", `there is no village ${unknown} in the round`);
  const drawn = unvisit.find((id) => villages.some(({ place, reason }) => place.id === id && reason !== "added"));
  if (drawn !== undefined)
    return refuse("badValue", `village ${drawn} was drawn, not added by the office: nobody picks the sample`);
  const lines = linesOfVisits(scheme.visits);
  const materials = materialsOf(lines, checklistsOf(at.ruleSet, scheme.checklist));
  const visits = scheme.visits.map((one): PlannedVisit => {
    const { place, mode } = one;
    if (place.kind !== "village") return one;
    if (unvisit.includes(place.id)) return state.drafted.find(({ id }) => id === one.id) ?? one;
    if (mode !== "desk" || !visit.includes(place.id)) return one;
    return {
      ...one,
      mode: "visit",
      reason: "added",
      ...(lines.length > one.lines.length ? { lines, materials } : {}),
    };
  });
  const scope = scopeAfter(act.scope ?? scheme.scope, scheme.visits, visits);
  const edited: Scheme = { ...scheme, basis: act.basis ?? scheme.basis, scope, visits };
  return [{ type: "schemeEdited", payload: { scheme: edited, reason: act.reason } }];
}

/** What a village is asked that is visited: the lines of the visit with the most. */
const linesOfVisits = (visits: readonly PlannedVisit[]): readonly string[] =>
  visits
    .filter(({ mode }) => mode === "visit")
    .reduce<readonly string[]>((most, { lines }) => (lines.length > most.length ? lines : most), []);

export function approveScheme(state: RoundState, act: RoundActOf<"approveScheme">, at: At): RoundDecision {
  const refusal = onlyOffice(at, "approving a scheme");
  if (refusal) return refusal;
  if (state.status !== "draft") return notIn(state, "approving the scheme");
  const { visitsUntil } = schemeOf(state);
  if (visitsUntil < today(at))
    return refuse("badDate", `the visits end on ${visitsUntil}, which is past: move the round or skip it`);
  return [{ type: "schemeApproved", payload: { text: act.text } }];
}

export function moveRound(state: RoundState, act: RoundActOf<"moveRound">, at: At): RoundDecision {
  const { visitsFrom, visitsUntil, reason } = act;
  const refusal = onlyOffice(at, "moving a round") ?? needsReason(reason) ?? badDay(visitsFrom) ?? badDay(visitsUntil);
  if (refusal) return refusal;
  if (state.status !== "draft" && state.status !== "open") return notIn(state, "moving it");
  if (visitsUntil < visitsFrom || visitsUntil < today(at))
    return refuse("badDate", `the last day ${visitsUntil} must not lie before ${visitsFrom} nor before today`);
  const calendar = calendarVersion(at.ruleSet, state.calendar);
  const closesOn = calendar.addWorkingDays(visitsUntil, inspectionPolicy(state, at.ruleSet).closingDays);
  return [{ type: "roundMoved", payload: { visitsFrom, visitsUntil, closesOn, reason } }];
}

function badDay(day: string): RoundRefusal | null {
  try {
    dayNumber(day);
    return null;
  } catch {
    return refuse("badDate", `${day} is no date (YYYY-MM-DD)`);
  }
}

export function skipRound(state: RoundState, act: RoundActOf<"skipRound">, at: At): RoundDecision {
  const refusal = onlyOffice(at, "skipping a round") ?? needsReason(act.reason);
  if (refusal) return refusal;
  const begun = Object.values(state.visits).some((visit) => statusOf(visit) !== "planned");
  if (begun || (state.status !== "draft" && state.status !== "open"))
    return notIn(state, "skipping it, as it has begun,");
  return [{ type: "roundSkipped", payload: { reason: act.reason } }];
}

/** Another version for the visits that nobody has taken along: lines that are gone are dropped, new ones that their place is asked are added. */
export function adoptChecklist(state: RoundState, act: RoundActOf<"adoptChecklist">, at: At): RoundDecision {
  const { version, reason } = act;
  const refusal = onlyOffice(at, "adopting checklists") ?? needsReason(reason);
  if (refusal) return refusal;
  const from = schemeOf(state).checklist;
  if (at.ruleSet.checklists?.[String(version)] === undefined || version === from)
    return refuse("badValue", `there are no other checklists of version ${version}: load them into the plan first`);
  const { maxLines } = inspectionPolicy(state, at.ruleSet);
  const changed = Object.values(state.visits).map((visit) => ({
    status: statusOf(visit),
    ...versionChange(visit, checklistsOf(at.ruleSet, visit.checklist), checklistsOf(at.ruleSet, version), maxLines),
  }));
  const visits = changed.flatMap(({ status, out: _words, ...change }) =>
    status === "planned" && change.lines.length > 0 ? [change] : [],
  );
  const out = changed.flatMap(({ status, out: told }) =>
    status === "takenAlong" || status === "partlyFiled" ? [told] : [],
  );
  return [
    {
      type: "checklistAdopted",
      payload: { from, checklist: version, reason, visits, ...(out.length > 0 ? { out } : {}) },
    },
  ];
}

/** What another version of the checklists makes of a visit; `out`: the same in words, for whoever has it with them. */
function versionChange({ plan }: VisitState, before: Checklists, after: Checklists, maxLines: number) {
  const known = new Set(after.lines.map(({ key }) => key));
  const old = new Set(before.lines.map(({ key }) => key));
  const scope = plan.place.kind === "village" ? "visit" : "desk";
  const removed = plan.lines.filter((key) => !known.has(key));
  const kept = plan.lines.filter((key) => known.has(key));
  const wanted =
    plan.mode === "visit" || plan.place.kind === "unit"
      ? after.lines.filter((line) => !old.has(line.key) && line.scope === scope)
      : [];
  const added = wanted.map(({ key }) => key).slice(0, Math.max(0, maxLines - kept.length));
  const lines = [...kept, ...added];
  const said = (keys: readonly string[], of: Checklists): VersionLine[] =>
    keys.map((line) => ({ line, text: lineOf(of, line)?.text ?? line }));
  return {
    id: plan.id,
    lines,
    materials: materialsOf(lines, after),
    added,
    removed,
    out: { id: plan.id, added: said(added, after), removed: said(removed, before) },
  };
}

export function setGroups(state: RoundState, act: RoundActOf<"setGroups">, at: At): RoundDecision {
  const refusal = onlyOffice(at, "setting groups");
  if (refusal) return refusal;
  if (state.status !== "draft" && state.status !== "open" && state.status !== "closing")
    return notIn(state, "setting groups");
  const faults = groupFaults(
    act.groups,
    Object.values(state.visits).map(({ plan }) => plan),
    groupRules(state, at),
  );
  return faults.length > 0
    ? refuse("badValue", faults.slice(0, 5).join("; "))
    : [{ type: "groupsSet", payload: { groups: act.groups, reason: act.reason } }];
}

/**
 * A visit goes to another group that may inspect there, by the 组长 who has it or by the office. What was taken along before stays out:
 * its lines are accepted and marked.
 */
export function handOver(state: RoundState, act: RoundActOf<"handOver">, at: At): RoundDecision {
  const { visit: id, to, reason } = act;
  const visit = state.visits[id];
  if (!visit) return refuse("unknownItem", `${state.stream} has no visit ${id}`);
  const from = groupOf(state, id);
  if (from?.leader !== at.actor.person) {
    const refusal = onlyOffice(at, `handing over ${id}, which ${from?.leader ?? "nobody"} leads,`);
    if (refusal) return refusal;
  }
  if (state.status !== "draft" && state.status !== "open" && state.status !== "closing")
    return notIn(state, "handing a visit over");
  if (visit.submitted) return refuse("locked", `${id} is submitted and locked`);
  const refusal = needsReason(reason);
  if (refusal) return refusal;
  const group = state.groups.find((one) => one.id === to);
  if (!group || group === from) return refuse("badValue", `there is no other group ${to}`);
  const fault = groupFault(group, visit.plan, groupRules(state, at));
  if (fault !== null) return refuse("badValue", fault);
  const groups = state.groups.map((one) => ({
    ...one,
    visits: one === group ? [...one.visits, id] : one.visits.filter((own) => own !== id),
  }));
  return [{ type: "groupsSet", payload: { groups, reason } }];
}

/** Whether a person sits in the group of a visit. */
export const isOfGroup = (state: RoundState, visit: string, person: string): boolean =>
  groupOf(state, visit)?.members.some((member) => member.person === person) === true;
