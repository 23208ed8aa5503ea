/**
 * What a round found, at the stream of the task that it is about: in one transaction the finding is recorded and its one rectification
 * item begun, or taken up again where it had been closed. Pure.
 */
import { findingItem, findingMilestone } from "../plan/findings.js";
import { roundName } from "../inspections/round-name.js";
import { contextFor } from "../ladder/subject.js";
import { reopening } from "../items/decide-life.js";
import type { Step } from "../items/decision.js";
import { proposedFor } from "../items/finding-state.js";
import type { ItemState } from "../items/work-item.js";
import { isOpen } from "../items/work-item.js";
import type { Actor, NewRow } from "../ledger/record.js";
import type { ItemEvent } from "../ledger/events.js";
import { calendarVersion, policyOf, type RuleSet } from "../plan/rule-set.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import type { FindingTold, FindingUndone, Message } from "./message-body.js";
import { causeOfMessage } from "./messages.js";

export const isAboutFinding = (message: Message): message is FindingTold | FindingUndone =>
  message.kind === "finding" || message.kind === "findingWithdrawn";

/** The item that a message about a finding speaks of. */
export const findingItemOf = (message: FindingTold | FindingUndone): string =>
  message.kind === "finding"
    ? findingItem(message.told.line, message.told.cause, message.told.place.id)
    : message.undone.item;

export interface FindingAt {
  readonly now: number;
  readonly calendar: number;
  readonly ruleSet: RuleSet;
  /** All open items of the stream. */
  readonly open: readonly ItemState[];
}

/** Rows on the item, which `item` is as it stands; undefined: it was never found. */
export function findingRows(
  item: ItemState | undefined,
  message: FindingTold | FindingUndone,
  at: FindingAt,
): NewRow[] {
  const events = message.kind === "finding" ? found(item, message, at) : undone(item, message);
  return asRows(events, findingItemOf(message), message.key, message.actor, at.now);
}

function asRows(events: readonly Step[], item: string, key: string, actor: Actor, now: number): NewRow[] {
  return events.map((event, causeNo) => ({ ...event, item, at: now, cause: causeOfMessage(key), causeNo, actor }));
}

function found(item: ItemState | undefined, message: FindingTold, at: FindingAt): Step[] {
  const { told, round, visit } = message;
  const on = dateAt(at.now, at.ruleSet.offsetMinutes);
  const deadline = deadlineFor(message, item, on, at);
  const before = item?.finding;
  const recorded: ItemEvent = {
    type: "findingRecorded",
    payload: {
      round,
      visit,
      row: told.row,
      line: told.line,
      cause: told.cause,
      severity: before?.severity ?? told.severity,
      proposed: proposedFor(before, on),
      count: (before?.found.length ?? 0) + 1,
      text: told.text,
      photos: told.photos,
      contradicts: told.contradicts,
      notifiedOn: on,
      alike: told.place.kind === "village" ? alikeWith(item, message, at) : [],
      systemic: told.systemic,
    },
  };
  if (item === undefined) return [registered(message, on, deadline), recorded];
  if (isOpen(item)) return [recorded];
  const reason = `${roundName(round).zh}检查再次发现：${told.text}`;
  return [recorded, reopening(item, { reason, deadline }, at.now, contextFor(item, at.calendar, at.ruleSet))];
}

/** Counted from the day on which the unit is told. */
function deadlineFor(
  { told }: FindingTold,
  item: ItemState | undefined,
  on: PlanDate,
  { calendar, ruleSet }: FindingAt,
): PlanDate {
  const within = policyOf(ruleSet, told.policy).inspections?.rectifyWithin[item?.finding?.severity ?? told.severity];
  if (within === undefined)
    throw new Error(`policy version ${told.policy} says nothing of how soon a finding is to be put right`);
  return calendarVersion(ruleSet, calendar).addWorkingDays(on, within);
}

function registered({ told, round }: FindingTold, on: PlanDate, deadline: PlanDate): ItemEvent {
  const { place, task, line, cause, unit, leadUnit, policy } = told;
  const where =
    place.kind === "village"
      ? ({
          scope: "village",
          village: place.id,
          ...(place.township === undefined ? {} : { township: place.township }),
        } as const)
      : place.township === undefined
        ? ({ scope: "county" } as const)
        : ({ scope: "township", township: place.township } as const);
  return {
    type: "registered",
    payload: {
      task,
      milestone: findingMilestone(line, cause),
      target: place.id,
      ...where,
      primaryUnit: unit,
      leadUnit,
      supporting: [],
      deadline,
      assignOn: on,
      policy,
      reason: `${roundName(round).zh}检查发现问题`,
    },
  };
}

/** The villages of one line and cause, where this one makes them enough; else none. */
function alikeWith(item: ItemState | undefined, { told }: FindingTold, { open, ruleSet }: FindingAt): string[] {
  const least = policyOf(ruleSet, told.policy).inspections?.systemicFrom ?? Number.POSITIVE_INFINITY;
  const milestone = findingMilestone(told.line, told.cause);
  const others = open.flatMap((one) =>
    one.milestone === milestone && one.village !== null && one.id !== item?.id ? [one.village] : [],
  );
  const isNew = item === undefined || !isOpen(item);
  return isNew && others.length + 1 === least ? [...others, told.place.id].sort() : [];
}

/** What remains of a finding after an objection; the item ends where nothing does. */
function undone(item: ItemState | undefined, { undone: { row }, round, visit, reason }: FindingUndone): ItemEvent[] {
  const rest = (item?.finding?.found ?? []).filter((one) => one.round !== round || one.row !== row).length;
  const withdrawn: ItemEvent = { type: "findingWithdrawn", payload: { round, visit, row, rest, reason } };
  if (item === undefined || rest > 0 || !isOpen(item)) return [withdrawn];
  return [withdrawn, { type: "cancelled", payload: { reason: `异议成立：${reason}` } }];
}
