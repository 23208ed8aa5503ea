/**
 * What a person's command does to one item: ledger rows, or a refusal with its reason. Rules: domain.md, "Life of a
 * work item" and "Clocks". Who may call at all is the API's concern; who may act on *this* item is decided here.
 */
import type { Command, CommandKind, CommandOf, Refusal, RefusalCode } from "./commands.js";
import { itemFacts, roles } from "./firing.js";
import { type Context, rungById } from "./ladder.js";
import { hasPolicy } from "./library.js";
import type { Instrument } from "./plan.js";
import { dateAt, dayNumber } from "./plan-date.js";
import type { Addressee, NewRow, NoticeDraft } from "./record.js";
import { closerUnit, deciderUnit, type ItemState, isOpen, isSuspended, isWithUnit, verifierUnit } from "./work-item.js";

/** Builds the rows of one decision; filled in with actor, cause and instant by `decide`. */
interface Step {
  readonly type: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly notices?: readonly NoticeDraft[];
}
type Decision = readonly Step[] | Refusal;
type Handler<K extends CommandKind> = (
  item: ItemState,
  command: CommandOf<K>,
  now: number,
  context: Context,
) => Decision;

const refuse = (code: RefusalCode, reason: string): Refusal => ({ code, reason });

export function isRefusal(decision: readonly unknown[] | Refusal): decision is Refusal {
  return "code" in decision;
}

function illegal(item: ItemState, step: string): Refusal {
  return refuse("illegalStep", `${item.id} is ${item.status}: ${step} is not the next step`);
}

function suspendedRefusal(item: ItemState): Refusal {
  return refuse("suspended", `${item.id} is suspended since ${item.suspendedSince}: resume it first`);
}

function onlyUnit(item: ItemState, command: Command, unit: string, what: string): Refusal | null {
  if (command.actor.unit === unit) return null;
  return refuse("notYours", `${what} ${item.id} is for unit ${unit}, not ${command.actor.unit}`);
}

function onlyOffice(item: ItemState, command: Command, context: Context, what: string): Refusal | null {
  return onlyUnit(item, command, context.library.bodies.office, what);
}

/** Whoever reported cannot verify or close, by person across all posts and by unit. */
function ownWork(item: ItemState, command: Command): Refusal | null {
  const reporter = item.reportedBy;
  if (!reporter) return null;
  if (reporter.person !== command.actor.person && reporter.unit !== command.actor.unit) return null;
  return refuse(
    "ownWork",
    `${item.id} was reported by ${reporter.person} of ${reporter.unit}: somebody else must check it`,
  );
}

function badDate(date: string, later: string, what: string): Refusal | null {
  try {
    dayNumber(date);
  } catch {
    return refuse("badDate", `${what} is not a date (YYYY-MM-DD): ${date}`);
  }
  return date > later ? null : refuse("badDate", `${what} ${date} must be later than ${later}`);
}

function notice(
  instrument: Instrument,
  delivery: NoticeDraft["delivery"],
  to: readonly Addressee[],
  item: ItemState,
  now: number,
  context: Context,
  more: NoticeDraft["facts"] = {},
  copy: readonly Addressee[] = [],
): NoticeDraft {
  return { instrument, delivery, to, copy, facts: { ...itemFacts(item, now, context), ...more } };
}

/** Drafts that lose their ground when the unit has reported, the item ends or its deadline moves. */
function withdrawDrafts(item: ItemState, why: string): Step[] {
  return item.drafts.map((draft) => ({
    type: "instrumentWithdrawn",
    payload: { rung: draft.rung, version: draft.version, reason: why },
  }));
}

const today = (now: number, context: Context): string => dateAt(now, context.library.offsetMinutes);

const handlers: { readonly [K in CommandKind]: Handler<K> } = {
  assign: (item, command, now, context) => {
    if (item.status !== "registered") return illegal(item, "交办 assign");
    const refusal = onlyOffice(item, command, context, "assigning");
    if (refusal) return refusal;
    const given = notice("assignment", "batched", [{ unit: item.primaryUnit }], item, now, context);
    return [{ type: "assigned", payload: { on: today(now, context), policy: item.policy }, notices: [given] }];
  },
  signFor: (item, command) => {
    if (item.status !== "assigned") return illegal(item, "签收 sign for");
    return onlyUnit(item, command, item.primaryUnit, "signing for") ?? [{ type: "signedFor" }];
  },
  reportProgress: (item, command) => {
    if (item.status !== "signedFor" && item.status !== "inProgress") return illegal(item, "办理 report progress");
    if (isSuspended(item)) return suspendedRefusal(item);
    if (!(command.percent >= 0 && command.percent <= 100)) {
      return refuse("badValue", `percent must be 0 to 100, not ${command.percent}`);
    }
    const refusal = onlyUnit(item, command, item.primaryUnit, "progress of");
    return refusal ?? [{ type: "progressReported", payload: { percent: command.percent, text: command.text } }];
  },
  report: (item, command, now, context) => {
    if (item.status !== "signedFor" && item.status !== "inProgress") return illegal(item, "反馈 report completion");
    if (isSuspended(item)) return suspendedRefusal(item);
    const refusal = onlyUnit(item, command, item.primaryUnit, "completion of");
    if (refusal) return refusal;
    const asked = notice(
      "verificationRequest",
      "batched",
      [{ unit: verifierUnit(item, context.library.bodies) }],
      item,
      now,
      context,
    );
    const withdrawn: Step[] = item.extension
      ? [{ type: "extensionWithdrawn", payload: { no: item.extension.no } }]
      : [];
    return [
      ...withdrawDrafts(item, "reported"),
      ...withdrawn,
      { type: "reported", payload: { text: command.text, evidence: command.evidence }, notices: [asked] },
    ];
  },
  verify: (item, command, now, context) => {
    if (item.status !== "reported") return illegal(item, "核查 verify");
    const refusal =
      onlyUnit(item, command, verifierUnit(item, context.library.bodies), "verifying") ?? ownWork(item, command);
    if (refusal) return refusal;
    const closer = closerUnit(item, context.library.bodies);
    const asked = notice("verificationRequest", "batched", [{ unit: closer }], item, now, context, { closing: true });
    return [
      { type: "verified", payload: { text: command.text }, notices: closer === command.actor.unit ? [] : [asked] },
    ];
  },
  returnForRework: (item, command, now, context) => {
    if (item.status !== "reported" && item.status !== "verified") return illegal(item, "退办 return");
    const bodies = context.library.bodies;
    const unit = item.status === "reported" ? verifierUnit(item, bodies) : closerUnit(item, bodies);
    const refusal = onlyUnit(item, command, unit, "returning") ?? ownWork(item, command);
    if (refusal) return refusal;
    const told = notice("returned", "immediate", [{ unit: item.primaryUnit }], item, now, context, {
      reason: command.reason,
    });
    return [{ type: "returned", payload: { reason: command.reason }, notices: [told] }];
  },
  closeOut: (item, command, now, context) => {
    if (item.status !== "verified") return illegal(item, "销号 close");
    const refusal =
      onlyUnit(item, command, closerUnit(item, context.library.bodies), "closing") ?? ownWork(item, command);
    if (refusal) return refusal;
    const told: NoticeDraft = { ...notice("resolved", "batched", [], item, now, context), onlyToThoseTold: true };
    return [{ type: "closed", payload: { text: command.text }, notices: [told] }];
  },
  suspend: (item, command, now, context) => {
    if (item.status === "registered") return illegal(item, "暂停 suspend");
    if (isSuspended(item)) return suspendedRefusal(item);
    const refusal = onlyOffice(item, command, context, "suspending");
    if (refusal) return refusal;
    const wrong = command.until === null ? null : badDate(command.until, today(now, context), "the planned end");
    if (wrong) return wrong;
    const { reason, approver, until } = command;
    const told = notice("suspension", "batched", [{ unit: item.primaryUnit }], item, now, context, { reason, until });
    return [{ type: "suspended", payload: { reason, approver, until }, notices: [told] }];
  },
  resume: (item, command, now, context) => {
    if (!isSuspended(item)) return refuse("nothingPending", `${item.id} is not suspended`);
    const refusal = onlyOffice(item, command, context, "resuming");
    if (refusal) return refusal;
    const told = notice("suspension", "batched", [{ unit: item.primaryUnit }], item, now, context, {
      resumed: true,
      reason: command.reason,
    });
    return [{ type: "resumed", payload: { reason: command.reason }, notices: [told] }];
  },
  cancel: (item, command, now, context) => {
    const refusal = onlyOffice(item, command, context, "cancelling");
    if (refusal) return refusal;
    const told: NoticeDraft = {
      ...notice("resolved", "batched", [], item, now, context, { cancelled: true, reason: command.reason }),
      onlyToThoseTold: true,
    };
    return [
      ...withdrawDrafts(item, "cancelled"),
      { type: "cancelled", payload: { reason: command.reason }, notices: [told] },
    ];
  },
  requestExtension: (item, command, now, context) => {
    if (!isWithUnit(item)) return illegal(item, "延期 apply for an extension");
    if (item.extension) return refuse("illegalStep", `${item.id} already has an application under decision`);
    const day = today(now, context);
    const floor = item.deadline > day ? item.deadline : day;
    const refusal =
      onlyUnit(item, command, item.primaryUnit, "an extension of") ?? badDate(command.to, floor, "the new deadline");
    if (refusal) return refusal;
    const late = day > item.deadline;
    const { to, reason } = command;
    const proposer = closerUnit(item, context.library.bodies);
    const asked = notice("extensionRequest", "immediate", [{ unit: proposer }], item, now, context, {
      to,
      reason,
      late,
    });
    return [{ type: "extensionRequested", payload: { no: item.extensions + 1, to, reason, late }, notices: [asked] }];
  },
  giveOpinion: (item, command) => {
    if (!item.extension) return refuse("nothingPending", `${item.id} has no application to give an opinion on`);
    if (item.extension.by.person === command.actor.person) {
      return refuse("ownWork", `${command.actor.person} applied for this extension and gives no opinion on it`);
    }
    return [
      { type: "opinionGiven", payload: { no: item.extension.no, supports: command.supports, text: command.text } },
    ];
  },
  proposeExtension: (item, command, now, context) => {
    if (!item.extension) return refuse("nothingPending", `${item.id} has no application to propose on`);
    if (item.extension.proposedGrant !== null)
      return refuse("illegalStep", `a proposal on ${item.id} is already before the leading group`);
    const refusal = onlyUnit(item, command, closerUnit(item, context.library.bodies), "the proposal on");
    if (refusal) return refusal;
    if (item.extension.by.person === command.actor.person) {
      return refuse("ownWork", `${command.actor.person} applied for this extension and cannot propose on it`);
    }
    const { to } = item.extension;
    const asked = notice(
      "extensionRequest",
      "immediate",
      [{ unit: context.library.bodies.leadingGroup }],
      item,
      now,
      context,
      {
        to,
        proposedGrant: command.grant,
      },
    );
    return [
      {
        type: "extensionProposed",
        payload: { no: item.extension.no, grant: command.grant, text: command.text },
        notices: [asked],
      },
    ];
  },
  decideExtension: (item, command, now, context) => {
    const pending = item.extension;
    if (!pending) return refuse("nothingPending", `${item.id} has no application to decide`);
    if (pending.proposedGrant === null) {
      return refuse(
        "illegalStep",
        `the application on ${item.id} waits for the proposal of unit ${deciderUnit(item, context.library.bodies)}`,
      );
    }
    const refusal = onlyUnit(item, command, context.library.bodies.leadingGroup, "the decision on");
    if (refusal) return refusal;
    if (pending.by.person === command.actor.person) {
      return refuse("ownWork", `${command.actor.person} applied for this extension and cannot decide it`);
    }
    const payload = {
      no: pending.no,
      grant: command.grant,
      deadline: command.grant ? pending.to : item.deadline,
      reason: command.reason,
    };
    const told = notice("extensionDecision", "immediate", [{ unit: item.primaryUnit }], item, now, context, {
      grant: command.grant,
      to: pending.to,
      reason: command.reason,
    });
    const withdrawn = command.grant ? withdrawDrafts(item, "deadlineMoved") : [];
    return [...withdrawn, { type: "extensionDecided", payload, notices: [told] }];
  },
  changeReading: (item, command, _now, context) => {
    const refusal =
      onlyOffice(item, command, context, "the reading of the deadline of") ??
      badDate(command.deadline, "1949-10-01", "the new reading");
    if (refusal) return refusal;
    if (command.deadline === item.deadline)
      return refuse("illegalStep", `${item.id} already has the deadline ${item.deadline}`);
    const payload = { from: item.deadline, deadline: command.deadline, reason: command.reason };
    return [...withdrawDrafts(item, "deadlineMoved"), { type: "readingChanged", payload }];
  },
  reassign: (item, command, now, context) => {
    if (!isWithUnit(item) && item.status !== "registered") return illegal(item, "a change of 主办");
    const refusal = onlyOffice(item, command, context, "reassigning");
    if (refusal) return refusal;
    const { primaryUnit, reason } = command;
    if (primaryUnit === item.primaryUnit) return refuse("illegalStep", `${item.id} already lies with ${primaryUnit}`);
    const units = [{ unit: primaryUnit }, { unit: item.primaryUnit }];
    const told = notice("handover", "immediate", units, item, now, context, {
      from: item.primaryUnit,
      to: primaryUnit,
      reason,
    });
    return [{ type: "reassigned", payload: { from: item.primaryUnit, primaryUnit, reason }, notices: [told] }];
  },
  acknowledge: (item, command) => {
    if (!item.deadlineRun?.repeat)
      return refuse("nothingPending", `${item.id} has not been escalated: there is nothing to acknowledge`);
    return [{ type: "acknowledged", payload: { text: command.text } }];
  },
  annotate: (_item, command) => [{ type: "annotated", payload: { text: command.text } }],
  signInstrument: (item, command, now, context) => {
    const draft = item.drafts.find((candidate) => candidate.rung === command.rung);
    if (!draft || !item.deadlineRun)
      return refuse("nothingPending", `${item.id} has no draft of rung ${command.rung} to sign`);
    const refusal = onlyOffice(item, command, context, "signing on");
    if (refusal) return refusal;
    const rung = rungById(item.deadlineRun, draft.rung, context.policy);
    const sent: NoticeDraft = {
      ...notice(
        rung.instrument,
        "immediate",
        roles(rung.to),
        item,
        now,
        context,
        { documentNo: command.documentNo },
        roles(rung.copy),
      ),
      rung: { ladder: "deadline", id: rung.id, deadlineVersion: draft.version, repetition: 0 },
      oneUpIfHeldBefore: true,
    };
    const payload = {
      rung: rung.id,
      version: draft.version,
      instrument: rung.instrument,
      documentNo: command.documentNo,
    };
    return [{ type: "instrumentSigned", payload, notices: [sent] }];
  },
  holdInstrument: (item, command, _now, context) => {
    const draft = item.drafts.find((candidate) => candidate.rung === command.rung && !candidate.held);
    if (!draft) return refuse("nothingPending", `${item.id} has no draft of rung ${command.rung} to hold`);
    const refusal = onlyOffice(item, command, context, "holding");
    return (
      refusal ?? [
        { type: "instrumentHeld", payload: { rung: draft.rung, version: draft.version, reason: command.reason } },
      ]
    );
  },
  instruct: (item, command, now, context) => {
    const wrong = badDate(command.replyBy, today(now, context), "the reply-by date");
    if (wrong) return wrong;
    const { unit, text, replyBy } = command;
    const post = command.actor.onBehalfOf?.post ?? command.actor.post;
    const told = notice("instruction", "immediate", [{ unit }], item, now, context, {
      text,
      replyBy,
      instructorPost: post,
    });
    const payload = { instruction: command.key, unit, text, replyBy, instructorPost: post };
    return [{ type: "instructed", payload, notices: [told] }];
  },
  replyToInstruction: (item, command, now, context) => {
    const open = item.instructions.find((entry) => entry.id === command.instruction && !entry.replied);
    if (!open) return refuse("nothingPending", `${item.id} has no open instruction ${command.instruction}`);
    const refusal = onlyUnit(item, command, open.unit, "the reply on");
    if (refusal) return refusal;
    const told = notice("instructionReply", "immediate", [{ post: open.instructorPost }], item, now, context, {
      text: command.text,
    });
    return [{ type: "instructionReplied", payload: { instruction: open.id, text: command.text }, notices: [told] }];
  },
  acceptReply: (item, command) =>
    repliedStep(item, command, { type: "instructionAccepted", payload: { instruction: command.instruction } }),
  returnReply: (item, command, now, context) => {
    const wrong = badDate(command.replyBy, today(now, context), "the reply-by date");
    if (wrong) return wrong;
    const { instruction, reason, replyBy } = command;
    const unit = item.instructions.find((entry) => entry.id === instruction)?.unit;
    const told = unit
      ? [notice("instruction", "immediate", [{ unit }], item, now, context, { text: reason, replyBy, again: true })]
      : [];
    return repliedStep(item, command, {
      type: "instructionReturned",
      payload: { instruction, reason, replyBy },
      notices: told,
    });
  },
  logCall: (_item, command) => [{ type: "callLogged", payload: { to: command.to, text: command.text } }],
  openCauseReview: (item, command, _now, context) => {
    if (item.causeReview) return refuse("illegalStep", `a cause is already under review on ${item.id}`);
    return (
      onlyOffice(item, command, context, "the review on") ?? [
        { type: "causeReviewOpened", payload: { reason: command.reason } },
      ]
    );
  },
  closeCauseReview: (item, command, _now, context) => {
    if (!item.causeReview) return refuse("nothingPending", `no cause is under review on ${item.id}`);
    return (
      onlyOffice(item, command, context, "the review on") ?? [
        { type: "causeReviewClosed", payload: { reason: command.reason } },
      ]
    );
  },
  migratePolicy: (item, command, _now, context) => {
    const refusal = onlyOffice(item, command, context, "the policy of");
    if (refusal) return refusal;
    if (command.version === item.policy)
      return refuse("illegalStep", `${item.id} already runs on policy ${item.policy}`);
    if (!hasPolicy(context.library, command.version))
      return refuse("badValue", `there is no policy version ${command.version}: load it into the plan first`);
    const payload = { from: item.policy, version: command.version };
    return [...withdrawDrafts(item, "policyMigrated"), { type: "policyMigrated", payload }];
  },
};

/** A reply is taken or sent back by the post that instructed, or by whoever acts for it. */
function repliedStep(item: ItemState, command: CommandOf<"acceptReply" | "returnReply">, step: Step): Decision {
  const replied = item.instructions.find((entry) => entry.id === command.instruction && entry.replied);
  if (!replied) return refuse("nothingPending", `${item.id} has no reply to instruction ${command.instruction}`);
  const { actor } = command;
  if (actor.post !== replied.instructorPost && actor.onBehalfOf?.post !== replied.instructorPost) {
    return refuse("notYours", `the reply is for post ${replied.instructorPost}`);
  }
  return [step];
}

/** Rows of a command on one item, or the refusal. `causeNo` is left to the batch, which knows the command's other items. */
export function decide(item: ItemState, command: Command, now: number, context: Context): readonly NewRow[] | Refusal {
  if (!isOpen(item)) return illegal(item, command.kind);
  // The table is keyed by kind, so the handler fits the command; TypeScript cannot follow that through a union.
  const handler = handlers[command.kind] as Handler<CommandKind>;
  const decision = handler(item, command, now, context);
  if (isRefusal(decision)) return decision;
  return decision.map((step) => ({
    type: step.type,
    item: item.id,
    at: now,
    cause: `cmd/${command.key}`,
    causeNo: 0,
    actor: command.actor,
    payload: step.payload ?? {},
    ...(step.notices && step.notices.length > 0 ? { notices: step.notices } : {}),
  }));
}
