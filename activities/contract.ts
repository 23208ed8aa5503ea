/**
 * Every activity a workflow may call. Types only: the worker implements it, workflows proxy it.
 * All are idempotent: `record` by cause keys and sequence number, the letters by their own rows' states.
 */
import type { Takeover } from "../domain/items/existing.js";
import type { Library } from "../domain/plan/library.js";
import type { TaskStreamInfo } from "../domain/streams/orders.js";
import type { PlannedItem } from "../domain/plan/plan.js";
import type { Outcome, RecordRequest } from "../domain/ledger/record.js";
import type { PlanState } from "../domain/streams/plan-stream.js";
import type { TaskState } from "../domain/streams/task-stream.js";

/** What the rows of a stream fold to: the plan's own stream to one, a task's to the other. */
export type StreamState = PlanState | TaskState;

/**
 * `appended`: the rows are in the ledger. `behind`: the ledger holds rows or answers the workflow does not know;
 * nothing was written, and `state` is the stream's state at the head. `closeAt`: the earliest plan instant at which a letter
 * of the stream's notices closes; null when none waits.
 */
export type RecordResult<S extends StreamState = StreamState> =
  | { readonly kind: "appended"; readonly seq: number; readonly closeAt: number | null }
  | {
      readonly kind: "behind";
      readonly seq: number;
      readonly state: S;
      readonly outcomes: readonly Outcome[];
      readonly closeAt: number | null;
    };

/** What a plan's own stream starts from. */
export interface PlanOpening {
  readonly streams: readonly TaskStreamInfo[];
  readonly policy: number;
  readonly calendar: number;
}

/** What a task's stream starts from. */
export interface TaskPlan {
  readonly no: number;
  readonly title: string;
  readonly leadUnit: string;
  readonly items: readonly PlannedItem[];
  readonly policy: number;
  readonly calendar: number;
  /** What was running before a live plan's opening; null in a rehearsal. */
  readonly takeover: Takeover | null;
}

export interface RecordActivities {
  /** Appends to the stream's ledger. Fails for good with `ledgerRestored` when the ledger ends before `expectedSeq`. */
  record(request: RecordRequest): Promise<RecordResult>;
}

export interface PlanActivities {
  /** Policies, calendars and bodies of the plan, all versions. */
  loadLibrary(planId: string): Promise<Library>;
  /** The streams that the plan's tasks have. */
  loadPlanOpening(planId: string): Promise<PlanOpening>;
  /** The task's items as the plan yields them; of one section where the task is split. */
  loadTaskPlan(planId: string, task: number, section: string | null): Promise<TaskPlan>;
}

export interface LetterActivities {
  /** Assigns every notice that closes by `upTo` (plan time) to a letter. */
  closeLetters(planId: string, upTo: number): Promise<ClosingReport>;
  /** The earliest plan instant at which something closes; null when every notice has its letter. */
  nextClosing(planId: string): Promise<number | null>;
  /** Whether batched letters would close by `upTo` although a stream has yet to record what fell due by then. */
  unsettledBy(planId: string, upTo: number): Promise<boolean>;
  /** Sends letters for some seconds. Throws, to be retried with back-off, when the mail server takes none for now. */
  sendLetters(planId: string): Promise<SendReport>;
}

export interface ClosingReport {
  /** Letters made, drafts and those to hand over included. */
  readonly made: number;
  /** Of these, letters to send. */
  readonly queued: number;
  /** The earliest closing still ahead. */
  readonly next: number | null;
}

export interface SendReport {
  readonly sent: number;
  /** Refused for good. */
  readonly failed: number;
  /** Milliseconds until the next letter may be sent (0: now); null when none is waiting or under way. */
  readonly nextIn: number | null;
}

export type Activities = RecordActivities & PlanActivities & LetterActivities;
