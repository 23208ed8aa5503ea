/**
 * 未按要求答复 may be said only of a letter that was delivered and has had its time (docs/decisions/0104): what a talk needs to know before
 * it is proposed.
 */
import { askedBy, asksOf } from "./asking.js";
import type { Context } from "../ladder/subject.js";
import type { ItemEventType } from "../ledger/events.js";
import type { NewRow } from "../ledger/record.js";
import type { PlanDate } from "../plan/plan.js";
import type { Rung } from "../plan/policy.js";
import { dateAt } from "../plan/plan-date.js";
import { recordOf } from "./item-events.js";
import type { ItemState } from "./work-item.js";

/** Whether an item's 督办函 waits to be answered, so that its delivery may come to matter. */
export const awaitsAnswer = ({ supervision, deadlineVersion }: ItemState): boolean =>
  supervision !== null &&
  supervision.version === deadlineVersion &&
  !supervision.answered &&
  supervision.deliveredOn === undefined;

/**
 * Before a rung that needs an unanswered letter: what is known of its delivery, once. Undefined where that is settled, or nothing can be
 * known. An undelivered letter is looked at again when the time to answer it would have passed, counted from today; one that was delivered late
 * has its time from that day.
 */
export function deliveryCheck(
  item: ItemState,
  rung: Rung,
  now: number,
  context: Context,
): NewRow<ItemEventType> | undefined {
  const { supervision } = item;
  const { deliveries } = context.ruleSet;
  if (rung.afterUnanswered === undefined || supervision === null || !awaitsAnswer(item)) return undefined;
  if (deliveries === undefined || !Object.hasOwn(deliveries, item.id)) return undefined;
  const deliveredOn = deliveries[item.id] ?? null;
  const today = dateAt(now, context.ruleSet.offsetMinutes);
  const until = timeFrom(deliveredOn ?? today, rung.afterUnanswered, item, context);
  if (until === null) return undefined;
  const { no: documentNo, replyBy } = supervision;
  const payload = {
    documentNo,
    ...(deliveredOn === null ? {} : { deliveredOn }),
    // Delivered in time: it had till the day that it names.
    until: deliveredOn !== null && deliveredOn <= supervision.on ? replyBy : until,
  };
  return recordOf(item, { type: "deliveryChecked", payload }, now, `delivery/${item.id}/${documentNo}/${today}`);
}

/** The working days that a letter gives for its answer, from a day on; null where no calendar has the day. */
function timeFrom(day: PlanDate, letter: string, item: ItemState, context: Context): PlanDate | null {
  const ladder = item.deadlineRun ? (context.policy.ladders[item.deadlineRun.ladderName] ?? []) : [];
  const rung = ladder.find(({ id }) => id === letter);
  return askedBy(rung ? asksOf(rung) : { act: "answer", within: 3 }, null, day, context);
}
