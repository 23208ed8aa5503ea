/**
 * What people can do to work items: the commands that reach a task workflow as Updates. Every command names its
 * items; each item has its own outcome. Shapes are checked at the edge, legality in `decisions.ts`.
 */
import type { PlanDate } from "../plan/plan.js";
import type { Actor } from "../ledger/record.js";

interface Base {
  /** The request's idempotency key. */
  readonly key: string;
  readonly actor: Actor;
  readonly items: readonly string[];
}

export type Command = Base &
  (
    | { readonly kind: "assign" }
    /** 存量: an item that was running before this system. Nothing fires for the time before the import. */
    | {
        readonly kind: "importRunning";
        readonly status: "assigned" | "signedFor" | "inProgress";
        readonly percent: number;
        readonly text: string;
      }
    | { readonly kind: "signFor" }
    | {
        readonly kind: "reportProgress";
        /** Absent where the item is measured: it is computed from the figures. */
        readonly percent?: number;
        readonly text: string;
        /** Figures by name, as counted: `{ done: 12, total: 40 }` and what else the metric's formula names. */
        readonly figures?: Readonly<Record<string, number>>;
      }
    /** 核定总任务量: the whole that a measured item's percentage is computed of. Correcting it needs a reason. */
    | {
        readonly kind: "fixTotal";
        readonly total: number;
        /** The milestone's target in percent of it. */
        readonly target?: number;
        readonly reason?: string;
      }
    /** 佐证 that was uploaded: `name` to `effectiveOn` as its uploader gave them, the rest as it was received. */
    | {
        readonly kind: "fileEvidence";
        readonly sha256: string;
        readonly name: string;
        readonly mediaType: string;
        readonly bytes: number;
        readonly effectiveOn: PlanDate;
        readonly text: string;
      }
    | {
        readonly kind: "report";
        readonly text: string;
        readonly evidence: readonly string[];
        /** The figures at the end, where the item is measured. */
        readonly figures?: Readonly<Record<string, number>>;
      }
    /** A 协办 unit has done its part by its sub-deadline, or after it. */
    | { readonly kind: "reportSupport"; readonly text: string }
    /** Names who verifies it, with the post in which they do; null: anybody of the verifying unit again. */
    | {
        readonly kind: "assignVerifier";
        readonly verifier: string | null;
        readonly verifierPost: string | null;
        readonly text: string;
      }
    | { readonly kind: "verify"; readonly text: string }
    | { readonly kind: "returnForRework"; readonly reason: string }
    | { readonly kind: "closeOut"; readonly text: string }
    | { readonly kind: "suspend"; readonly reason: string; readonly approver: string; readonly until: PlanDate }
    | { readonly kind: "resume"; readonly reason: string }
    | { readonly kind: "cancel"; readonly reason: string }
    | { readonly kind: "requestExtension"; readonly to: PlanDate; readonly reason: string }
    | { readonly kind: "giveOpinion"; readonly supports: boolean; readonly text: string }
    | { readonly kind: "proposeExtension"; readonly grant: boolean; readonly text: string }
    | { readonly kind: "decideExtension"; readonly grant: boolean; readonly reason: string }
    | { readonly kind: "changeReading"; readonly deadline: PlanDate; readonly reason: string }
    | { readonly kind: "reassign"; readonly primaryUnit: string; readonly reason: string }
    /** Another person holds the unit's post from now on: what it has in hand is signed for anew, its deadlines stand. */
    | { readonly kind: "handOverPost"; readonly post: string; readonly to: string; readonly reason: string }
    /** `scan`: the file of a written 批示, where the office enters it for a leader. */
    | { readonly kind: "acknowledge"; readonly text: string; readonly scan?: string }
    | { readonly kind: "annotate"; readonly text: string }
    | { readonly kind: "signInstrument"; readonly rung: string; readonly documentNo: string }
    | { readonly kind: "holdInstrument"; readonly rung: string; readonly reason: string }
    | {
        readonly kind: "instruct";
        readonly unit: string;
        readonly text: string;
        readonly replyBy: PlanDate;
        readonly scan?: string;
      }
    | { readonly kind: "replyToInstruction"; readonly instruction: string; readonly text: string }
    | { readonly kind: "acceptReply"; readonly instruction: string }
    | {
        readonly kind: "returnReply";
        readonly instruction: string;
        readonly reason: string;
        readonly replyBy: PlanDate;
      }
    /** The leading group on the 约谈建议 before it: with a day for the talk, or not to hold one. */
    | { readonly kind: "decideTalk"; readonly hold: boolean; readonly on?: PlanDate; readonly text: string }
    | { readonly kind: "logCall"; readonly to: string; readonly text: string }
    | { readonly kind: "openCauseReview"; readonly reason: string }
    | { readonly kind: "closeCauseReview"; readonly reason: string }
    | { readonly kind: "migratePolicy"; readonly version: number }
  );

export type CommandKind = Command["kind"];
export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>;

/** Why a step is refused; stable codes, told apart from failures of the system. */
export type RefusalCode =
  | "unknownItem"
  | "illegalStep"
  | "notYours"
  | "ownWork"
  | "suspended"
  | "badDate"
  | "nothingPending"
  | "badValue"
  /** A percentage was typed in where it is computed from the figures. */
  | "computedPercent"
  | "totalNotFixed"
  /** Completion was reported although the figures say otherwise. */
  | "belowTarget"
  /** The database cannot hold it: nothing was recorded, and the operators are told. */
  | "unrecordable";

export interface Refusal {
  readonly code: RefusalCode;
  /** One English sentence for logs and machines; the page says it in the reader's language by `code`. */
  readonly reason: string;
}
