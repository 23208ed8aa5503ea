/** Decisions on the life of an item: from 立项 to 销号, and what is laid over it (docs/domain.md, "Life of a work item"). */
import type { CommandKind, Refusal } from "./commands.js";
import {
  bystanders,
  type Handler,
  illegal,
  notice,
  onlyOffice,
  onlyUnit,
  ownWork,
  badDate,
  refuse,
  standsBehind,
  type Step,
  suspendedRefusal,
  today,
  withdrawDrafts,
  withdrawExtension,
} from "./decision.js";
import { assignedElsewhere } from "./decide-verification.js";
import { type MovedDeadline, movedDeadline } from "./due.js";
import { assignmentNotice, movedPayload } from "./firing.js";
import { expectedBy, replyBy, soonest, workingDayAfter } from "./asking.js";
import { instructionWords, resumedFacts } from "./item-facts.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import type { Context } from "../ladder/subject.js";
import { completionOf, feedOf, type Figures, isPercent, percentOf, progressOf } from "./measure.js";
import type { NoticeDraft } from "../ledger/record.js";
import { TIMETABLE_FAULTS } from "./timetable-words.js";
import { timetableOf } from "./timetable.js";
import { closerUnit, type ItemState, isSuspended, isWithUnit, verifierUnit } from "./work-item.js";

type Kind =
  | "assign"
  | "importRunning"
  | "signFor"
  | "reportProgress"
  | "fixTotal"
  | "fileEvidence"
  | "setTimetable"
  | "report"
  | "reportSupport"
  | "verify"
  | "returnForRework"
  | "closeOut"
  | "reopen"
  | "suspend"
  | "resume"
  | "cancel"
  | "reassign"
  | "handOverPost";

/**
 * Leaders whose 批示 on the item is still open get the unit's own report, which has been checked with the item: the note of
 * whoever closes it is no answer to a leader. `ended`: what is said where there is no such report, as of a cancelled item.
 */
function answersToInstructions(
  item: ItemState,
  now: number,
  context: Context,
  ended: NoticeDraft["facts"] = {},
): NoticeDraft[] {
  return item.instructions
    .filter(({ replied, unchecked }) => !replied || unchecked !== undefined)
    .map((instruction) => {
      const { lastWords } = item;
      const report = lastWords && ended.cancelled !== true ? { text: lastWords.text, reportedOn: item.reportedOn } : {};
      const facts = { ...instructionWords(instruction), ...report, ...ended };
      return notice("instructionReply", "immediate", [{ post: instruction.instructorPost }], item, now, context, facts);
    });
}

/** By when what is returned to the unit is to be reported again: in its working days, or by the deadline where that is later. */
function reworkBy(item: ItemState, day: PlanDate, context: Context): PlanDate | null {
  const by = workingDayAfter(day, context.policy.reworkWithin ?? REWORK_WITHIN, context);
  return by !== null && item.deadline > by ? item.deadline : by;
}

const REWORK_WITHIN = 5;

/** What takes an item that has ended up again, by a new deadline: recorded with the letter that tells of it. */
export function reopening(
  item: ItemState,
  { reason, deadline }: { readonly reason: string; readonly deadline: PlanDate },
  now: number,
  context: Context,
): Step {
  const payload = { reason, count: item.reopenings + 1, from: item.deadline, deadline };
  const after: ItemState = { ...item, status: "inProgress", deadline, reportedOn: null };
  const to = [{ unit: item.primaryUnit }];
  const facts = { reason, reopened: true, ...replyBy(soonest(deadline, today(now, context), context)) };
  const told: NoticeDraft = {
    ...notice("returned", "immediate", to, after, now, context, facts, bystanders(item)),
    // Those who were told of trouble with it, and then of its end.
    alsoToPriorRecipients: true,
  };
  return { type: "reopened", payload, notices: [told] };
}

/** What is said of a timetable that does not hold. */
export const lifeHandlers: { readonly [K in Kind & CommandKind]: Handler<K> } = {
  assign: (item, command, now, context) => {
    if (item.status !== "registered") return illegal(item, "交办 assign");
    const refusal = onlyOffice(item, command, context, "assigning");
    if (refusal) return refusal;
    const payload = { on: today(now, context), policy: item.policy };
    return [{ type: "assigned", payload, notices: [assignmentNotice(item, now, context)] }];
  },
  importRunning: (item, command, now, context) => {
    if (item.status !== "registered") return illegal(item, "存量导入 import of a running item");
    const refusal = onlyOffice(item, command, context, "importing");
    if (refusal) return refusal;
    const { status, percent, text } = command;
    if (!["assigned", "signedFor", "inProgress"].includes(status))
      return refuse("badValue", `a running item is assigned, signedFor or inProgress, not ${status}`);
    if (!isPercent(percent)) return refuse("badValue", `percent must be a number from 0 to 100, not ${percent}`);
    const payload = { on: today(now, context), status, percent, text, policy: item.policy };
    const notices = status === "assigned" ? [assignmentNotice(item, now, context)] : [];
    return [{ type: "imported", payload, notices }];
  },
  signFor: (item, command) => {
    if (item.status !== "assigned") return illegal(item, "签收 sign for");
    return onlyUnit(item, command, item.primaryUnit, "signing for") ?? [{ type: "signedFor", payload: {} }];
  },
  reportProgress: (item, command, _now, context) => {
    if (item.status !== "signedFor" && item.status !== "inProgress") return illegal(item, "办理 report progress");
    if (isSuspended(item)) return suspendedRefusal(item);
    const { text, figures } = command;
    const progress = onlyUnit(item, command, item.primaryUnit, "progress of") ?? progressOf(item, command, context);
    if ("code" in progress) return progress;
    const { percent } = progress;
    return [{ type: "progressReported", payload: { percent, text, ...toldFigures(item, figures) } }];
  },
  fixTotal: (item, command, _now, context) => {
    const refusal = onlyOffice(item, command, context, "the total of");
    if (refusal) return refusal;
    const { total, reason = "" } = command;
    const target = command.target ?? item.metric?.target;
    const figure = feedOf(item, context);
    if (figure)
      return refuse(
        "computedPercent",
        `the whole of ${item.id} is that of the figure ${figure.id}: it is fixed at the register`,
      );
    if (target === undefined)
      return refuse("badValue", `${item.id} has no metric: its progress is reported, and there is no total to fix`);
    if (!Number.isFinite(total) || total <= 0)
      return refuse("badValue", `the total of ${item.id} must be a number above 0, not ${total}`);
    const done = item.done ?? 0;
    if (total < done) return refuse("badValue", `${done} are done of ${item.id}: its total cannot be ${total}`);
    const fixedBefore = item.totalVersion !== undefined;
    if (fixedBefore && total === item.total)
      return refuse("illegalStep", `the total of ${item.id} is already fixed at ${total}`);
    if (fixedBefore && reason.trim() === "")
      return refuse("badValue", `the total of ${item.id} was fixed at ${item.total}: correcting it needs its reason`);
    const version = (item.totalVersion ?? 0) + 1;
    // What was taken over with a percentage (存量) keeps it until there are figures.
    const percent = item.done === undefined ? item.percent : percentOf(done, total);
    const payload = { total, from: item.total ?? null, version, target, percent, reason };
    return [{ type: "totalFixed", payload }];
  },
  setTimetable: (item, command) => {
    if (!isWithUnit(item)) return illegal(item, "时间表 set the timetable");
    const refusal = onlyUnit(item, command, item.primaryUnit, "the timetable of");
    if (refusal) return refusal;
    const lines = timetableOf(command.text, item.deadline);
    return "what" in lines
      ? refuse("badValue", `line ${lines.line} of the timetable of ${item.id}: ${TIMETABLE_FAULTS[lines.what].en}`)
      : [{ type: "timetableSet", payload: { lines } }];
  },
  fileEvidence: (item, command, now, context) => {
    if (item.status === "registered") return illegal(item, "佐证 evidence");
    const { sha256, name, mediaType, bytes, effectiveOn, text } = command;
    if (!/^[0-9a-f]{64}$/.test(String(sha256))) return refuse("badValue", "evidence is named by its SHA-256");
    const day = today(now, context);
    if (effectiveOn > day) return refuse("badDate", `evidence of ${effectiveOn} cannot be received on ${day}`);
    return [{ type: "evidenceFiled", payload: { sha256, name, mediaType, bytes, effectiveOn, receivedOn: day, text } }];
  },
  report: (item, command, now, context) => {
    if (item.status !== "signedFor" && item.status !== "inProgress") return illegal(item, "反馈 report completion");
    if (isSuspended(item)) return suspendedRefusal(item);
    const refusal = onlyUnit(item, command, item.primaryUnit, "completion of");
    if (refusal) return refusal;
    const { text, evidence, figures } = command;
    const done = completionOf(item, figures, context);
    if (done && "code" in done) return done;
    if (!Array.isArray(evidence) || evidence.length === 0)
      return refuse(
        "badValue",
        `completion of ${item.id} is reported with its evidence (佐证): name at least one piece`,
      );
    const after: ItemState = { ...item, status: "reported" };
    const { verifier } = item;
    // Who reports it is not who checks it (evolve.ts): that assignment ends here.
    const assigned = verifier && !standsBehind(command, [verifier.person]) ? [{ post: verifier.post }] : [];
    const to = [{ unit: verifierUnit(item, context.ruleSet.bodies) }, ...assigned];
    const day = today(now, context);
    const due = { reportedOn: day, ...expectedBy("verification", day, context) };
    const asked = notice("verificationRequest", "batched", to, { ...after, reportedOn: day }, now, context, due);
    return [
      ...withdrawDrafts(item, "reported"),
      ...withdrawExtension(item, "reported"),
      {
        type: "reported",
        payload: { text, evidence, ...done, ...toldFigures(item, figures) },
        notices: [asked],
      },
    ];
  },
  reportSupport: (item, command) => {
    const { unit } = command.actor;
    const support = item.supports.find((candidate) => candidate.unit === unit);
    if (!support) return refuse("notYours", `unit ${unit} has no sub-deadline (协办期限) on ${item.id}`);
    if (support.delivered) return refuse("illegalStep", `unit ${unit} has already reported its part of ${item.id}`);
    if (!isWithUnit(item)) return illegal(item, "协办反馈 report of a supporting unit");
    return [{ type: "supportReported", payload: { unit, text: command.text } }];
  },
  verify: (item, command, now, context) => {
    if (item.status !== "reported") return illegal(item, "核查 verify");
    const { bodies } = context.ruleSet;
    const refusal =
      onlyUnit(item, command, verifierUnit(item, bodies), "verifying") ??
      ownWork(item, command) ??
      assignedElsewhere(item, command);
    if (refusal) return refusal;
    const closer = closerUnit(item, bodies);
    const after: ItemState = { ...item, status: "verified" };
    const due = expectedBy("verification", today(now, context), context);
    const facts = { closing: true, reportedOn: item.reportedOn, ...due };
    const asked = notice("verificationRequest", "batched", [{ unit: closer }], after, now, context, facts);
    return [
      { type: "verified", payload: { text: command.text }, notices: closer === command.actor.unit ? [] : [asked] },
    ];
  },
  returnForRework: (item, command, now, context) => {
    if (item.status !== "reported" && item.status !== "verified") return illegal(item, "退办 return");
    const { bodies } = context.ruleSet;
    const unit = item.status === "reported" ? verifierUnit(item, bodies) : closerUnit(item, bodies);
    const elsewhere = item.status === "reported" ? assignedElsewhere(item, command) : null;
    const refusal = onlyUnit(item, command, unit, "returning") ?? ownWork(item, command) ?? elsewhere;
    if (refusal) return refusal;
    const { reason } = command;
    const after: ItemState = { ...item, status: "inProgress", reportedOn: null };
    const by = reworkBy(item, today(now, context), context);
    const facts = { reason, reportedOn: item.reportedOn, ...replyBy(by) };
    const told = notice("returned", "immediate", [{ unit: item.primaryUnit }], after, now, context, facts);
    return [{ type: "returned", payload: { reason, ...replyBy(by) }, notices: [told] }];
  },
  closeOut: (item, command, now, context) => {
    if (item.status !== "verified") return illegal(item, "销号 close");
    const refusal =
      onlyUnit(item, command, closerUnit(item, context.ruleSet.bodies), "closing") ?? ownWork(item, command);
    if (refusal) return refusal;
    const { text } = command;
    const after: ItemState = { ...item, status: "closed" };
    const told: NoticeDraft = {
      ...notice("resolved", "batched", [], after, now, context),
      onlyToPriorRecipients: true,
    };
    const answers = answersToInstructions(after, now, context);
    return [{ type: "closed", payload: { text }, notices: [told, ...answers] }];
  },
  reopen: (item, command, now, context) => {
    if (item.status !== "closed") return illegal(item, "重新办理 reopen");
    const day = today(now, context);
    const refusal =
      onlyUnit(item, command, closerUnit(item, context.ruleSet.bodies), "reopening") ??
      badDate(command.deadline, day, "the new deadline");
    if (refusal) return refusal;
    return [reopening(item, command, now, context)];
  },
  suspend: (item, command, now, context) => {
    if (item.status === "registered") return illegal(item, "暂停 suspend");
    if (isSuspended(item)) return suspendedRefusal(item);
    const refusal = onlyOffice(item, command, context, "suspending");
    if (refusal) return refusal;
    const { reason, approver, until, deadline } = command;
    const day = today(now, context);
    const wrong =
      badDate(until, day, "the planned end") ??
      (deadline === undefined ? null : badDate(deadline, until, "the deadline after the suspension"));
    if (wrong) return wrong;
    const named = deadline === undefined ? {} : { deadline };
    const facts = { reason, approver, since: day, until, ...(deadline === undefined ? {} : { to: deadline }) };
    // The day on which it begins is the first that does not count.
    const after: ItemState = { ...item, suspendedSince: day };
    return [
      {
        type: "suspended",
        payload: { reason, approver, until, ...named },
        notices: [standstill(after, now, context, facts)],
      },
    ];
  },
  resume: (item, command, now, context) => {
    if (!isSuspended(item)) return refuse("nothingPending", `${item.id} is not suspended`);
    const refusal = onlyOffice(item, command, context, "resuming");
    if (refusal) return refusal;
    const { reason } = command;
    const on = today(now, context);
    const moved = movedIfKnown(item, on, context);
    if (moved && "code" in moved) return moved;
    const facts = { ...resumedFacts(item, moved, on, now, context), reason };
    const copy = bystanders(item);
    const told: NoticeDraft = {
      instrument: "suspension",
      delivery: "batched",
      to: [{ unit: item.primaryUnit }],
      copy,
      facts,
    };
    return [
      { type: "resumed", payload: { reason, ...movedPayload(item, moved) }, notices: [told] },
      ...(moved ? withdrawDrafts(item, "deadlineMoved") : []),
    ];
  },
  cancel: (item, command, now, context) => {
    const refusal = onlyOffice(item, command, context, "cancelling");
    if (refusal) return refusal;
    const { reason } = command;
    const after: ItemState = { ...item, status: "cancelled" };
    const facts = { cancelled: true, reason };
    // The unit that has it in hand must hear that it need not go on, told of trouble or not.
    const holder = item.status === "registered" ? [] : [{ unit: item.primaryUnit }];
    const told: NoticeDraft = {
      ...notice("resolved", "batched", holder, after, now, context, facts),
      alsoToPriorRecipients: true,
    };
    const answers = answersToInstructions(after, now, context, facts);
    return [
      ...withdrawDrafts(item, "cancelled"),
      ...withdrawExtension(item, "cancelled"),
      { type: "cancelled", payload: { reason }, notices: [told, ...answers] },
    ];
  },
  reassign: (item, command, now, context) => {
    if (!isWithUnit(item) && item.status !== "registered") return illegal(item, "a change of 主办");
    const refusal = onlyOffice(item, command, context, "reassigning");
    if (refusal) return refusal;
    const { primaryUnit, reason } = command;
    if (primaryUnit === item.primaryUnit) return refuse("illegalStep", `${item.id} already lies with ${primaryUnit}`);
    const payload = { from: item.primaryUnit, primaryUnit, reason };
    // At 立项 nothing has been handed to anybody yet.
    if (item.status === "registered") return [{ type: "reassigned", payload }];
    const after: ItemState = { ...item, status: "assigned", primaryUnit };
    const units = [{ unit: primaryUnit }, { unit: item.primaryUnit }];
    const signing = expectedBy("signFor", today(now, context), context);
    const facts = { from: item.primaryUnit, to: primaryUnit, reason, ...signing };
    const told = notice("handover", "immediate", units, after, now, context, facts, bystanders(item));
    return [{ type: "reassigned", payload, notices: [told] }] satisfies Step[];
  },
  handOverPost: (item, command, now, context) => {
    if (!isWithUnit(item)) return illegal(item, "a handover between people");
    const refusal = onlyOffice(item, command, context, "handing over");
    if (refusal) return refusal;
    const { post, to, reason } = command;
    const after: ItemState = { ...item, status: "assigned" };
    const told = notice("handover", "immediate", [{ post }], after, now, context, {
      newHolder: true,
      reason,
      ...expectedBy("signFor", today(now, context), context),
    });
    return [{ type: "handedOver", payload: { post, to, reason }, notices: [told] }];
  },
};

/** Figures as the ledger keeps them: of a measured item with the whole that they were counted against. */
function toldFigures(item: ItemState, figures: Figures | undefined): { readonly figures?: Figures } {
  if (!item.metric || item.total === undefined) return figures === undefined ? {} : { figures };
  return { figures: { ...(item.done === undefined ? {} : { done: item.done }), ...figures, total: item.total } };
}

/** Where a deadline moves by a suspension, or a refusal where no calendar has the day. */
function movedIfKnown(item: ItemState, on: PlanDate, context: Context): MovedDeadline | null | Refusal {
  try {
    return movedDeadline(item, on, context);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return refuse("badDate", error.message);
    throw error;
  }
}

/** 暂停 and 恢复 concern all who work on the item. */
function standstill(item: ItemState, now: number, context: Context, facts: NoticeDraft["facts"]): NoticeDraft {
  return notice("suspension", "batched", [{ unit: item.primaryUnit }], item, now, context, facts, bystanders(item));
}
