/** Decisions on a deadline: 延期 by application, proposal and decision, and the reading of the plan's words. */
import type { CommandKind } from "./commands.js";
import {
  badDate,
  bystanders,
  type Handler,
  illegal,
  notice,
  onlyOffice,
  onlyUnit,
  pairedSeats,
  refuse,
  standsBehind,
  today,
  withdrawDrafts,
  withdrawExtension,
} from "./decision.js";
import { applicationFacts, pressingFacts } from "./item-facts.js";
import { expectedBy, replyBy, soonest } from "./asking.js";
import type { NoticeDraft } from "../ledger/record.js";
import { closerUnit, deciderUnit, type Extension, type ItemState, isWithUnit } from "./work-item.js";

/** Everybody who stands behind an application. */
const applicantsOf = ({ by, applicants }: Extension): readonly string[] => applicants ?? [by.person];

type Kind = "requestExtension" | "giveOpinion" | "proposeExtension" | "decideExtension" | "changeReading";

export const deadlineHandlers: { readonly [K in Kind & CommandKind]: Handler<K> } = {
  requestExtension: (item, command, now, context) => {
    if (!isWithUnit(item)) return illegal(item, "延期 apply for an extension");
    if (item.extension) return refuse("illegalStep", `${item.id} already has an application under decision`);
    const day = today(now, context);
    const floor = item.deadline > day ? item.deadline : day;
    const refusal =
      onlyUnit(item, command, item.primaryUnit, "an extension of") ?? badDate(command.to, floor, "the new deadline");
    if (refusal) return refusal;
    const { to, reason } = command;
    const facts = { to, reason, late: day > item.deadline };
    const said = { ...facts, ...pressingFacts(item), appliedOn: day, ...expectedBy("extension", day, context) };
    const proposer = [{ unit: closerUnit(item, context.ruleSet.bodies) }];
    const asked = notice("extensionRequest", "immediate", proposer, item, now, context, said, pairedSeats(item));
    return [{ type: "extensionRequested", payload: { no: item.extensions + 1, ...facts }, notices: [asked] }];
  },
  giveOpinion: (item, command) => {
    const pending = item.extension;
    if (!pending) return refuse("nothingPending", `${item.id} has no application to give an opinion on`);
    if (standsBehind(command, applicantsOf(pending))) {
      return refuse("ownWork", `${pending.by.person} applied for this extension and gives no opinion on it`);
    }
    const { supports, text } = command;
    return [{ type: "opinionGiven", payload: { no: pending.no, supports, text } }];
  },
  proposeExtension: (item, command, now, context) => {
    const pending = item.extension;
    if (!pending) return refuse("nothingPending", `${item.id} has no application to propose on`);
    if (pending.proposedGrant !== null)
      return refuse("illegalStep", `a proposal on ${item.id} is already before the leading group`);
    const { bodies } = context.ruleSet;
    const refusal = onlyUnit(item, command, closerUnit(item, bodies), "the proposal on");
    if (refusal) return refusal;
    if (standsBehind(command, applicantsOf(pending))) {
      return refuse("ownWork", `${pending.by.person} applied for this extension and cannot propose on it`);
    }
    const { grant, text } = command;
    const facts = {
      ...pressingFacts(item),
      ...applicationFacts({ ...pending, proposedGrant: grant, proposal: text }),
      ...expectedBy("extension", today(now, context), context),
    };
    const asked = notice("extensionRequest", "immediate", [{ unit: bodies.leadingGroup }], item, now, context, facts);
    return [{ type: "extensionProposed", payload: { no: pending.no, grant, text }, notices: [asked] }];
  },
  decideExtension: (item, command, now, context) => {
    const pending = item.extension;
    if (!pending) return refuse("nothingPending", `${item.id} has no application to decide`);
    const { bodies } = context.ruleSet;
    if (pending.proposedGrant === null) {
      return refuse(
        "illegalStep",
        `the application on ${item.id} waits for the proposal of unit ${deciderUnit(item, bodies)}`,
      );
    }
    const refusal = onlyUnit(item, command, bodies.leadingGroup, "the decision on");
    if (refusal) return refusal;
    if (standsBehind(command, applicantsOf(pending)) || pending.by.unit === command.actor.unit) {
      return refuse(
        "ownWork",
        `${pending.by.person} of ${pending.by.unit} applied for this extension: somebody else decides it`,
      );
    }
    if (standsBehind(command, pending.proposers ?? []))
      return refuse("ownWork", `${command.actor.person} made the proposal on this extension: somebody else decides it`);
    const { grant, reason } = command;
    const payload = {
      no: pending.no,
      grant,
      from: item.deadline,
      deadline: grant ? pending.to : item.deadline,
      reason,
    };
    const after: ItemState = { ...item, deadline: payload.deadline, extension: null };
    const to = [{ unit: item.primaryUnit }];
    const copy = [...bystanders(item), ...pairedSeats(item)];
    const { late, on: appliedOn } = pending;
    const asked = replyBy(soonest(after.deadline, today(now, context), context));
    const facts = { grant, to: pending.to, reason, late, appliedOn, ...asked };
    const told: NoticeDraft = {
      ...notice("extensionDecision", "immediate", to, after, now, context, facts, copy),
      // Those who were told of the delay hear that the time was given.
      ...(grant ? { alsoToPriorRecipients: true } : {}),
    };
    const withdrawn = grant ? withdrawDrafts(item, "deadlineMoved") : [];
    return [...withdrawn, { type: "extensionDecided", payload, notices: [told] }];
  },
  changeReading: (item, command, now, context) => {
    const refusal =
      onlyOffice(item, command, context, "the reading of the deadline of") ??
      badDate(command.deadline, "1949-10-01", "the new reading");
    if (refusal) return refusal;
    const { deadline, reason } = command;
    if (deadline === item.deadline) return refuse("illegalStep", `${item.id} already has the deadline ${deadline}`);
    const payload = { from: item.deadline, deadline, reason };
    const after: ItemState = { ...item, deadline };
    const asked = replyBy(soonest(deadline, today(now, context), context));
    const facts = { from: item.deadline, to: deadline, reason, ...asked };
    const to = [{ unit: item.primaryUnit }];
    const told: NoticeDraft = {
      ...notice("deadlineChange", "batched", to, after, now, context, facts, bystanders(item)),
      alsoToPriorRecipients: true,
    };
    return [
      ...withdrawDrafts(item, "deadlineMoved"),
      ...withdrawExtension(item, "deadlineMoved"),
      { type: "readingChanged", payload, notices: item.status === "registered" ? [] : [told] },
    ];
  },
};
