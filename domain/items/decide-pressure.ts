/** Decisions on what presses a unit: acknowledgements, signed instruments, instructions, reviews (docs/domain.md, "The ladder"). */
import { actingPost, leadersActRefusal } from "./capacity.js";
import type { Command, CommandKind, CommandOf, Refusal } from "./commands.js";
import {
  badDate,
  type Decision,
  type Handler,
  illegal,
  notice,
  onlyOffice,
  onlyUnit,
  refuse,
  standsBehind,
  type Step,
  suspendedRefusal,
  today,
  withdrawDrafts,
} from "./decision.js";
import { nextEscalation } from "./due.js";
import { askedBy, asksOf, replyBy, workingDayAfter } from "./asking.js";
import { copiesOf, roles } from "./firing.js";
import { instructionWords, pressingFacts } from "./item-facts.js";
import { rungById } from "../ladder/steps.js";
import type { Context } from "../ladder/subject.js";
import { hasPolicy } from "../plan/rule-set.js";
import type { NoticeDraft } from "../ledger/record.js";
import {
  type Answer,
  closerUnit,
  type Instruction,
  isFrozen,
  isSuspended,
  isWithUnit,
  type ItemState,
} from "./work-item.js";

type Kind =
  | "acknowledge"
  | "answer"
  | "acceptAnswer"
  | "returnAnswer"
  | "holdEscalation"
  | "forwardReply"
  | "annotate"
  | "signInstrument"
  | "holdInstrument"
  | "instruct"
  | "replyToInstruction"
  | "acceptReply"
  | "returnReply"
  | "decideTalk"
  | "logCall"
  | "openCauseReview"
  | "closeCauseReview"
  | "migratePolicy";

export const pressureHandlers: { readonly [K in Kind & CommandKind]: Handler<K> } = {
  acknowledge: (item, command, _now, context) => {
    if (!item.deadlineRun?.repeat)
      return refuse("nothingPending", `${item.id} has not been escalated: there is nothing to acknowledge`);
    const { text, scan } = command;
    const refusal = leadersActRefusal(item, command, context);
    return refusal ?? [{ type: "acknowledged", payload: { text, ...(scan === undefined ? {} : { scan }) } }];
  },
  answer: (item, command, now, context) => {
    if (!isWithUnit(item)) return illegal(item, "书面答复 answer to a 督办函");
    if (isSuspended(item)) return suspendedRefusal(item);
    const { supervision, answer, deadlineVersion } = item;
    if (supervision?.version !== deadlineVersion)
      return refuse("nothingPending", `${item.id} has no signed 督办函 of its present deadline to answer`);
    const refusal = onlyUnit(item, command, item.primaryUnit, "the answer on");
    if (refusal) return refusal;
    if (answer?.state === "waiting" && answer.version === deadlineVersion)
      return refuse("illegalStep", `the answer on ${item.id} waits for the office already`);
    const { cause, measures, promised, responsible, scan } = command;
    const wrong = badDate(promised, today(now, context), "the promised date");
    if (wrong) return wrong;
    const payload = { no: (answer?.no ?? 0) + 1, cause, measures, promised, responsible };
    return [{ type: "answered", payload: { ...payload, ...(scan === undefined ? {} : { scan }) } }];
  },
  acceptAnswer: (item, command, _now, context) =>
    onAnswer(item, command, context, ({ no }) => [{ type: "answerAccepted", payload: { no, text: command.text } }]),
  returnAnswer: (item, command, now, context) =>
    onAnswer(item, command, context, ({ no }) => {
      const { reason, replyBy } = command;
      const wrong = badDate(replyBy, today(now, context), "the reply-by date");
      if (wrong) return wrong;
      const facts = { ...pressingFacts(item), answered: "returned", answerReturnedReason: reason, replyBy };
      const told = notice("urge", "immediate", [{ unit: item.primaryUnit }], item, now, context, facts);
      return [{ type: "answerReturned", payload: { no, reason, replyBy }, notices: [told] }];
    }),
  holdEscalation: (item, command, now, context) => {
    const { holdAtMost } = context.policy;
    if (holdAtMost === undefined)
      return refuse("nothingPending", `policy ${context.policy.version} lets nobody hold a 呈阅件: it goes by itself`);
    if (isSuspended(item)) return suspendedRefusal(item);
    if (!isWithUnit(item) || isFrozen(item)) return illegal(item, "暂缓呈阅 hold of the 呈阅件");
    const refusal = onlySigner(item, command, context, "the hold on");
    if (refusal) return refusal;
    const next = today(now, context) > item.deadline ? nextEscalation(item, context) : null;
    const { deadlineRun: run } = item;
    if (!next || !run)
      return refuse("nothingPending", `no 呈阅件 about ${item.id} is to come: it is not overdue, or all have gone`);
    if (run.hold?.rung === next.rung && run.hold.repetition === next.repetition)
      return refuse("illegalStep", `the 呈阅件 about ${item.id} is held until ${run.hold.until} already`);
    const { days, reason } = command;
    if (!Number.isInteger(days) || days < 1 || days > holdAtMost)
      return refuse("badValue", `a 呈阅件 is held for 1 to ${holdAtMost} working days, not ${days}`);
    const until = workingDayAfter(next.due, days, context);
    if (until === null) return refuse("badDate", `no calendar has the day ${days} working days after ${next.due}`);
    const { rung, repetition, due: from } = next;
    return [{ type: "escalationHeld", payload: { rung, version: run.version, repetition, from, until, days, reason } }];
  },
  forwardReply: (item, command, now, context) => {
    const reply = item.instructions.find(({ id, unchecked }) => id === command.instruction && unchecked !== undefined);
    if (!reply)
      return refuse("nothingPending", `${item.id} has no reply to instruction ${command.instruction} to check`);
    const refusal = onlySigner(item, command, context, "the check of the reply on") ?? ownReply(command, reply);
    if (refusal) return refusal;
    const facts = { ...instructionWords(reply), text: reply.unchecked ?? "", remarks: command.text };
    const told = notice("instructionReply", "immediate", [{ post: reply.instructorPost }], item, now, context, facts);
    const payload = { instruction: reply.id, text: command.text };
    return [{ type: "instructionForwarded", payload, notices: [told] }];
  },
  annotate: (_item, command) => [{ type: "annotated", payload: { text: command.text } }],
  signInstrument: (item, command, now, context) => {
    const draft = item.drafts.find((candidate) => candidate.rung === command.rung);
    if (!draft || !item.deadlineRun)
      return refuse("nothingPending", `${item.id} has no draft of rung ${command.rung} to sign`);
    const refusal = onlySigner(item, command, context, "signing on");
    if (refusal) return refusal;
    if (isSuspended(item)) return suspendedRefusal(item);
    const { documentNo } = command;
    if (documentNo === undefined) return refuse("badValue", `${item.id} was signed without a number: none was given`);
    const rung = rungById(item.deadlineRun, draft.rung, context.policy);
    const [to, copy] = [roles(rung.to), copiesOf(rung, item, context)];
    const by = askedBy(asksOf(rung), item.deadline, today(now, context), context);
    const facts = { ...pressingFacts(item), ...replyBy(by), documentNo };
    const sent: NoticeDraft = {
      ...notice(rung.instrument, "immediate", to, item, now, context, facts, copy),
      rung: { runKey: "deadline", id: rung.id, deadlineVersion: draft.version, repetition: 0 },
      oneUpIfHeldBefore: true,
    };
    const signed = { rung: rung.id, version: draft.version, instrument: rung.instrument, documentNo };
    const payload = { ...signed, ...replyBy(by) };
    return [{ type: "instrumentSigned", payload, notices: [sent] }];
  },
  holdInstrument: (item, command, _now, context) => {
    const draft = item.drafts.find((candidate) => candidate.rung === command.rung && !candidate.held);
    if (!draft) return refuse("nothingPending", `${item.id} has no draft of rung ${command.rung} to hold`);
    const payload = { rung: draft.rung, version: draft.version, reason: command.reason };
    return onlySigner(item, command, context, "holding") ?? [{ type: "instrumentHeld", payload }];
  },
  instruct: (item, command, now, context) => {
    const { unit, text, replyBy, scan } = command;
    const refusal =
      leadersActRefusal(item, command, context) ?? badDate(replyBy, today(now, context), "the reply-by date");
    if (refusal) return refusal;
    const post = actingPost(command.actor);
    const words = { instructionText: text, instructionOn: today(now, context), instructorPost: post };
    const facts = { text, replyBy, ...words };
    const told = notice("instruction", "immediate", [{ unit }], item, now, context, facts);
    const payload = {
      instruction: command.key,
      unit,
      text,
      replyBy,
      instructorPost: post,
      ...(scan === undefined ? {} : { scan }),
    };
    return [{ type: "instructed", payload, notices: [told] }];
  },
  replyToInstruction: (item, command, now, context) => {
    const open = item.instructions.find((entry) => entry.id === command.instruction && !entry.replied);
    if (!open) return refuse("nothingPending", `${item.id} has no open instruction ${command.instruction}`);
    const refusal = onlyUnit(item, command, open.unit, "the reply on");
    if (refusal) return refusal;
    const { text } = command;
    // The office checks it before the leader gets it; what the office itself was asked it does not check.
    if (open.unit !== closerUnit(item, context.ruleSet.bodies))
      return [{ type: "instructionReplied", payload: { instruction: open.id, text, toCheck: true } }];
    const facts = { ...instructionWords(open), text };
    const told = notice("instructionReply", "immediate", [{ post: open.instructorPost }], item, now, context, facts);
    return [{ type: "instructionReplied", payload: { instruction: open.id, text }, notices: [told] }];
  },
  acceptReply: (item, command, _now, context) =>
    repliedStep(item, command, context, {
      type: "instructionAccepted",
      payload: { instruction: command.instruction },
    }),
  returnReply: (item, command, now, context) => {
    const wrong = badDate(command.replyBy, today(now, context), "the reply-by date");
    if (wrong) return wrong;
    const { instruction, reason, replyBy } = command;
    const replied = item.instructions.find((entry) => entry.id === instruction);
    const notices = replied
      ? [
          notice("instruction", "immediate", [{ unit: replied.unit }], item, now, context, {
            ...instructionWords(replied),
            // 退回意见: the words of whoever sent it back, never the leader's own.
            returnReason: reason,
            replyBy,
            again: true,
          }),
        ]
      : [];
    return repliedStep(item, command, context, {
      type: "instructionReturned",
      payload: { instruction, reason, replyBy },
      notices,
    });
  },
  decideTalk: (item, command, now, context) => {
    if (item.talk === undefined) return refuse("nothingPending", `no talk about ${item.id} waits for a decision`);
    const { leadingGroup } = context.ruleSet.bodies;
    const refusal = onlyUnit(item, command, leadingGroup, "the decision on the talk about");
    if (refusal) return refusal;
    const { hold, on, text } = command;
    const wrong = hold ? badDate(String(on), today(now, context), "the day of the talk") : null;
    if (wrong) return wrong;
    const facts = { text, ...(hold ? { on: String(on) } : {}) };
    const told = notice("talk", "immediate", roles(["primaryUnitHead"]), item, now, context, facts, roles(["office"]));
    const payload = { hold, text, version: item.talk, ...(hold ? { on } : {}) };
    return [{ type: "talkDecided", payload, notices: hold ? [told] : [] }];
  },
  logCall: (_item, command) => [{ type: "callLogged", payload: { to: command.to, text: command.text } }],
  openCauseReview: (item, command, _now, context) => {
    if (item.causeReview) return refuse("illegalStep", `a cause is already under review on ${item.id}`);
    const refusal = onlySigner(item, command, context, "the review on");
    return refusal ?? [{ type: "causeReviewOpened", payload: { reason: command.reason } }];
  },
  closeCauseReview: (item, command, _now, context) => {
    if (!item.causeReview) return refuse("nothingPending", `no cause is under review on ${item.id}`);
    const refusal = onlySigner(item, command, context, "the review on");
    return refusal ?? [{ type: "causeReviewClosed", payload: { reason: command.reason } }];
  },
  migratePolicy: (item, command, _now, context) => {
    const refusal = onlyOffice(item, command, context, "the policy of");
    if (refusal) return refusal;
    if (command.version === item.policy)
      return refuse("illegalStep", `${item.id} already runs on policy ${item.policy}`);
    if (!hasPolicy(context.ruleSet, command.version))
      return refuse("badValue", `there is no policy version ${command.version}: load it into the plan first`);
    const payload = { from: item.policy, version: command.version };
    return [...withdrawDrafts(item, "policyMigrated"), { type: "policyMigrated", payload }];
  },
};

/** The office signs, holds and reviews; on what it owes itself the supervision office does. */
function onlySigner(item: ItemState, command: Command, context: Context, what: string): Refusal | null {
  return onlyUnit(item, command, closerUnit(item, context.ruleSet.bodies), what);
}

/** Nobody checks what they replied themselves, nor has it checked. */
function ownReply(command: Command, replied: Instruction): Refusal | null {
  if (command.actor.unit !== replied.unit && !standsBehind(command, replied.repliedBy ?? [])) return null;
  return refuse(
    "ownWork",
    `unit ${command.actor.unit} replied itself: the post ${replied.instructorPost} takes the reply`,
  );
}

/** What is done with an answer that waits for the office; never by whoever stands behind it. */
function onAnswer(
  item: ItemState,
  command: Command,
  context: Context,
  decided: (answer: Answer) => Decision,
): Decision {
  const { answer, deadlineVersion } = item;
  if (answer?.state !== "waiting" || answer.version !== deadlineVersion || !isWithUnit(item))
    return refuse("nothingPending", `no answer on ${item.id} waits for the office`);
  const refusal = onlySigner(item, command, context, "the answer on");
  if (refusal) return refusal;
  if (standsBehind(command, answer.by) || command.actor.unit === item.primaryUnit)
    return refuse(
      "ownWork",
      `${command.actor.person} or their unit gave the answer on ${item.id}: somebody else looks at it`,
    );
  return decided(answer);
}

/**
 * A reply is taken or sent back by the post that instructed, or by whoever acts for it; before that it is sent back by the
 * office, which checks it. Never by the unit that replied.
 */
function repliedStep(
  item: ItemState,
  command: CommandOf<"acceptReply" | "returnReply">,
  context: Context,
  step: Step,
): Decision {
  const replied = item.instructions.find((entry) => entry.id === command.instruction && entry.replied);
  if (!replied) return refuse("nothingPending", `${item.id} has no reply to instruction ${command.instruction}`);
  const own = ownReply(command, replied);
  if (own) return own;
  const { actor } = command;
  if (replied.unchecked !== undefined) {
    if (command.kind === "returnReply")
      return onlySigner(item, command, context, "the check of the reply on") ?? [step];
    return refuse("nothingPending", `the office has yet to check the reply to instruction ${replied.id}`);
  }
  if (actor.post !== replied.instructorPost && actingPost(actor) !== replied.instructorPost)
    return refuse("notYours", `the reply is for post ${replied.instructorPost}`);
  return [step];
}
