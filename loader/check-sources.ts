/** The documents of a plan against their formats, themselves and one another. What is wrong is reported to their sources. */
import type { DocumentKind, PlanBundle } from "../domain/plan/bundle.js";
import { assembleCalendar, assemblePlan, assemblePolicy, assembleRoster } from "./assemble.js";
import { calendarFile } from "./calendar-schema.js";
import { checkCalendar, checkSpan } from "./check-calendar.js";
import { checkIssuers } from "./check-issuers.js";
import { checkPlan, checkTargets, checkVillageFlags } from "./check-plan.js";
import { checkPolicy } from "./check-policy.js";
import { checkRoster } from "./check-roster.js";
import { planFile } from "./plan-schema.js";
import { policyFile } from "./policy-schema.js";
import { rosterIds } from "./roster-ids.js";
import { rosterFile } from "./roster-schema.js";
import { shapeOf, valueAt } from "./shape.js";
import type { Source } from "./source.js";

/** A plan's documents, wherever they came from. */
export type Sources = Readonly<Record<DocumentKind, Source>>;

/** Every check that the documents allow. One that cannot be read at all leaves out only the checks that need it. */
export function checkSources({
  plan: planSource,
  roster: rosterSource,
  policy: policySource,
  calendar: calendarSource,
}: Sources): PlanBundle | undefined {
  const plan = shapeOf(planSource, planFile);
  const roster = shapeOf(rosterSource, rosterFile);
  const policy = shapeOf(policySource, policyFile);
  const calendar = shapeOf(calendarSource, calendarFile);
  const ids = rosterIds(rosterSource);
  const start = valueAt(planSource.value, ["start"]);

  if (plan) checkPlan(plan.value, planSource, ids);
  if (roster && ids)
    checkRoster(roster.value, rosterSource, ids, plan && typeof start === "string" ? start : undefined);
  if (policy) checkPolicy(policy.value, policySource);
  if (calendar) checkCalendar(calendar.value, calendarSource);
  if (!plan || !roster || !policy || !calendar) return undefined;

  const bundle: PlanBundle = {
    plan: assemblePlan(plan.value),
    roster: assembleRoster(roster.value),
    policy: assemblePolicy(policy.value),
    calendar: assembleCalendar(calendar.value),
  };
  if (roster.complete && plan.complete) {
    checkTargets(bundle, planSource);
    checkVillageFlags(bundle, rosterSource);
  }
  if (roster.complete && policy.complete) checkIssuers(bundle, policySource, rosterSource);
  // A year left out for another fault would be called missing; the rest of the span needs sound entries too.
  if (calendar.complete) checkSpan(bundle, calendarSource, policySource);
  return bundle;
}
