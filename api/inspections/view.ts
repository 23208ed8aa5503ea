/** Rounds and visits as requests read them: by name, and as far as the caller's reach goes. */
import { pressedSince } from "../../domain/inspections/chase.js";
import { countsOf } from "../../domain/inspections/chase.js";
import { offeredOf } from "../../domain/inspections/receipt.js";
import { scopeFaults } from "../../domain/inspections/scope.js";
import { statusOf } from "../../domain/inspections/filed.js";
import { groupOf, schemeOf, uncoveredVisits } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import type { FiledRow } from "../../domain/inspections/types.js";
import { roundName } from "../../domain/inspections/round-name.js";
import { CHASED, type InspectionGroup, type VisitPlace } from "../../domain/ledger/inspection-events.js";
import type { z } from "zod";
import { instantText } from "../http/instants.js";
import { unitOf } from "../rights/actor.js";
import type { Caller } from "../rights/caller.js";
import { reachOfCapacities, seesAll } from "../rights/reach.js";
import type { PlanSight } from "../rights/sight.js";
import type { PlanView } from "../views/plan-view.js";
import type { filedRow } from "./filing-schemas.js";
import { conflictsOf, daysLeft, systemicOf } from "./round-parts.js";
import type * as schemas from "./schemas.js";

export function placeView(
  { kind, id, township }: VisitPlace,
  { names, today }: PlanView,
): z.input<typeof schemas.place> {
  const name = kind === "village" ? names.village(id).name : names.unit(id, today).name;
  return { kind, id, name, township: township === undefined ? null : names.township(township) };
}

export const groupView = (
  { id, leader, members }: InspectionGroup,
  { names, today }: PlanView,
): z.input<typeof schemas.group> => ({
  id,
  leader: names.person(leader),
  members: members.map(({ person, post, unit }) => ({
    person: names.person(person),
    post,
    unit: names.unitRef(unit, today),
  })),
});

/** Whether somebody inspects a visit: in its group, or having taken it along. */
export const inspects = (state: RoundState, { plan, taken }: VisitState, { person }: Caller): boolean =>
  person !== null &&
  (groupOf(state, plan.id)?.members.some((member) => member.person === person) === true ||
    taken.some((copy) => copy.person === person));

/**
 * What of a round somebody sees: all of it, who sees everything; else the visits that they inspect, and those to their own village,
 * township or unit once the scheme is approved.
 */
export function visitsWithin(state: RoundState, caller: Caller, sight: PlanSight, plan: PlanView): VisitState[] {
  const all = Object.values(state.visits);
  if (seesAll(caller)) return all;
  const units = new Set(reachOfCapacities(caller, plan).units);
  const isOwn = ({ place: { kind, id, township } }: VisitState["plan"]): boolean =>
    kind === "village"
      ? sight.villages?.has(id) === true || (township !== undefined && units.has(township))
      : units.has(id);
  return all.filter((visit) => inspects(state, visit, caller) || (state.status !== "draft" && isOwn(visit.plan)));
}

/** What the office may do to a round as it stands. */
const OFFICE: Readonly<Record<RoundState["status"], readonly string[]>> = {
  draft: ["scheme", "approve", "move", "skip", "groups", "checklist"],
  open: ["move", "skip", "groups", "checklist", "systemic"],
  closing: ["groups", "systemic"],
  closed: ["systemic"],
  skipped: [],
};

export const isOffice = ({ capacities }: Caller, { bundle }: PlanView): boolean =>
  capacities.some((capacity) => unitOf(capacity) === bundle.roster.bodies.office);

const isMade = ({ status }: RoundState): boolean => status === "draft" || status === "open" || status === "closing";

export function summaryView(state: RoundState, plan: PlanView) {
  const { from, to, visitsUntil, closesOn, checklist } = schemeOf(state);
  const visits = { planned: 0, takenAlong: 0, partlyFiled: 0, submitted: 0 };
  let objections = 0;
  for (const visit of Object.values(state.visits)) {
    visits[statusOf(visit)]++;
    objections += visit.objections.filter(({ decision }) => decision === null).length;
  }
  return {
    round: state.round,
    name: roundName(state.round),
    status: state.status,
    special: state.special,
    from,
    to,
    visitsUntil,
    closesOn,
    daysLeft: daysLeft(visitsUntil, plan),
    openedAt: instantText(state.openedAt, plan.ruleSet.offsetMinutes),
    checklist,
    bulletin: state.bulletin && `${state.bulletin.step}@${state.bulletin.version}`,
    visits,
    objections,
  };
}

export function roundView(
  state: RoundState,
  within: readonly VisitState[],
  caller: Caller,
  plan: PlanView,
): z.input<typeof schemas.round> {
  const { kind, title, basis, scope, visitsFrom, visits } = schemeOf(state);
  const seen = new Set(within.map((visit) => visit.plan.id));
  const groups = state.groups.filter(({ visits }) => visits.some((id) => seen.has(id)));
  return {
    ...summaryView(state, plan),
    kind,
    title,
    basis,
    scope,
    scopeFaults: scopeFaults(scope, visits),
    visitsFrom,
    seed: { seed: state.seed.seed, heads: [...state.seed.heads] },
    grades: { ...countsOf({ visits: Object.fromEntries(within.map((visit) => [visit.plan.id, visit])) }).grades },
    groups: groups.map((group) => groupView(group, plan)),
    plannedVisits: within.map((visit) => ({
      visit: visit.plan.id,
      place: placeView(visit.plan.place, plan),
      mode: visit.plan.mode,
      reason: visit.plan.reason,
      lines: [...visit.plan.lines],
      materials: visit.plan.materials,
      burden: { ...visit.plan.burden },
      status: statusOf(visit),
      group: groupOf(state, visit.plan.id)?.id ?? null,
    })),
    // Groups are set as long as checks are made; who goes where is the office's to mend.
    conflicts: isOffice(caller, plan) && isMade(state) ? conflictsOf(state, state.groups, plan) : null,
    systemic: isOffice(caller, plan) ? systemicOf(state, plan) : [],
    uncovered: uncoveredVisits(state).filter((id) => seen.has(id)),
    pressing: CHASED.flatMap((what) => {
      const since = pressedSince(state, what);
      return since === null ? [] : [{ what, since }];
    }),
    may: plan.head.ended || !isOffice(caller, plan) ? [] : [...OFFICE[state.status]],
  };
}

/** What another version of the checklists would ask of a visit that is out. */
export function offeredView(visit: VisitState): z.input<typeof schemas.offered> | null {
  const offered = offeredOf(visit);
  if (offered === null) return null;
  const { checklist, added, removed } = offered;
  return { checklist, added: added.map((one) => ({ ...one })), removed: removed.map((one) => ({ ...one })) };
}

export function filedView(row: FiledRow, { names, ruleSet }: PlanView): z.input<typeof filedRow> {
  const { line, revision, person, group, content, conflicting, reassigned, quarantined, late, clock } = row;
  return {
    line,
    revision,
    row: row.row,
    content,
    conflicting,
    reassigned,
    quarantined,
    late,
    clock,
    person: names.person(person),
    group,
    receivedAt: instantText(row.receivedAt, ruleSet.offsetMinutes),
    answer: { ...row.answer, photos: row.answer.photos.map((photo) => ({ ...photo })) } as z.input<
      typeof filedRow
    >["answer"],
  };
}
