/** A visit as its readers see it: who reads which lines, and what each may do to it. */
import type { z } from "zod";
import { groupRules } from "../../domain/inspections/decide-scheme.js";
import { groupFault } from "../../domain/inspections/groups.js";
import type { InspectionGroup } from "../../domain/ledger/inspection-events.js";
import { statusOf, visitLines } from "../../domain/inspections/filed.js";
import { groupOf, schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import { peopleOf } from "../../domain/ledger/record.js";
import { checklistsOf } from "../../domain/plan/rule-set.js";
import { actorOf, unitOf } from "../rights/actor.js";
import type { Caller } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import type { PlanView } from "../views/plan-view.js";
import type { RoundCall } from "./act.js";
import type { visitDetail } from "./filing-schemas.js";
import { daysLeft } from "./round-parts.js";
import { inspectedUnit, lineIn, owesLine, partiesOf } from "./parties.js";
import { filedView, groupView, inspects, isOffice, offeredView, placeView } from "./view.js";

/** `filed`: also what did not stand; `lines`: those alone; null: all. */
interface Seen {
  readonly filed: boolean;
  readonly lines: ReadonlySet<string> | null;
}

const unitsOf = ({ capacities }: Caller): Set<string> => new Set(capacities.map(unitOf));

/** Lines that the caller's units owe. */
const owed = ({ caller, plan }: Pick<RoundCall, "caller" | "plan">, visit: VisitState): string[] => {
  const units = unitsOf(caller);
  return visit.plan.lines.filter((key) => units.has(owesLine(visit, key, plan) ?? ""));
};

/** What of a visit the caller reads; null: nothing of it. `isWithin`: their village, township or unit. */
export function visitSeen(
  call: Pick<RoundCall, "caller" | "plan">,
  state: RoundState,
  visit: VisitState,
  isWithin: boolean,
): Seen | null {
  // What did not stand is between the inspectors and those who look over their work.
  if (inspects(state, visit, call.caller) || seesAll(call.caller)) return { filed: true, lines: null };
  if (!visit.submitted) return null;
  if (isWithin) return { filed: false, lines: null };
  const lines = owed(call, visit);
  return lines.length === 0 ? null : { filed: false, lines: new Set(lines) };
}

/** Whether a photo may be looked at: by whoever reads some lines only, where what stands for one of these shows it. */
export function showsPhoto(visit: VisitState, { lines }: Seen, sha256: string): boolean {
  if (lines === null) return true;
  const shown = visitLines(visit).flatMap(({ line, standing }) =>
    lines.has(line) ? (standing?.answer.photos ?? []) : [],
  );
  return shown.some((photo) => photo.sha256 === sha256);
}

export function visitView(
  { plan, caller }: Pick<RoundCall, "plan" | "caller">,
  state: RoundState,
  visit: VisitState,
  seen: Seen,
): z.input<typeof visitDetail> {
  const { names, today } = plan;
  const { place, mode, id } = visit.plan;
  const group = groupOf(state, id);
  const { submitted, conclusion } = visit;
  const isSeen = (line: string): boolean => seen.lines === null || seen.lines.has(line);
  return {
    round: state.round,
    visit: id,
    place: placeView(place, plan),
    mode,
    status: statusOf(visit),
    group: group ? groupView(group, plan) : null,
    lines: visitLines(visit)
      .filter(({ line }) => isSeen(line))
      .map(({ line, disputed, standing, filed }) => ({
        line,
        task: lineIn(visit, line, plan)?.task ?? 0,
        text: lineIn(visit, line, plan)?.text ?? line,
        disputed,
        standing: standing && filedView(standing, plan),
        filed: seen.filed ? filed.map((row) => filedView(row, plan)) : [],
      })),
    submitted: submitted && {
      row: submitted.row,
      on: submitted.on,
      by: names.person(submitted.by),
      late: submitted.late,
    },
    checklist: visit.checklist,
    offered: offeredView(visit),
    regraded: Object.fromEntries(Object.entries(visit.regraded).filter(([line]) => isSeen(line))),
    causes: causesOf(visit, plan),
    conclusion: conclusion && {
      ...conclusion,
      by: names.person(conclusion.by),
      daysLeft: daysLeft(conclusion.objectUntil, plan),
    },
    remarks: seen.lines === null ? remarksView(visit, plan) : [],
    objections: visit.objections
      .filter(({ lines }) => lines.some(isSeen))
      .map(({ no, lines, text, unit, on, decideBy, decision }) => ({
        no,
        lines: [...lines],
        text,
        unit: names.unitRef(unit, today),
        on,
        decideBy,
        decision: decision && { ...decision, by: names.person(decision.by), grades: { ...decision.grades } },
      })),
    may: plan.head.ended ? [] : mayDo(state, visit, caller, plan),
    handOverTo: plan.head.ended ? [] : othersFor(state, visit, caller, plan).map((other) => groupView(other, plan)),
  };
}

/** Groups that a visit could be given to by the caller: its 组长, or the office. */
function othersFor(state: RoundState, visit: VisitState, caller: Caller, plan: PlanView): InspectionGroup[] {
  const group = groupOf(state, visit.plan.id);
  const runs = state.status === "draft" || state.status === "open" || state.status === "closing";
  if (!runs || visit.submitted || !(group?.leader === caller.person || isOffice(caller, plan))) return [];
  const { delegations, ruleSet } = plan;
  const rules = groupRules(state, { facts: { delegations, stored: {} }, ruleSet });
  return state.groups.filter((one) => one !== group && groupFault(one, visit.plan, rules) === null);
}

/** What the inspected said to a visit's conclusion. */
export const remarksView = (
  { remarks }: Pick<VisitState, "remarks">,
  { names }: PlanView,
): z.input<typeof visitDetail>["remarks"] =>
  remarks.map(({ notedBy, ...remark }) => ({ ...remark, notedBy: names.person(notedBy) }));

/** Classes of cause that what was filed names. */
function causesOf({ checklist, filed }: VisitState, { ruleSet }: PlanView): { id: string; title: string }[] {
  const named = new Set(filed.flatMap(({ answer: { cause } }) => cause ?? []));
  const { causes } = checklistsOf(ruleSet, checklist);
  return causes.filter(({ id }) => named.has(id)).map(({ id, title }) => ({ id, title }));
}

/** What somebody may do to a visit as it stands: as the rules would have it, without asking the ledger. */
export function mayDo(state: RoundState, visit: VisitState, caller: Caller, plan: PlanView): string[] {
  const { person } = caller;
  const { conclusion, submitted } = visit;
  const group = groupOf(state, visit.plan.id);
  const isMember = group?.members.some((member) => member.person === person) === true;
  const runs = state.status === "open" || state.status === "closing" || state.status === "closed";
  const isOut = inspects(state, visit, caller) && runs && !submitted;
  const units = unitsOf(caller);
  const isParty = partiesOf(visit, visit.plan.lines, plan).some((unit) => unit !== undefined && units.has(unit));
  return [
    ...(isMember && state.status === "open" && plan.today <= schemeOf(state).visitsUntil && !submitted
      ? ["takeAlong"]
      : []),
    ...(isOut ? ["file", "submit"] : []),
    ...(isOut && group?.leader === person ? ["decideLine"] : []),
    ...(isMember && submitted && !conclusion ? ["conclude"] : []),
    ...(conclusion && (isMember || units.has(inspectedUnit(visit) ?? "")) ? ["remark"] : []),
    ...(conclusion && plan.today <= conclusion.objectUntil && isParty && !isMember ? ["object"] : []),
    ...(mayDecide(visit, isMember, caller, plan) ? ["decideObjection"] : []),
  ];
}

/** Some objection waits that the caller did not cause: they neither inspected nor stand behind it. */
function mayDecide(
  { objections, filed }: VisitState,
  isMember: boolean,
  caller: Caller,
  { bundle }: PlanView,
): boolean {
  const { office, supervisionOffice } = bundle.roster.bodies;
  const deciding = caller.capacities.filter((one) => [office, supervisionOffice].includes(unitOf(one)));
  if (isMember || deciding.length === 0 || filed.some(({ person }) => person === caller.person)) return false;
  const people = new Set(deciding.flatMap((one) => peopleOf(actorOf(one, caller))));
  return objections.some(({ decision, by }) => decision === null && !by.some((one) => people.has(one)));
}
