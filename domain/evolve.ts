/**
 * Folds ledger rows into an item's state. The only place that changes state: a workflow, a rebuild and a test that
 * fold the same rows hold the same state. Payload shapes are those written by `firing.ts` and `decisions.ts`.
 */
import { type Context, contextFor, nextAction } from "./ladder.js";
import type { Library } from "./library.js";
import type { LadderName, PlanDate } from "./plan.js";
import { dateAt } from "./plan-date.js";
import type { LedgerRow, NewRow } from "./record.js";
import type { Draft, Extension, Instruction, ItemState, LadderRun } from "./work-item.js";

type FoldedRow = Pick<LedgerRow | NewRow, "type" | "at" | "payload" | "actor">;
type Payload = Readonly<Record<string, unknown>>;

const text = (payload: Payload, name: string): string => String(payload[name]);
const number = (payload: Payload, name: string): number => Number(payload[name]);

export function newRun(ladder: LadderName, key: string, anchor: PlanDate, version: number, floor: number): LadderRun {
  return { ladder, key, anchor, version, done: [], floor, imported: false, catchUp: null, repeat: null };
}

/** The state of an item right after 立项. */
export function registeredItem(row: FoldedRow & { readonly item?: string }): ItemState {
  const p = row.payload;
  const deadline = text(p, "deadline");
  return {
    id: row.item as string,
    task: number(p, "task"),
    milestone: text(p, "milestone"),
    target: text(p, "target"),
    scope: p.scope as ItemState["scope"],
    village: (p.village as string | null) ?? null,
    township: (p.township as string | null) ?? null,
    primaryUnit: text(p, "primaryUnit"),
    leadUnit: text(p, "leadUnit"),
    status: "registered",
    assignOn: text(p, "assignOn"),
    deadline,
    originalDeadline: deadline,
    deadlineVersion: 1,
    policy: number(p, "policy"),
    registeredAt: row.at,
    closedAt: null,
    percent: 0,
    assignments: 0,
    returns: 0,
    reportedBy: null,
    reportedOn: null,
    deadlineRun: null,
    signForRun: null,
    verificationRun: null,
    verifications: 0,
    extension: null,
    extensions: 0,
    instructions: [],
    drafts: [],
    supervision: null,
    causeReview: false,
    suspendedSince: null,
    suspendedUntil: null,
    suspensions: [],
    nextDue: null,
  };
}

/** Updates whichever run has the key. */
function withRun(item: ItemState, key: string, change: (run: LadderRun) => LadderRun): ItemState {
  if (key === "deadline" && item.deadlineRun) return { ...item, deadlineRun: change(item.deadlineRun) };
  if (key === "signFor" && item.signForRun) return { ...item, signForRun: change(item.signForRun) };
  if (key === "verification" && item.verificationRun) return { ...item, verificationRun: change(item.verificationRun) };
  if (item.extension?.run.key === key)
    return { ...item, extension: { ...item.extension, run: change(item.extension.run) } };
  return {
    ...item,
    instructions: item.instructions.map((entry) =>
      entry.run.key === key ? { ...entry, run: change(entry.run) } : entry,
    ),
  };
}

/** Of the rungs passed while a ladder stood still only the highest is to fire. */
function goOn(item: ItemState, at: number): ItemState {
  return item.deadlineRun ? { ...item, deadlineRun: { ...item.deadlineRun, catchUp: at } } : item;
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
  const run = item.deadlineRun ? newRun(ladder, "deadline", deadline, version, at) : null;
  return { ...item, deadline, deadlineVersion: version, deadlineRun: run, drafts: [], supervision: null };
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
    proposedGrant: null,
    opinions: 0,
    run: newRun("extension", `extension/${no}`, on, no, row.at),
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

type Fold = (item: ItemState, row: FoldedRow, on: PlanDate, context: Context) => ItemState;

const dropDraft = (item: ItemState, rung: string): readonly Draft[] =>
  item.drafts.filter((draft) => draft.rung !== rung);

const folds: Readonly<Record<string, Fold>> = {
  assigned: (item, row, on, context) => ({
    ...item,
    status: "assigned",
    assignments: 1,
    signForRun: newRun("signFor", "signFor", on, 1, row.at),
    deadlineRun: newRun(
      context.policy.ladderByScope[item.scope],
      "deadline",
      item.deadline,
      item.deadlineVersion,
      row.at,
    ),
  }),
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
    if (row.payload.instrument !== "supervise") return { ...item, drafts };
    return { ...item, drafts, supervision: { version: item.deadlineVersion, answered: false } };
  },
  signedFor: (item) => ({ ...item, status: "signedFor", signForRun: null }),
  progressReported: (item, row) => ({ ...item, status: "inProgress", percent: number(row.payload, "percent") }),
  reported: (item, row, on) => ({
    ...startVerification(item, on, row.at),
    status: "reported",
    percent: 100,
    reportedBy: { person: row.actor?.person ?? "", unit: row.actor?.unit ?? "" },
    reportedOn: on,
    supervision: item.supervision ? { ...item.supervision, answered: true } : null,
  }),
  verified: (item, row, on) => ({ ...startVerification(item, on, row.at), status: "verified" }),
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
  resumed: (item, row, on) => ({
    ...goOn(item, row.at),
    suspensions: [...item.suspensions, [item.suspendedSince ?? on, on] as const],
    suspendedSince: null,
    suspendedUntil: null,
  }),
  extensionRequested: (item, row, on) => ({
    ...item,
    extensions: item.extensions + 1,
    extension: extensionOf(item, row, on),
  }),
  extensionWithdrawn: (item) => ({ ...item, extension: null }),
  opinionGiven: (item) =>
    item.extension ? { ...item, extension: { ...item.extension, opinions: item.extension.opinions + 1 } } : item,
  extensionProposed: (item, row) =>
    item.extension ? { ...item, extension: { ...item.extension, proposedGrant: row.payload.grant === true } } : item,
  extensionDecided: (item, row, _on, context) => {
    const decided = { ...item, extension: null };
    if (row.payload.grant === true) return withDeadline(decided, text(row.payload, "deadline"), row.at, context);
    // A late application froze nothing, so there is nothing to catch up on but a talk it had blocked.
    return goOn(decided, row.at);
  },
  readingChanged: (item, row, _on, context) => withDeadline(item, text(row.payload, "deadline"), row.at, context),
  reassigned: (item, row, on) => {
    const primaryUnit = text(row.payload, "primaryUnit");
    // Before 交办 there is nothing to sign for yet.
    if (item.status === "registered") return { ...item, primaryUnit };
    const assignments = item.assignments + 1;
    const signForRun = newRun("signFor", "signFor", on, assignments, row.at);
    return { ...item, primaryUnit, status: "assigned", assignments, signForRun };
  },
  acknowledged: (item, _row, on) => acknowledged(item, on),
  instructed: (item, row) => {
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
    return { ...item, instructions: [...item.instructions, entry] };
  },
  instructionReplied: (item, row) =>
    changeInstruction(item, text(row.payload, "instruction"), (entry) => ({ ...entry, replied: true })),
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
  policyMigrated: (item, row) => goOn({ ...item, policy: number(row.payload, "version"), drafts: [] }, row.at),
  callLogged: (item) => item,
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

/** Recomputes when the item next falls due; done once per batch, as it is the costly part. */
export function withNextDue(item: ItemState, calendar: number, library: Library): ItemState {
  if (item.status === "closed" || item.status === "cancelled") return { ...item, nextDue: null };
  return { ...item, nextDue: nextAction(item, contextFor(item, calendar, library))?.at ?? null };
}
