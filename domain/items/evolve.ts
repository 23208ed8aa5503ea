/**
 * Folds ledger rows into an item's state. The only place that changes state: a workflow, a rebuild and a test that
 * fold the same rows hold the same state. Payload shapes are those written by `firing.ts` and `decisions.ts`.
 */
import { CalendarYearMissing } from "../plan/calendar.js";
import { type Action, type Context, contextFor, nextAction } from "../ladder/ladder.js";
import { type Library, policyOf } from "../plan/library.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import { type LedgerRow, type NewRow, peopleOf } from "../ledger/record.js";
import { newRun } from "./registered-item.js";
import type { Draft, Extension, Instruction, ItemState, ItemStatus, LadderRun, Support } from "./work-item.js";

type FoldedRow = Pick<LedgerRow | NewRow, "type" | "at" | "payload" | "actor">;
/** Everybody who stands behind a row's act. */
const people = ({ actor }: FoldedRow): string[] => (actor ? peopleOf(actor) : []);

type Payload = Readonly<Record<string, unknown>>;

const text = (payload: Payload, name: string): string => String(payload[name]);
const number = (payload: Payload, name: string): number => Number(payload[name]);

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
function withRun(item: ItemState, key: string, change: (run: LadderRun) => LadderRun): ItemState {
  if (key === "deadline" && item.deadlineRun) return { ...item, deadlineRun: change(item.deadlineRun) };
  if (key === "signFor" && item.signForRun) return { ...item, signForRun: change(item.signForRun) };
  if (key === "verification" && item.verificationRun) return { ...item, verificationRun: change(item.verificationRun) };
  if (item.supports.some((support) => support.run?.key === key)) {
    const supports = item.supports.map((support) =>
      support.run?.key === key ? { ...support, run: change(support.run) } : support,
    );
    return { ...item, supports };
  }
  if (item.extension?.run.key === key)
    return { ...item, extension: { ...item.extension, run: change(item.extension.run) } };
  return {
    ...item,
    instructions: item.instructions.map((entry) =>
      entry.run.key === key ? { ...entry, run: change(entry.run) } : entry,
    ),
  };
}

const caughtUp = (run: LadderRun, at: number): LadderRun => ({ ...run, catchUp: at });
const caughtUpIfAny = (run: LadderRun | null, at: number): LadderRun | null => (run ? caughtUp(run, at) : null);

/** Of the rungs passed while the unit's ladders stood still only the highest is to fire. */
function goOn(item: ItemState, at: number): ItemState {
  const supports = item.supports.map((support) => ({ ...support, run: caughtUpIfAny(support.run, at) }));
  return { ...item, supports, deadlineRun: caughtUpIfAny(item.deadlineRun, at) };
}

/** The same for every ladder of the item: a suspension stops them all, a new policy changes them all. */
function allGoOn(item: ItemState, at: number): ItemState {
  return {
    ...goOn(item, at),
    signForRun: caughtUpIfAny(item.signForRun, at),
    verificationRun: caughtUpIfAny(item.verificationRun, at),
    extension: item.extension ? { ...item.extension, run: caughtUp(item.extension.run, at) } : null,
    instructions: item.instructions.map((entry) => ({ ...entry, run: caughtUp(entry.run, at) })),
  };
}

function rungDone(run: LadderRun, payload: Payload, firedOnDue: boolean): LadderRun {
  const rung = text(payload, "rung");
  const repetition = number(payload, "repetition");
  const done = run.done.includes(rung) ? run.done : [...run.done, rung];
  if (!firedOnDue || payload.repeats !== true) return { ...run, done };
  const acknowledgedOn = run.repeat?.acknowledgedOn ?? null;
  return { ...run, done, repeat: { rung, count: repetition, last: text(payload, "due"), acknowledgedOn } };
}

function acknowledged(item: ItemState, on: PlanDate): ItemState {
  const quiet = (run: LadderRun): LadderRun =>
    run.repeat ? { ...run, repeat: { ...run.repeat, acknowledgedOn: on } } : run;
  return item.deadlineRun ? { ...item, deadlineRun: quiet(item.deadlineRun) } : item;
}

/** A new deadline: a new version, a new ladder from the first rung that lies ahead. */
function withDeadline(item: ItemState, deadline: PlanDate, at: number, context: Context): ItemState {
  const version = item.deadlineVersion + 1;
  const ladder = context.policy.ladderByScope[item.scope];
  const moved: ItemState = { ...item, deadline, deadlineVersion: version, drafts: [], supervision: null };
  const before = item.deadlineRun;
  if (!before) return moved;
  const importedAt = before.importedAt ?? (before.imported ? before.floor : undefined);
  return {
    ...moved,
    deadlineRun: {
      ...newRun(ladder, "deadline", deadline, version, at),
      ...(importedAt === undefined ? {} : { importedAt }),
    },
    supports: withSupportRuns(moved, at),
  };
}

function startVerification(item: ItemState, on: PlanDate, at: number): ItemState {
  const verifications = item.verifications + 1;
  return { ...item, verifications, verificationRun: newRun("verification", "verification", on, verifications, at) };
}

function extensionOf(item: ItemState, row: FoldedRow, on: PlanDate): Extension {
  const no = item.extensions + 1;
  return {
    no,
    to: text(row.payload, "to"),
    late: row.payload.late === true,
    by: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
    applicants: people(row),
    proposedGrant: null,
    opinions: 0,
    run: newRun("extension", `extension/${no}`, on, no, row.at),
  };
}

/** The leading group has its own working days for the decision: the ladder starts again with it. */
function proposed(extension: Extension, row: FoldedRow, on: PlanDate): Extension {
  const { key, version } = extension.run;
  return {
    ...extension,
    proposedGrant: row.payload.grant === true,
    proposers: people(row),
    run: newRun("extension", key, on, version + 1, row.at),
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
function counted({ figures }: Payload): Pick<ItemState, "total" | "done"> {
  const { total, done } = (figures ?? {}) as { readonly total?: number; readonly done?: number };
  return { ...(total === undefined ? {} : { total }), ...(done === undefined ? {} : { done }) };
}

const withoutVerifier = ({ verifier: _ended, ...item }: ItemState): ItemState => item;

type Fold = (item: ItemState, row: FoldedRow, on: PlanDate, context: Context) => ItemState;

const dropDraft = (item: ItemState, rung: string): readonly Draft[] =>
  item.drafts.filter((draft) => draft.rung !== rung);

/** The unit has it from now on: its deadline's ladder starts, from the first rung that lies ahead. */
function withUnit(item: ItemState, status: ItemStatus, on: PlanDate, at: number, context: Context): ItemState {
  const ladder = context.policy.ladderByScope[item.scope];
  return {
    ...item,
    status,
    assignments: 1,
    signForRun: status === "assigned" ? newRun("signFor", "signFor", on, 1, at) : null,
    deadlineRun: newRun(ladder, "deadline", item.deadline, item.deadlineVersion, at),
    supports: withSupportRuns(item, at),
  };
}

const folds: Readonly<Record<string, Fold>> = {
  assigned: (item, row, on, context) => withUnit(item, "assigned", on, row.at, context),
  imported: (item, row, on, context) => {
    const running = withUnit(item, row.payload.status as ItemStatus, on, row.at, context);
    const deadlineRun = running.deadlineRun ? { ...running.deadlineRun, imported: true } : null;
    return { ...running, percent: number(row.payload, "percent"), deadlineRun };
  },
  rungFired: (item, row) => withRun(item, text(row.payload, "run"), (run) => rungDone(run, row.payload, true)),
  rungSkipped: (item, row) => withRun(item, text(row.payload, "run"), (run) => rungDone(run, row.payload, false)),
  instrumentDrafted: (item, row, on) => {
    const climbed = withRun(item, text(row.payload, "run"), (run) => rungDone(run, row.payload, true));
    const draft: Draft = {
      rung: text(row.payload, "rung"),
      version: number(row.payload, "version"),
      draftedOn: on,
      held: false,
    };
    return { ...climbed, drafts: [...dropDraft(climbed, draft.rung), draft] };
  },
  instrumentLapsed: (item, row) => ({ ...item, drafts: dropDraft(item, text(row.payload, "rung")) }),
  instrumentWithdrawn: (item, row) => ({ ...item, drafts: dropDraft(item, text(row.payload, "rung")) }),
  instrumentHeld: (item, row) => ({
    ...item,
    drafts: item.drafts.map((draft) => (draft.rung === row.payload.rung ? { ...draft, held: true } : draft)),
  }),
  instrumentSigned: (item, row) => {
    const drafts = dropDraft(item, text(row.payload, "rung"));
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
    const percent = number(row.payload, "percent");
    return { ...item, status: "inProgress", percent, ...counted(row.payload) };
  },
  totalFixed: (item, row) => ({
    ...item,
    total: number(row.payload, "total"),
    totalVersion: number(row.payload, "version"),
    metric: { target: number(row.payload, "target") },
    percent: number(row.payload, "percent"),
  }),
  reported: (item, row, on) => {
    const reporters = [...new Set([...item.reporters, ...people(row)])];
    // Whoever reported it is not who checks it, assigned or not.
    const checked = item.verifier && reporters.includes(item.verifier.person) ? withoutVerifier(item) : item;
    return {
      ...startVerification(checked, on, row.at),
      status: "reported",
      percent: typeof row.payload.percent === "number" ? row.payload.percent : 100,
      ...counted(row.payload),
      reportedBy: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
      reporters,
      reportedOn: on,
      supervision: item.supervision ? { ...item.supervision, answered: true } : null,
    };
  },
  verifierAssigned: (item, { payload }) => {
    const { verifier, verifierPost } = payload;
    if (typeof verifier !== "string") return withoutVerifier(item);
    return { ...item, verifier: { person: verifier, post: String(verifierPost) } };
  },
  verified: (item, row, on) => ({
    ...startVerification(withoutVerifier(item), on, row.at),
    status: "verified",
  }),
  returned: (item, row) => ({
    ...goOn(item, row.at),
    status: "inProgress",
    returns: item.returns + 1,
    verificationRun: null,
    reportedBy: null,
    reportedOn: null,
    supervision: item.supervision ? { ...item.supervision, answered: false } : null,
  }),
  closed: (item, row) => ({ ...item, status: "closed", closedAt: row.at, drafts: [] }),
  cancelled: (item, row) => ({ ...item, status: "cancelled", closedAt: row.at, drafts: [] }),
  suspended: (item, row, on) => ({
    ...item,
    suspendedSince: on,
    suspendedUntil: (row.payload.until as PlanDate | null) ?? null,
  }),
  resumed: (item, row, day) => {
    // A planned end counts on its own day, however late an outage let it be recorded; a person's act when it was done.
    const on = typeof row.payload.on === "string" ? row.payload.on : day;
    const at = typeof row.payload.dueAt === "number" ? row.payload.dueAt : row.at;
    return {
      ...allGoOn(item, at),
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
    if (row.payload.grant === true) return withDeadline(decided, text(row.payload, "deadline"), row.at, context);
    // A late application froze nothing: there is nothing to catch up on.
    return item.extension?.late === true ? decided : goOn(decided, row.at);
  },
  readingChanged: (item, row, _on, context) => withDeadline(item, text(row.payload, "deadline"), row.at, context),
  reassigned: (item, row, on) => {
    const primaryUnit = text(row.payload, "primaryUnit");
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
    const id = text(row.payload, "instruction");
    const replyBy = text(row.payload, "replyBy");
    const entry: Instruction = {
      id,
      unit: text(row.payload, "unit"),
      instructorPost: text(row.payload, "instructorPost"),
      replyBy,
      replied: false,
      run: newRun("instruction", `instruction/${id}`, replyBy, 1, row.at),
    };
    // Whoever writes a 批示 has read: it quiets the repeats like an acknowledgement.
    return { ...acknowledged(item, on), instructions: [...item.instructions, entry] };
  },
  instructionReplied: (item, row) =>
    changeInstruction(item, text(row.payload, "instruction"), (entry) => ({
      ...entry,
      replied: true,
      repliedBy: people(row),
    })),
  instructionAccepted: (item, row) => changeInstruction(item, text(row.payload, "instruction"), () => null),
  instructionReturned: (item, row) =>
    changeInstruction(item, text(row.payload, "instruction"), (entry) => {
      const replyBy = text(row.payload, "replyBy");
      return {
        ...entry,
        replied: false,
        replyBy,
        run: newRun("instruction", entry.run.key, replyBy, entry.run.version + 1, row.at),
      };
    }),
  causeReviewOpened: (item) => ({ ...item, causeReview: true }),
  causeReviewClosed: (item, row) => goOn({ ...item, causeReview: false }, row.at),
  policyMigrated: (item, row, _on, { library }) => {
    const policy = policyOf(library, number(row.payload, "version"));
    const ladder = policy.ladderByScope[item.scope];
    const deadlineRun = item.deadlineRun ? { ...item.deadlineRun, ladder } : null;
    return allGoOn({ ...item, policy: policy.version, drafts: [], deadlineRun }, row.at);
  },
  callLogged: (item) => item,
  evidenceFiled: (item) => item,
  talkDecided: ({ talk: _decided, ...item }) => item,
  annotated: (item) => item,
};

/** Every type of row an item's ledger may hold. */
export const ROW_TYPES: readonly string[] = ["registered", ...Object.keys(folds)];

/** The item after one more row. Throws for a row type this version does not know: never a silent gap. */
export function evolveItem(item: ItemState, row: FoldedRow, calendar: number, library: Library): ItemState {
  const fold = folds[row.type];
  if (!fold) throw new Error(`the ledger holds a row of unknown type ${row.type} on item ${item.id}`);
  const context = contextFor(item, calendar, library);
  return fold(item, row, dateAt(row.at, library.offsetMinutes), context);
}

/** What falls due next by itself, or the year that the calendar would need to tell. */
export function upcoming(item: ItemState, calendar: number, library: Library): Action | CalendarYearMissing | null {
  try {
    return nextAction(item, contextFor(item, calendar, library));
  } catch (error) {
    if (error instanceof CalendarYearMissing) return error;
    throw error;
  }
}

/** Recomputes when the item next falls due; done once per batch, as it is the costly part. */
export function withNextDue(item: ItemState, calendar: number, library: Library): ItemState {
  const next = item.status === "closed" || item.status === "cancelled" ? null : upcoming(item, calendar, library);
  if (next instanceof CalendarYearMissing) return { ...item, nextDue: null, beyondCalendar: next.year };
  return { ...item, nextDue: next?.at ?? null, beyondCalendar: null };
}
