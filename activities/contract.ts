/**
 * Every activity a workflow may call. Types only: the worker implements it, workflows proxy it.
 * All are idempotent: `record` by cause keys and sequence number, the letters by their own rows' states.
 */
import type { Library } from "../domain/library.js";
import type { TaskStreamInfo } from "../domain/orders.js";
import type { PlannedItem } from "../domain/plan.js";
import type { Outcome, RecordRequest } from "../domain/record.js";
import type { PlanState } from "../domain/plan-stream.js";
import type { TaskState } from "../domain/task-stream.js";

/** What the rows of a stream fold to: the plan's own stream to one, a task's to the other. */
export type StreamState = PlanState | TaskState;

/**
 * `appended`: the rows are in the ledger. `behind`: the ledger holds rows or answers the workflow does not know;
 * nothing was written, and `state` is the stream's state at the head.
 */
export type RecordResult<S extends StreamState = StreamState> =
  | { readonly kind: "appended"; readonly seq: number }
  | { readonly kind: "behind"; readonly seq: number; readonly state: S; readonly outcomes: readonly Outcome[] };

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
  /** Assigns every notice that closes by `upTo` (plan time) to a letter. Returns how many letters it made. */
  closeLetters(planId: string, upTo: number): Promise<number>;
  /** Sends up to `limit` queued letters. Throws, to be retried, when the mail server takes none of them for now. */
  sendLetters(planId: string, limit: number): Promise<SendReport>;
}

export interface SendReport {
  readonly sent: number;
  readonly failed: number;
  /** Letters still queued. */
  readonly remaining: number;
}

export type Activities = RecordActivities & PlanActivities & LetterActivities;
