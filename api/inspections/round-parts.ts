/** What of a round is worked out for whoever reads it: days left, conflicts in its groups, what is proposed as systemic. */
import { groupRules } from "../../domain/inspections/decide-scheme.js";
import { groupFaultWords } from "../../domain/inspections/group-words.js";
import { faultsOfGroups } from "../../domain/inspections/groups.js";
import { inspectionPolicy } from "../../domain/inspections/round-rules.js";
import { schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import type { InspectionGroup } from "../../domain/ledger/inspection-events.js";
import { calendarOf, CalendarYearMissing } from "../../domain/plan/calendar.js";
import { lineOf } from "../../domain/plan/checklists.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { addDays } from "../../domain/plan/plan-date.js";
import { checklistsOf } from "../../domain/plan/rule-set.js";
import type { Named, Words } from "../http/schema-parts.js";
import type { PlanView } from "../views/plan-view.js";

/** Working days until a day, today and it included; null: it has passed, or the calendar ends before it. */
export function daysLeft(until: PlanDate, { today, bundle }: PlanView): number | null {
  if (until < today) return null;
  try {
    return calendarOf(bundle.calendar).workingDaysBetween(addDays(today, -1), until);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** What keeps people of groups from inspecting where they are to go, in words. */
export function conflictsOf(state: RoundState, groups: readonly InspectionGroup[], plan: PlanView): Words[] {
  const { names, delegations, ruleSet, today } = plan;
  const { checklist } = schemeOf(state);
  const visits = Object.values(state.visits).map((visit) => visit.plan);
  const rules = groupRules(state, { facts: { delegations, stored: {} }, ruleSet });
  const visitName = (id: string): string => {
    const place = state.visits[id]?.plan.place;
    if (!place) return id;
    return place.kind === "village" ? names.village(place.id).name : names.unit(place.id, today).name;
  };
  return faultsOfGroups(groups, visits, rules).map((fault) =>
    groupFaultWords(fault, {
      person: (id) => names.person(id).name,
      visit: visitName,
      line: (key) => lineOf(checklistsOf(ruleSet, checklist), key)?.text ?? key,
    }),
  );
}

interface Proposal {
  readonly line: string;
  readonly text: string;
  readonly cause: string;
  readonly causeTitle: string;
  readonly villages: Named[];
}

/** Lines that failed of one cause in as many villages as the policy names, and that nobody has decided about. */
export function systemicOf(state: RoundState, { names, ruleSet }: PlanView): Proposal[] {
  const checklists = checklistsOf(ruleSet, schemeOf(state).checklist);
  const found = new Map<string, { readonly line: string; readonly cause: string; readonly villages: Named[] }>();
  for (const { plan, submitted, regraded, filed } of Object.values(state.visits)) {
    if (plan.place.kind !== "village") continue;
    for (const { line, row, grade } of submitted?.lines ?? []) {
      const cause = filed.find((one) => one.row === row && one.line === line)?.answer.cause;
      if ((regraded[line] ?? grade) !== "fail" || cause === undefined) continue;
      const known = found.get(`${line} ${cause}`) ?? { line, cause, villages: [] };
      known.villages.push(names.village(plan.place.id));
      found.set(`${line} ${cause}`, known);
    }
  }
  const { systemicFrom } = inspectionPolicy(state, ruleSet);
  const isDecided = (line: string, cause: string): boolean =>
    state.systemic.some((one) => one.line === line && one.cause === cause);
  return [...found.values()]
    .filter(({ line, cause, villages }) => villages.length >= systemicFrom && !isDecided(line, cause))
    .map(({ line, cause, villages }) => ({
      line,
      text: lineOf(checklists, line)?.text ?? line,
      cause,
      causeTitle: checklists.causes.find(({ id }) => id === cause)?.title ?? cause,
      villages,
    }));
}
