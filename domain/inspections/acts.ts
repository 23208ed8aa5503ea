/**
 * What people do to a round: the commands that reach its stream. Shapes are checked at the edge, legality at the ledger's head
 * (`decide-*.ts`). The author of whatever is filed is the command's actor, which the session gives.
 */
import type { RefusalCode } from "../items/commands.js";
import type { EventOf, RoundEventType } from "../ledger/events.js";
import type { DeviceClock, FiledLine, InspectionGroup, Inspector } from "../ledger/inspection-events.js";
import type { ApprovedStep, EditedText } from "../ledger/bulletin-events.js";
import type { Actor, NoticeDraft } from "../ledger/record.js";
import type { Delegation } from "../people/delegations.js";
import type { Grade } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";
import type { RoundFacts } from "./scheme.js";

interface Visiting {
  readonly visit: string;
}

/** Acts by kind, each with what it needs to know. */
export interface RoundActs {
  /** `visit`: villages that are to be visited beside those drawn; `unvisit`: of those, villages that are not to be visited after all. */
  editScheme: {
    readonly basis?: string;
    readonly scope?: string;
    readonly visit?: readonly string[];
    readonly unvisit?: readonly string[];
    readonly reason: string;
  };
  approveScheme: { readonly text: string };
  moveRound: { readonly visitsFrom: PlanDate; readonly visitsUntil: PlanDate; readonly reason: string };
  skipRound: { readonly reason: string };
  adoptChecklist: { readonly version: number; readonly reason: string };
  setGroups: { readonly groups: readonly InspectionGroup[]; readonly reason: string };
  /** A 组长 gives a visit of theirs to another group. */
  handOver: Visiting & { readonly to: string; readonly reason: string };
  takeAlong: Visiting & { readonly device: string };
  /** `enteredFor`: the office brings in what somebody wrote, from a rescue file or the paper form. */
  fileLines: Visiting & {
    readonly answers: readonly FiledLine[];
    readonly clock: DeviceClock;
    readonly enteredFor?: Inspector;
  };
  decideLine: Visiting & { readonly line: string; readonly row: number; readonly reason: string };
  submitCheck: Visiting;
  serveConclusion: Visiting & { readonly to: string; readonly capacity: string };
  remarkConclusion: Visiting & { readonly by: string; readonly text: string };
  fileObjection: Visiting & { readonly lines: readonly string[]; readonly text: string };
  decideObjection: Visiting & {
    readonly no: number;
    readonly granted: boolean;
    readonly reason: string;
    /** Where it is granted: the grade of each line that it was about. */
    readonly grades: Readonly<Record<string, Grade>>;
  };
  decideSystemic: {
    readonly line: string;
    readonly cause: string;
    readonly accepted: boolean;
    readonly villages: readonly string[];
    readonly reason: string;
  };
  draftBulletin: { readonly sha256: string; readonly edited?: readonly EditedText[]; readonly reason?: string };
  circulateBulletin: { readonly sha256: string; readonly units: readonly string[]; readonly replyBy: PlanDate };
  replyBulletin: { readonly agrees: boolean; readonly text: string };
  answerReply: { readonly no: number; readonly adopted: boolean; readonly reason: string };
  approveBulletin: { readonly sha256: string; readonly text: string; readonly steps?: readonly ApprovedStep[] };
  /** Numbers are given where it is recorded; those that stand here were given elsewhere. */
  signBulletin: { readonly sha256: string; readonly no?: string; readonly reportNo?: string };
  sendBulletin: { readonly sha256: string; readonly units: readonly string[] };
}

export type RoundActKind = keyof RoundActs;
export type RoundActOf<K extends RoundActKind> = { readonly [Each in K]: { readonly kind: Each } & RoundActs[Each] }[K];
export type RoundAct = RoundActOf<RoundActKind>;

/** An act as it reaches the round's stream. `key` is the request's idempotency key. */
export interface RoundCommand {
  readonly key: string;
  readonly actor: Actor;
  readonly round: RoundAct;
}

/** What a decision on a round depends on beside its rows, its documents and the hour: read under the stream's lock. */
export interface DecidingFacts extends Partial<Omit<RoundFacts, "delegations">> {
  readonly delegations: readonly Delegation[];
  /** By visit the photos of which the bytes are stored. */
  readonly stored: Readonly<Record<string, readonly string[]>>;
}

export const NOTHING_STORED: DecidingFacts = { delegations: [], stored: {} };

/** One row of a decision; filled in with actor, cause and instant by `decideInTurn`. */
export type RoundStep = EventOf<RoundEventType> & { readonly notices?: readonly NoticeDraft[] };

/** Beside what any act is refused for: not all is there yet; it is submitted and locked; nothing new is taken along. */
export type RoundRefusalCode =
  | RefusalCode
  | "incomplete"
  | "locked"
  | "closing"
  | "repliesAwaited"
  | "repliesUnanswered";

export interface RoundRefusal {
  readonly code: RoundRefusalCode;
  /** One English sentence for logs and machines. */
  readonly reason: string;
}

export type RoundDecision = readonly RoundStep[] | RoundRefusal;

export const refuseRound = (code: RoundRefusalCode, reason: string): RoundRefusal => ({ code, reason });

export const isRoundRefusal = (decision: RoundDecision): decision is RoundRefusal => "code" in decision;
