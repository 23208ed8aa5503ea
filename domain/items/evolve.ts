/**
 * Folds ledger rows into an item's state. The only place that changes state: a workflow, a rebuild and a test that
 * fold the same rows hold the same state. Payload shapes are those written by `firing.ts` and `decisions.ts`.
 */
import { acknowledgedRun, type Draft, type LadderRun, newRun, resumedRun, rungDone, rungFired } from "../ladder/run.js";
import { type Context, contextFor } from "../ladder/subject.js";
import { type RuleSet, policyOf } from "../plan/rule-set.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import type { ItemEventType, PayloadOf } from "../ledger/events.js";
import { type FoldedRow, peopleOf } from "../ledger/record.js";
import { registeredItem } from "./registered-item.js";
import type { Extension, Instruction, ItemState, ItemStatus, Support } from "./work-item.js";

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
  return { ...item, supports, deadlineRun: resumedIfAny(item.deadlineRun, at) };
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
  const { to, late } = row.payload;
  return {
    no,
    to,
    late,
    by: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
    applicants: people(row),
    proposedGrant: null,
    opinions: 0,
    run: newRun("extension", `extension/${no}`, on, no, row.at),
  };
}

/** The leading group has its own working days for the decision: the ladder starts again with it. */
function proposed(extension: Extension, row: FoldedRow<"extensionProposed">, on: PlanDate): Extension {
  const { runKey, version } = extension.run;
  return {
    ...extension,
    proposedGrant: row.payload.grant,
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
  instrumentHeld: (item, row) => ({
    ...item,
    drafts: item.drafts.map((draft) => (draft.rung === row.payload.rung ? { ...draft, held: true } : draft)),
  }),
  instrumentSigned: (item, row) => {
    const drafts = dropDraft(item, row.payload.rung);
    if (row.payload.instrument === "summonsTalk") return { ...item, drafts, talk: item.deadlineVersion };
    if (row.payload.instrument !== "supervise") return { ...item, drafts };
    return { ...item, drafts, supervision: { version: item.deadlineVersion, answered: false } };
  },
  supportReported: (item, row) => ({
    ...item,
    supports: item.supports.map((support) =>
      support.unit === row.payload.unit ? { ...support, delivered: true, run: null } : support,
    ),
  }),
  signedFor: (item) => ({ ...item, status: "signedFor", signForRun: null }),
  progressReported: (item, row) => {
    const { percent } = row.payload;
    return { ...item, status: "inProgress", percent, ...figuresOf(row.payload) };
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
  returned: (item, row) => ({
    ...resumeUnitLadders(item, row.at),
    status: "inProgress",
    returns: item.returns + 1,
    verificationRun: null,
    reportedBy: null,
    reportedOn: null,
    supervision: item.supervision ? { ...item.supervision, answered: false } : null,
  }),
  closed: (item, row) => ({ ...item, status: "closed", closedAt: row.at, drafts: [] }),
  cancelled: (item, row) => ({ ...item, status: "cancelled", closedAt: row.at, drafts: [] }),
  reopened: (item, row, on, context) => reopened(item, row, on, context),
  suspended: (item, row, on) => ({
    ...item,
    suspendedSince: on,
    suspendedUntil: row.payload.until,
  }),
  resumed: (item, row, day) => {
    // A planned end counts on its own day, however late an outage let it be recorded; a person's act when it was done.
    const { on = day, dueAt: at = row.at } = row.payload;
    return {
      ...resumeAllLadders(item, at),
      suspensions: [...item.suspensions, [item.suspendedSince ?? on, on] as const],
      suspendedSince: null,
      suspendedUntil: null,
    };
  },
  extensionRequested: (item, row, on) => ({
    ...item,
    extensions: item.extensions + 1,
    extension: extensionOf(item, row, on),
  }),
  extensionWithdrawn: (item) => ({ ...item, extension: null }),
  opinionGiven: (item) =>
    item.extension ? { ...item, extension: { ...item.extension, opinions: item.extension.opinions + 1 } } : item,
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
    const handed = withoutVerifier(item);
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
    const { instruction: id, unit, instructorPost, replyBy } = row.payload;
    const entry: Instruction = {
      id,
      unit,
      instructorPost,
      replyBy,
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
    })),
  instructionAccepted: (item, row) => changeInstruction(item, row.payload.instruction, () => null),
  instructionReturned: (item, row) =>
    changeInstruction(item, row.payload.instruction, (entry) => {
      const { replyBy } = row.payload;
      return {
        ...entry,
        replied: false,
        replyBy,
        run: newRun("instruction", entry.run.runKey, replyBy, entry.run.version + 1, row.at),
      };
    }),
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
