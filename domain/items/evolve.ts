/**
 * Folds ledger rows into an item's state. The only place that changes state: a workflow, a rebuild and a test that
 * fold the same rows hold the same state. Payload shapes are those of `domain/ledger`; what several folds share is in `item-changes.ts`.
 */
import { type Draft, heldRun, newRun, onAgenda, rungDone, rungFired } from "../ladder/run.js";
import { type Context, contextFor } from "../ladder/subject.js";
import { type RuleSet, policyOf } from "../plan/rule-set.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";

import type { ItemEventType } from "../ledger/events.js";
import type { FoldedRow } from "../ledger/record.js";
import { withFound, withoutFound } from "./finding-state.js";
import { registeredItem } from "./registered-item.js";
import type { Answer, Instruction, ItemState } from "./work-item.js";
import {
  people,
  withRun,
  resumeUnitLadders,
  resumeAllLadders,
  pressesAgainAt,
  withMovedDeadline,
  acknowledged,
  withDeadline,
  reopened,
  startVerification,
  extensionOf,
  proposed,
  changeInstruction,
  figuresOf,
  withoutVerifier,
  dropDraft,
  withUnit,
} from "./item-changes.js";

/** What a row makes of an item that is registered. `on`: the row's plan day. */
type Fold<T extends ItemEventType> = (item: ItemState, row: FoldedRow<T>, on: PlanDate, context: Context) => ItemState;

const folds: { readonly [T in LaterEventType]: Fold<T> } = {
  assigned: (item, row, on, context) => withUnit(item, "assigned", on, row.at, context),
  imported: (item, row, on, context) => {
    const { status, percent } = row.payload;
    const running = withUnit(item, status, on, row.at, context);
    const deadlineRun = running.deadlineRun ? { ...running.deadlineRun, imported: true } : null;
    return { ...running, percent, deadlineRun };
  },
  rungFired: (item, { payload }) => withRun(item, payload.run, (run) => rungFired(run, payload)),
  rungSkipped: (item, { payload }) => withRun(item, payload.run, (run) => rungDone(run, payload.rung)),
  instrumentDrafted: (item, { payload }, on) => {
    const climbed = withRun(item, payload.run, (run) => rungFired(run, payload));
    const draft: Draft = { rung: payload.rung, version: payload.version, draftedOn: on, held: false };
    return { ...climbed, drafts: [...dropDraft(climbed, draft.rung), draft] };
  },
  instrumentLapsed: (item, row) => ({ ...item, drafts: dropDraft(item, row.payload.rung) }),
  instrumentWithdrawn: (item, row) => ({ ...item, drafts: dropDraft(item, row.payload.rung) }),
  deliveryChecked: (item, { payload: { documentNo, deliveredOn, until } }) => {
    const { supervision } = item;
    if (supervision?.no !== documentNo) return item;
    const delivered = deliveredOn === undefined ? {} : { deliveredOn };
    return { ...item, supervision: { ...supervision, ...delivered, openUntil: until } };
  },
  instrumentHeld: (item, row) => ({
    ...item,
    drafts: item.drafts.map((draft) => (draft.rung === row.payload.rung ? { ...draft, held: true } : draft)),
  }),
  instrumentSigned: (item, row, on) => {
    const drafts = dropDraft(item, row.payload.rung);
    if (row.payload.instrument === "summonsTalk") return { ...item, drafts, talk: item.deadlineVersion };
    if (row.payload.instrument !== "supervise") return { ...item, drafts };
    const { documentNo: no, replyBy = on } = row.payload;
    return { ...item, drafts, supervision: { version: item.deadlineVersion, answered: false, on, no, replyBy } };
  },
  supportReported: (item, row) => ({
    ...item,
    supports: item.supports.map((support) =>
      support.unit === row.payload.unit ? { ...support, delivered: true, run: null } : support,
    ),
  }),
  signedFor: (item) => ({ ...item, status: "signedFor", signForRun: null }),
  progressReported: (item, row, on) => {
    const { percent, text } = row.payload;
    return { ...item, status: "inProgress", percent, ...figuresOf(row.payload), lastWords: { text, on } };
  },
  figureComputed: (item, { payload: { register, figure, done, total, percent } }) => ({
    ...item,
    computed: { register, figure },
    done,
    total,
    totalVersion: item.totalVersion ?? 1,
    percent,
  }),
  totalFixed: (item, row) => ({
    ...item,
    total: row.payload.total,
    totalVersion: row.payload.version,
    metric: { target: row.payload.target },
    percent: row.payload.percent,
  }),
  reported: (item, row, on) => {
    const reporters = [...new Set([...item.reporters, ...people(row)])];
    // Whoever reported it is not who checks it, assigned or not.
    const checked = item.verifier && reporters.includes(item.verifier.person) ? withoutVerifier(item) : item;
    return {
      ...startVerification(checked, on, row.at),
      status: "reported",
      percent: row.payload.percent ?? 100,
      ...figuresOf(row.payload),
      reportedBy: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
      reporters,
      reportedOn: on,
      lastWords: { text: row.payload.text, on },
      supervision: item.supervision ? { ...item.supervision, answered: true } : null,
    };
  },
  verifierAssigned: (item, { payload }) => {
    const { verifier, verifierPost } = payload;
    if (verifier === null || verifierPost === undefined) return withoutVerifier(item);
    return { ...item, verifier: { person: verifier, post: verifierPost } };
  },
  verified: (item, row, on) => ({
    ...startVerification(withoutVerifier(item), on, row.at),
    status: "verified",
  }),
  returned: (item, row, on) => ({
    ...resumeUnitLadders(item, row.at),
    ...(item.lastWords ? { lastWords: { ...item.lastWords, returned: { on, reason: row.payload.reason } } } : {}),
    status: "inProgress",
    returns: item.returns + 1,
    verificationRun: null,
    reportedBy: null,
    reportedOn: null,
    supervision: item.supervision ? { ...item.supervision, answered: false } : null,
    ...(row.payload.replyBy === undefined ? {} : { reworkBy: row.payload.replyBy }),
  }),
  closed: (item, row) => ({ ...item, status: "closed", closedAt: row.at, drafts: [] }),
  cancelled: (item, row) => ({ ...item, status: "cancelled", closedAt: row.at, drafts: [] }),
  reopened: (item, row, on, context) => reopened(item, row, on, context),
  suspended: (item, row, on) => ({
    ...item,
    suspendedSince: on,
    suspendedUntil: row.payload.until,
    ...(row.payload.deadline === undefined ? {} : { suspendedTo: row.payload.deadline }),
  }),
  resumed: ({ suspendedTo: _named, ...item }, row, day, context) => {
    // A planned end counts on its own day, however late an outage let it be recorded; a person's act when it was done.
    const { on = day, dueAt = row.at, deadline } = row.payload;
    const stop = [item.suspendedSince ?? on, on] as const;
    const running: ItemState = {
      ...resumeAllLadders(item, pressesAgainAt(on, dueAt, context)),
      stops: [...item.stops, stop],
      suspendedSince: null,
      suspendedUntil: null,
    };
    if (deadline === undefined) return { ...running, suspensions: [...item.suspensions, stop] };
    return withMovedDeadline(running, deadline, stop, context);
  },
  extensionRequested: (item, row, on) => ({
    ...item,
    extensions: item.extensions + 1,
    extension: extensionOf(item, row, on),
  }),
  extensionWithdrawn: (item) => ({ ...item, extension: null }),
  opinionGiven: (item, { payload: { supports, text } }) => {
    const { extension } = item;
    if (!extension) return item;
    const { opinions, support, said } = extension;
    const heard = {
      opinions: opinions + 1,
      support: support + (supports ? 1 : 0),
      said: text === "" ? said : [...said, text],
    };
    return { ...item, extension: { ...extension, ...heard } };
  },
  extensionProposed: (item, row, on) =>
    item.extension ? { ...item, extension: proposed(item.extension, row, on) } : item,
  extensionDecided: (item, row, _on, context) => {
    const decided = { ...item, extension: null };
    if (row.payload.grant) return withDeadline(decided, row.payload.deadline, row.at, context);
    // A late application froze nothing: there is nothing to catch up on.
    return item.extension?.late === true ? decided : resumeUnitLadders(decided, row.at);
  },
  readingChanged: (item, row, _on, context) => withDeadline(item, row.payload.deadline, row.at, context),
  reassigned: (item, row, on) => {
    const { primaryUnit } = row.payload;
    // Before 交办 there is nothing to sign for yet.
    if (item.status === "registered") return { ...item, primaryUnit };
    const assignments = item.assignments + 1;
    const signForRun = newRun("signFor", "signFor", on, assignments, row.at);
    // A 督办函 to the unit before is not one that this unit left unanswered; what it helped with it now owes.
    const supports = item.supports.map((each) => (each.unit === primaryUnit ? { ...each, run: null } : each));
    // Another unit's work may be another unit's to verify.
    const { answer: _others, reworkBy: _theirs, ...handed } = withoutVerifier(item);
    return { ...handed, primaryUnit, status: "assigned", assignments, signForRun, supports, supervision: null };
  },
  handedOver: (item, row, on) => {
    const assignments = item.assignments + 1;
    return {
      ...item,
      status: "assigned",
      assignments,
      signForRun: newRun("signFor", "signFor", on, assignments, row.at),
    };
  },
  acknowledged: (item, _row, on) => acknowledged(item, on),
  instructed: (item, row, on) => {
    const { instruction: id, unit, instructorPost, replyBy, text } = row.payload;
    const entry: Instruction = {
      id,
      unit,
      instructorPost,
      replyBy,
      text,
      on,
      replied: false,
      run: newRun("instruction", `instruction/${id}`, replyBy, 1, row.at),
    };
    // Whoever writes a 批示 has read: it quiets the repeats like an acknowledgement.
    return { ...acknowledged(item, on), instructions: [...item.instructions, entry] };
  },
  instructionReplied: (item, row) =>
    changeInstruction(item, row.payload.instruction, (entry) => ({
      ...entry,
      replied: true,
      repliedBy: people(row),
      ...(row.payload.toCheck === true ? { unchecked: row.payload.text } : {}),
    })),
  instructionAccepted: (item, row) => {
    const accepted = item.instructions.find(({ id }) => id === row.payload.instruction);
    const rest = changeInstruction(item, row.payload.instruction, () => null);
    if (accepted === undefined) return rest;
    const { instructorPost: post, text, on } = accepted;
    return { ...rest, heeded: { post, text, on } };
  },
  instructionReturned: (item, row) =>
    changeInstruction(item, row.payload.instruction, ({ unchecked: _sentBack, ...entry }) => {
      const { replyBy } = row.payload;
      return {
        ...entry,
        replied: false,
        replyBy,
        run: newRun("instruction", entry.run.runKey, replyBy, entry.run.version + 1, row.at),
      };
    }),
  answered: (item, row, on) => {
    const { no, cause, measures, promised, responsible } = row.payload;
    const by = people(row);
    const answer: Answer = {
      no,
      version: item.deadlineVersion,
      on,
      cause,
      measures,
      promised,
      responsible,
      by,
      state: "waiting",
      run: null,
    };
    return { ...item, answer, lastWords: { text: `${cause}；${measures}`, on } };
  },
  answerAccepted: (item, row) => {
    const { answer } = item;
    if (!answer) return item;
    const run = newRun("promise", `promise/${answer.no}`, answer.promised, 1, row.at);
    return { ...item, answer: { ...answer, state: "accepted", run } };
  },
  answerReturned: (item, { payload: { reason, replyBy } }) =>
    item.answer ? { ...item, answer: { ...item.answer, state: "returned", returned: { reason, replyBy } } } : item,
  escalationHeld: (item, { payload: { version: _same, ...hold } }) =>
    item.deadlineRun ? { ...item, deadlineRun: heldRun(item.deadlineRun, hold) } : item,
  agendaListed: (item, { payload }) => withRun(item, payload.run, (run) => onAgenda(run, payload.due)),
  instructionForwarded: (item, row) =>
    changeInstruction(item, row.payload.instruction, ({ unchecked: _checked, ...entry }) => entry),
  causeReviewOpened: (item) => ({ ...item, causeReview: true }),
  causeReviewClosed: (item, row) => resumeUnitLadders({ ...item, causeReview: false }, row.at),
  policyMigrated: (item, row, _on, { ruleSet }) => {
    const policy = policyOf(ruleSet, row.payload.version);
    const ladderName = policy.ladderByScope[item.scope];
    const deadlineRun = item.deadlineRun ? { ...item.deadlineRun, ladderName } : null;
    return resumeAllLadders({ ...item, policy: policy.version, drafts: [], deadlineRun }, row.at);
  },
  callLogged: (item) => item,
  evidenceFiled: (item) => item,
  talkDecided: ({ talk: _decided, ...item }) => item,
  annotated: (item) => item,
  timetableSet: (item, row) => ({
    ...item,
    timetable: { version: item.deadlineVersion, lines: row.payload.lines },
  }),
  findingRecorded: (item, row, on) => ({ ...item, finding: withFound(item.finding, row, on) }),
  findingWithdrawn: (item, row) => (item.finding ? { ...item, finding: withoutFound(item.finding, row) } : item),
  severityDecided: (item, { payload: { accepted, severity, deadline }, at }, _on, context) => {
    const { finding } = item;
    if (!finding) return item;
    const decided = { ...item, finding: { ...finding, proposed: null, ...(accepted ? { severity } : {}) } };
    return accepted ? withDeadline(decided, deadline, at, context) : decided;
  },
};

/** A type of event that an item has after its registration. */
type LaterEventType = Exclude<ItemEventType, "registered">;

function apply<T extends LaterEventType>(
  item: ItemState,
  row: FoldedRow<T>,
  on: PlanDate,
  context: Context,
): ItemState {
  const fold: Fold<T> = folds[row.type];
  return fold(item, row, on, context);
}

/** The item after one more row. `before`: null at its registration. */
export function evolveItem(
  before: ItemState | null | undefined,
  row: FoldedRow<ItemEventType> & { readonly item: string },
  calendar: number,
  ruleSet: RuleSet,
): ItemState {
  if (row.type === "registered") return registeredItem(row);
  if (!before) throw new Error(`the ledger speaks of item ${row.item} before its registration`);
  return apply(before, row, dateAt(row.at, ruleSet.offsetMinutes), contextFor(before, calendar, ruleSet));
}
