/**
 * Every activity a workflow may call. Types only: the worker implements it, workflows proxy it.
 * All are idempotent: `advance` by the keys of commands and messages and by the items' own state, the letters by their rows' states.
 */
import type { AdvanceRequest, LeanAnswer } from "../domain/streams/advance.js";

export interface StreamActivities {
  /**
   * Decides and records, in one transaction, everything due and everything asked of a stream; opens it where it has no row yet.
   * Fails for good with `ledgerRestored` when the ledger isn't the one whose head the caller knows.
   */
  advance(request: AdvanceRequest): Promise<LeanAnswer>;
}

export interface LetterActivities {
  /** Assigns every notice that closes by `upTo` (plan time) to a letter. */
  closeLetters(planId: string, upTo: number): Promise<ClosingReport>;
  /** The earliest plan instant at which something closes; null when every notice has its letter. */
  nextClosing(planId: string): Promise<number | null>;
  /** Whether batched letters would close by `upTo` although a stream has yet to record what fell due by then. */
  unsettledBy(planId: string, upTo: number): Promise<boolean>;
  /** Sends letters for some seconds; a channel that takes none for now is left alone for a while. */
  sendLetters(planId: string): Promise<SendReport>;
}

export interface ClosingReport {
  /** Letters made, drafts and those to hand over included. */
  readonly made: number;
  /** Of these, letters to send. */
  readonly queued: number;
  /** How many senders these are worth; absent in answers of older releases: one. */
  readonly senders?: number;
  /** The earliest closing still ahead. */
  readonly next: number | null;
}

export interface SendReport {
  readonly sent: number;
  /** Refused for good. */
  readonly failed: number;
  /** Milliseconds until the next letter may be sent (0: now), or what others have under way is done; null when there is neither. */
  readonly nextIn: number | null;
  /** How many senders what may be sent now is worth; absent in answers of older releases: one. */
  readonly senders?: number;
}

export interface CheckpointActivities {
  /** Signs where every stream ends now, and keeps it: for the same cause always the same. `recipients`: how many are to get it. */
  makeCheckpoint(cause: string): Promise<{ readonly no: number; readonly recipients: number }>;
  /** Appends to the file whatever it does not have yet; answers how many. */
  appendCheckpoints(): Promise<number>;
  /** Sends one to one of its recipients (0, 1 …), with what does not fit the one before it. Again under the same Message-ID. */
  mailCheckpoint(no: number, recipient: number): Promise<void>;
}

export type Activities = StreamActivities & LetterActivities & CheckpointActivities;
