/** What of an order on the whole plan is refused, and why: asked before anything of it is recorded. */
import type { Refusal } from "../items/commands.js";
import { malformedEvent } from "../ledger/codec.js";
import type { Actor } from "../ledger/record.js";
import { type Delegation, overlapping } from "../people/delegations.js";
import { dateAt, dayNumber } from "../plan/plan-date.js";
import { hasCalendar, hasPolicy, newestChecklists, policyOf, type RuleSet } from "../plan/rule-set.js";
import { isNote, isOrderKind, type OrderCommand, type PlanOrder } from "./orders.js";

/** `id`: the key of the order that began it. */
export type Substitution = Pick<Delegation, "id" | "post" | "principal" | "from" | "until" | "awaitsConsent">;

/** What of the plan's state orders are refused by. */
interface OrderedState {
  readonly policy: number;
  readonly calendar: number;
  readonly substitutions: readonly Substitution[];
}

/** Whoever sends an order may be of a newer release: what could not be read again is refused, never recorded. */
export function malformedRefusal({ order }: OrderCommand): Refusal | null {
  const fault = malformedEvent({ type: "orderGiven", payload: { order, streams: [] } });
  return fault === null ? null : { code: "badValue", reason: fault };
}

export function refusalOf(
  { actor, order }: OrderCommand,
  state: Pick<OrderedState, "calendar" | "policy">,
  ruleSet: RuleSet,
): Refusal | null {
  // Whoever sends it may be of a newer release: what is not known here is refused.
  if (!isOrderKind(order.kind)) return { code: "badValue", reason: `there is no order ${String(order.kind)}` };
  const { office } = ruleSet.bodies;
  if (actor.unit !== office && (!isNote(order) || order.kind === "changeDocuments" || order.kind === "openRound"))
    return { code: "notYours", reason: `orders on the whole plan are given by unit ${office}, not ${actor.unit}` };
  switch (order.kind) {
    case "suspendArea":
    case "resumeArea":
      if (order.townships.length + order.villages.length === 0)
        return { code: "badValue", reason: "the order names no township and no village" };
      return order.kind === "suspendArea" ? badDay(order.until, "the planned end") : null;
    case "changeReading":
      return badDay(order.deadline, "the new reading");
    case "handOver":
      return order.from === order.to ? { code: "badValue", reason: `both units are ${order.from}` } : null;
    case "adoptPolicy":
      return hasPolicy(ruleSet, order.version)
        ? null
        : { code: "badValue", reason: `there is no policy version ${order.version}: load it into the plan first` };
    case "handOverPost":
      return order.reason.trim() === "" ? { code: "badValue", reason: "a handover needs its reason" } : null;
    case "adoptCalendar":
      return badCalendar(order.version, state, ruleSet);
    case "registerItems":
      return badRegistration(order, ruleSet);
    case "openRound":
      return badSpecialRound(order, state, ruleSet);
    case "changeDocuments":
      return order.documents.length > 0 ? null : { code: "badValue", reason: "the order names no document" };
    case "delegate":
    case "confirmDelegation":
    case "endDelegation":
    case "logVisit":
      return null;
  }
}

/** A round needs a policy that says how it is held, checklists, and a place that there is. */
function badSpecialRound(
  { from, to, villages, reason }: Extract<PlanOrder, { kind: "openRound" }>,
  state: Pick<OrderedState, "policy">,
  ruleSet: RuleSet,
): Refusal | null {
  const wrong = badDay(from, "the first day") ?? badDay(to, "the last day");
  if (wrong) return wrong;
  if (!policyOf(ruleSet, state.policy).inspections || newestChecklists(ruleSet) === null)
    return { code: "badValue", reason: "the plan has no rules of inspections, or no checklists: load them first" };
  if (villages.length === 0) return { code: "badValue", reason: "the round names no village" };
  const known = new Set(ruleSet.documents?.roster.villages.map(({ id }) => id));
  const unknown = villages.find((id) => !known.has(id));
  if (unknown !== undefined) return { code: "badValue", reason: `there is no village ${unknown}` };
  if (to < from) return { code: "badDate", reason: `the last day ${to} must not lie before ${from}` };
  return reason.trim() === "" ? { code: "badValue", reason: "a special round needs its reason" } : null;
}

/** What can never be registered. What came too late for an item (its deadline) its stream refuses, and the order stands. */
function badRegistration(
  { items, reason }: Extract<PlanOrder, { kind: "registerItems" }>,
  ruleSet: RuleSet,
): Refusal | null {
  if (items.length === 0) return { code: "badValue", reason: "the order names no item" };
  if (reason.trim() === "") return { code: "badValue", reason: "a registration needs its reason" };
  const ids = new Set<string>();
  for (const { id, deadline, policy } of items) {
    if (ids.has(id)) return { code: "badValue", reason: `item ${id} is named twice` };
    ids.add(id);
    const wrong = badDay(deadline, `the deadline of ${id}`);
    if (wrong) return wrong;
    if (!hasPolicy(ruleSet, policy))
      return {
        code: "badValue",
        reason: `there is no policy version ${policy} for ${id}: load it into the plan first`,
      };
  }
  return null;
}

/** Who may say what the plan notes for itself is checked where the roster is; here that it makes sense, and is one's own. */
export function noteRefusal(
  { actor, order }: OrderCommand,
  { substitutions }: Pick<OrderedState, "substitutions">,
  now: number,
  ruleSet: RuleSet,
): Refusal | null {
  const today = dateAt(now, ruleSet.offsetMinutes);
  switch (order.kind) {
    case "delegate": {
      const { post, principal, substitute, from, until } = order;
      const wrong = badDay(from, "the first day") ?? badDay(until, "the last day");
      if (wrong) return wrong;
      if (until < from || until < today)
        return { code: "badDate", reason: `the last day ${until} must not lie before ${from < today ? today : from}` };
      if (substitute === principal)
        return { code: "badValue", reason: `${substitute} holds ${post}: nobody substitutes for themselves` };
      if (substitute === actor.person)
        return { code: "badValue", reason: `${substitute} gives the order: nobody names themselves` };
      const other = overlapping(substitutions, order);
      if (other)
        return {
          code: "badValue",
          reason: `post ${post} has a substitute from ${other.from} to ${other.until}: one at a time; end that first`,
        };
      return onlyOwnPost(actor, post, ruleSet);
    }
    case "confirmDelegation": {
      const waiting = substitutions.find(({ id }) => id === order.delegation);
      if (!waiting?.awaitsConsent || waiting.post !== order.post)
        return { code: "nothingPending", reason: "no such substitution waits for its holder's consent" };
      return waiting.principal === actor.person && isOwnPost(actor, order.post)
        ? null
        : { code: "notYours", reason: `a substitution for post ${order.post} is confirmed by its holder in person` };
    }
    case "endDelegation":
      return onlyOwnPost(actor, order.post, ruleSet);
    case "logVisit":
      return (
        badDay(order.on, "the day") ??
        (order.on > today ? { code: "badDate", reason: `${order.on} lies ahead: what was done is logged` } : null)
      );
    default:
      return null;
  }
}

/** Of a post of one's own, not acted in for somebody else. */
const isOwnPost = (actor: Actor, post: string): boolean =>
  actor.post === post &&
  actor.substituteFor === undefined &&
  actor.inPlaceOf === undefined &&
  actor.onBehalfOf === undefined;

/** A post's holder names the substitute, or the office does; never a substitute another. */
function onlyOwnPost(actor: Actor, post: string, ruleSet: RuleSet): Refusal | null {
  if (actor.unit === ruleSet.bodies.office && actor.post !== post) return null;
  return isOwnPost(actor, post)
    ? null
    : {
        code: "notYours",
        reason: `a substitute for post ${post} is named by its holder or by unit ${ruleSet.bodies.office}`,
      };
}

function badDay(date: string, what: string): Refusal | null {
  try {
    dayNumber(date);
    return null;
  } catch {
    return { code: "badDate", reason: `${what} is not a date (YYYY-MM-DD): ${date}` };
  }
}

/** A calendar with fewer years than the present one would leave running ladders without days to count. */
function badCalendar(version: number, state: Pick<OrderedState, "calendar">, ruleSet: RuleSet): Refusal | null {
  if (!hasCalendar(ruleSet, version))
    return { code: "badValue", reason: `there is no calendar version ${version}: load it into the plan first` };
  const years = (of: number): number[] => (ruleSet.calendars[String(of)]?.years ?? []).map((entry) => entry.year);
  const missing = years(state.calendar).filter((year) => !years(version).includes(year));
  return missing.length === 0
    ? null
    : { code: "badValue", reason: `calendar version ${version} lacks ${missing.join(", ")}, which the plan runs by` };
}
