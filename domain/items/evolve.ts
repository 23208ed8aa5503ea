/**
 * Folds ledger rows into an item's state. The only place that changes state: a workflow, a rebuild and a test that
 * fold the same rows hold the same state. Payload shapes are those written by `firing.ts` and `decisions.ts`.
 */
import {
  acknowledgedRun,
  type Draft,
  heldRun,
  type LadderRun,
  newRun,
  onAgenda,
  resumedRun,
  rungDone,
  rungFired,
} from "../ladder/run.js";
import { type Context, contextFor } from "../ladder/subject.js";
import { type RuleSet, policyOf } from "../plan/rule-set.js";
import type { PlanDate } from "../plan/plan.js";
import { addDays, dateAt } from "../plan/plan-date.js";
import { fireAt } from "../ladder/steps.js";
import { CalendarYearMissing, type WorkingCalendar } from "../plan/calendar.js";
import type { ItemEventType, PayloadOf } from "../ledger/events.js";
import { type FoldedRow, peopleOf } from "../ledger/record.js";
import { withFound, withoutFound } from "./finding-state.js";
import { registeredItem } from "./registered-item.js";
import type { Answer, Extension, Instruction, ItemState, ItemStatus, Support } from "./work-item.js";

/** Everybody who stands behind a row's act. */
const people = ({ actor }: Pick<FoldedRow, "actor">): string[] => (actor ? peopleOf(actor) : []);

/** The ladders of the units that help by a sub-deadline, which is counted back from the item's deadline. */
function withSupportRuns(item: ItemState, at: number): readonly Support[] {
  return item.supports.map((support) => {
    const { unit, delivered } = support;
    const run =
      delivered || unit === item.primaryUnit
        ? null
        : newRun("supporting", `supporting/${unit}`, item.deadline, item.deadlineVersion, at);
    return { ...support, run };
  });
}

/** Updates whichever run has the key. */
function withRun(item: ItemState, runKey: string, change: (run: LadderRun) => LadderRun): ItemState {
  if (runKey === "deadline" && item.deadlineRun) return { ...item, deadlineRun: change(item.deadlineRun) };
  if (runKey === "signFor" && item.signForRun) return { ...item, signForRun: change(item.signForRun) };
  if (runKey === "verification" && item.verificationRun)
    return { ...item, verificationRun: change(item.verificationRun) };
  if (item.supports.some((support) => support.run?.runKey === runKey)) {
    const supports = item.supports.map((support) =>
      support.run?.runKey === runKey ? { ...support, run: change(support.run) } : support,
    );
    return { ...item, supports };
  }
  if (item.answer?.run?.runKey === runKey) return { ...item, answer: { ...item.answer, run: change(item.answer.run) } };
  if (item.extension?.run.runKey === runKey)
    return { ...item, extension: { ...item.extension, run: change(item.extension.run) } };
  return {
    ...item,
    instructions: item.instructions.map((entry) =>
      entry.run.runKey === runKey ? { ...entry, run: change(entry.run) } : entry,
    ),
  };
}

const resumedIfAny = (run: LadderRun | null, at: number): LadderRun | null => run && resumedRun(run, at);

/** Of the rungs passed while the unit's ladders stood still only the highest is to fire. */
function resumeUnitLadders(item: ItemState, at: number): ItemState {
  const supports = item.supports.map((support) => ({ ...support, run: resumedIfAny(support.run, at) }));
  const answer = item.answer && { ...item.answer, run: resumedIfAny(item.answer.run, at) };
  return { ...item, ...(answer ? { answer } : {}), supports, deadlineRun: resumedIfAny(item.deadlineRun, at) };
}

/** The same for every ladder of the item: a suspension stops them all, a new policy changes them all. */
function resumeAllLadders(item: ItemState, at: number): ItemState {
  return {
    ...resumeUnitLadders(item, at),
    signForRun: resumedIfAny(item.signForRun, at),
    verificationRun: resumedIfAny(item.verificationRun, at),
    extension: item.extension ? { ...item.extension, run: resumedRun(item.extension.run, at) } : null,
    instructions: item.instructions.map((entry) => ({ ...entry, run: resumedRun(entry.run, at) })),
  };
}

/** After a suspension nothing presses for some working days: the instant from which the ladders are climbed again. */
function pressesAgainAt(on: PlanDate, at: number, context: Context): number {
  const grace = context.policy.graceAfterResumption ?? 0;
  if (grace === 0) return at;
  try {
    return Math.max(at, fireAt(context.calendar.addWorkingDays(addDays(on, -1), grace + 1), context));
  } catch (error) {
    // What lies beyond the calendar cannot be told yet; what comes next waits for its year all the same.
    if (error instanceof CalendarYearMissing) return at;
    throw error;
  }
}

/** A day by which something was asked, later by the working days of a suspension that began before it. */
function putOff(day: PlanDate, [since, on]: readonly [PlanDate, PlanDate], calendar: WorkingCalendar): PlanDate {
  if (day < since) return day;
  try {
    const days = calendar.workingDaysBetween(addDays(since, -1), addDays(on, -1));
    return days > 0 ? calendar.addWorkingDays(day, days) : day;
  } catch (error) {
    if (error instanceof CalendarYearMissing) return day;
    throw error;
  }
}

/**
 * A suspension has moved the deadline. The same climb goes on from the new day: what went out before stays out, what was drafted
 * and not signed is drafted again.
 */
function withMovedDeadline(
  item: ItemState,
  deadline: PlanDate,
  stop: readonly [PlanDate, PlanDate],
  { calendar }: Context,
): ItemState {
  const version = item.deadlineVersion + 1;
  const { deadlineRun, supervision, answer } = item;
  const drafted = new Set(item.drafts.map(({ rung }) => rung));
  const onFrom = (run: LadderRun | null): LadderRun | null => run && { ...run, anchor: deadline, version };
  return {
    ...item,
    deadline,
    deadlineVersion: version,
    drafts: [],
    deadlineRun: deadlineRun && {
      ...deadlineRun,
      anchor: deadline,
      version,
      done: deadlineRun.done.filter((rung) => !drafted.has(rung)),
    },
    supports: item.supports.map((support) => ({ ...support, run: onFrom(support.run) })),
    supervision: supervision && { ...supervision, version, replyBy: putOff(supervision.replyBy, stop, calendar) },
    ...(answer ? { answer: { ...answer, version } } : {}),
  };
}

function acknowledged(item: ItemState, on: PlanDate): ItemState {
  return item.deadlineRun ? { ...item, deadlineRun: acknowledgedRun(item.deadlineRun, on) } : item;
}

/** A new deadline: a new version, a new ladder from the first rung that lies ahead. */
function withDeadline(item: ItemState, deadline: PlanDate, at: number, context: Context): ItemState {
  const version = item.deadlineVersion + 1;
  const ladderName = context.policy.ladderByScope[item.scope];
  const moved: ItemState = { ...item, deadline, deadlineVersion: version, drafts: [], supervision: null };
  const before = item.deadlineRun;
  if (!before) return moved;
  const importedAt = before.importedAt ?? (before.imported ? before.floor : undefined);
  return {
    ...moved,
    deadlineRun: {
      ...newRun(ladderName, "deadline", deadline, version, at),
      ...(importedAt === undefined ? {} : { importedAt }),
    },
    supports: withSupportRuns(moved, at),
  };
}

/**
 * 重新办理: the unit has it in hand again, by a new deadline and with a ladder of its own. What was said of the former work is
 * over: its check, a talk about it, a suspension, instructions that its end answered. Whoever reported it then still stands
 * behind what is checked.
 */
function reopened(
  { talk: _decided, ...item }: ItemState,
  { at, payload }: FoldedRow<"reopened">,
  on: PlanDate,
  context: Context,
): ItemState {
  const { suspensions, suspendedSince: since } = item;
  const again: ItemState = {
    ...item,
    status: "inProgress",
    closedAt: null,
    reopenings: payload.count,
    reportedBy: null,
    reportedOn: null,
    verificationRun: null,
    instructions: item.instructions.filter(({ replied }) => replied),
    causeReview: false,
    suspensions: since === null ? suspensions : [...suspensions, [since, on]],
    stops: since === null ? item.stops : [...item.stops, [since, on]],
    suspendedSince: null,
    suspendedUntil: null,
  };
  return withDeadline(again, payload.deadline, at, context);
}

function startVerification(item: ItemState, on: PlanDate, at: number): ItemState {
  const verifications = item.verifications + 1;
  return { ...item, verifications, verificationRun: newRun("verification", "verification", on, verifications, at) };
}

function extensionOf(item: ItemState, row: FoldedRow<"extensionRequested">, on: PlanDate): Extension {
  const no = item.extensions + 1;
  const { to, late, reason } = row.payload;
  return {
    no,
    to,
    reason,
    on,
    late,
    by: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
    applicants: people(row),
    proposedGrant: null,
    opinions: 0,
    support: 0,
    said: [],
    run: newRun("extension", `extension/${no}`, on, no, row.at),
  };
}

/** The leading group has its own working days for the decision: the ladder starts again with it. */
function proposed(extension: Extension, row: FoldedRow<"extensionProposed">, on: PlanDate): Extension {
  const { runKey, version } = extension.run;
  return {
    ...extension,
    proposedGrant: row.payload.grant,
    ...(row.payload.text === "" ? {} : { proposal: row.payload.text }),
    proposers: people(row),
    run: newRun("extension", runKey, on, version + 1, row.at),
  };
}

function changeInstruction(item: ItemState, id: string, change: (entry: Instruction) => Instruction | null): ItemState {
  const instructions = item.instructions.flatMap((entry) => {
    if (entry.id !== id) return [entry];
    const changed = change(entry);
    return changed ? [changed] : [];
  });
  return { ...item, instructions };
}

/** What a report's figures say of the whole and of what is done of it. */
function figuresOf({ figures }: PayloadOf<"progressReported" | "reported">): Pick<ItemState, "total" | "done"> {
  const { total, done } = figures ?? {};
  return { ...(total === undefined ? {} : { total }), ...(done === undefined ? {} : { done }) };
}

const withoutVerifier = ({ verifier: _ended, ...item }: ItemState): ItemState => item;

/** What a row makes of an item that is registered. `on`: the row's plan day. */
type Fold<T extends ItemEventType> = (item: ItemState, row: FoldedRow<T>, on: PlanDate, context: Context) => ItemState;

const dropDraft = (item: ItemState, rung: string): readonly Draft[] =>
  item.drafts.filter((draft) => draft.rung !== rung);

/** The unit has it from now on: its deadline's ladder starts, from the first rung that lies ahead. */
function withUnit(item: ItemState, status: ItemStatus, on: PlanDate, at: number, context: Context): ItemState {
  const ladderName = context.policy.ladderByScope[item.scope];
  return {
    ...item,
    status,
    assignments: 1,
    signForRun: status === "assigned" ? newRun("signFor", "signFor", on, 1, at) : null,
    deadlineRun: newRun(ladderName, "deadline", item.deadline, item.deadlineVersion, at),
    supports: withSupportRuns(item, at),
  };
}

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
