/** Decisions on what presses a unit: acknowledgements, signed instruments, instructions, reviews (docs/domain.md, "The ladder"). */
import { actingPost, leadersActRefusal } from "./capacity.js";
import type { Command, CommandKind, CommandOf, Refusal } from "./commands.js";
import {
  badDate,
  type Decision,
  type Handler,
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
import { roles } from "./firing.js";
import { rungById } from "../ladder/steps.js";
import type { Context } from "../ladder/subject.js";
import { hasPolicy } from "../plan/rule-set.js";
import type { NoticeDraft } from "../ledger/record.js";
import { closerUnit, type ItemState, isSuspended } from "./work-item.js";

type Kind =
  | "acknowledge"
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
    const [to, copy] = [roles(rung.to), roles(rung.copy)];
    const sent: NoticeDraft = {
      ...notice(rung.instrument, "immediate", to, item, now, context, { documentNo }, copy),
      rung: { runKey: "deadline", id: rung.id, deadlineVersion: draft.version, repetition: 0 },
      oneUpIfHeldBefore: true,
    };
    const payload = { rung: rung.id, version: draft.version, instrument: rung.instrument, documentNo };
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
    const facts = { text, replyBy, instructorPost: post };
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
    const told = notice("instructionReply", "immediate", [{ post: open.instructorPost }], item, now, context, { text });
    return [{ type: "instructionReplied", payload: { instruction: open.id, text }, notices: [told] }];
  },
  acceptReply: (item, command) =>
    repliedStep(item, command, { type: "instructionAccepted", payload: { instruction: command.instruction } }),
  returnReply: (item, command, now, context) => {
    const wrong = badDate(command.replyBy, today(now, context), "the reply-by date");
    if (wrong) return wrong;
    const { instruction, reason, replyBy } = command;
    const unit = item.instructions.find((entry) => entry.id === instruction)?.unit;
    const facts = { text: reason, replyBy, again: true };
    const notices = unit ? [notice("instruction", "immediate", [{ unit }], item, now, context, facts)] : [];
    return repliedStep(item, command, {
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

/** A reply is taken or sent back by the post that instructed, or by whoever acts for it; never by the unit that replied. */
function repliedStep(item: ItemState, command: CommandOf<"acceptReply" | "returnReply">, step: Step): Decision {
  const replied = item.instructions.find((entry) => entry.id === command.instruction && entry.replied);
  if (!replied) return refuse("nothingPending", `${item.id} has no reply to instruction ${command.instruction}`);
  const { actor } = command;
  if (actor.unit === replied.unit || standsBehind(command, replied.repliedBy ?? []))
    return refuse("ownWork", `unit ${actor.unit} replied itself: the post ${replied.instructorPost} takes the reply`);
  if (actor.post !== replied.instructorPost && actingPost(actor) !== replied.instructorPost)
    return refuse("notYours", `the reply is for post ${replied.instructorPost}`);
  return [step];
}
