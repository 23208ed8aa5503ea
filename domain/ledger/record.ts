/**
 * What a workflow hands to the ledger, and what it gets back: the contract between `workflows/`,
 * `activities/` and the stores. Plain JSON only. Instants are epoch milliseconds of plan time.
 */
import type { Instrument } from "../instruments/instruments.js";
import type { RecipientRole } from "../plan/policy.js";
import type { EventOf, EventType, ItemEventType } from "./events.js";

/**
 * Who acted, and in which capacity. `onBehalfOf`: a liaison for a leader, the office for a written 批示. `inPlaceOf`: the
 * vacant post whose letters the actor gets as the next in its fallback chain. `substituteFor`: the post's own holder, as
 * whose dated substitute (代理) the person acts in `post`. `account`: the account that was signed in; absent where nobody was, as
 * in rehearsals and for what the office does on the command line.
 */
export interface Actor {
  readonly person: string;
  readonly post: string;
  readonly unit: string;
  readonly onBehalfOf?: { readonly person: string; readonly post: string };
  readonly inPlaceOf?: string;
  readonly substituteFor?: string;
  readonly account?: string;
}

/** Everybody who stands behind an act: who did it, and in whose name. */
export function peopleOf({ person, onBehalfOf, substituteFor }: Actor): string[] {
  return [person, ...(onBehalfOf ? [onBehalfOf.person] : []), ...(substituteFor === undefined ? [] : [substituteFor])];
}

/** How an addressee is named before it is resolved: a role around an item, or a fixed post or unit. */
export type Addressee =
  | { readonly role: RecipientRole; readonly post?: undefined; readonly unit?: undefined }
  | { readonly post: string; readonly role?: undefined; readonly unit?: undefined }
  | { readonly unit: string; readonly role?: undefined; readonly post?: undefined };

/**
 * A notice to be given with an event. The store resolves it to posts and persons as of the event's plan day,
 * inside the recording transaction.
 */
export interface NoticeDraft {
  readonly instrument: Instrument;
  /** batched: one letter per person, instrument and plan day. immediate: one letter per person and cause. draft: waits for the office's signature. */
  readonly delivery: "batched" | "immediate" | "draft";
  readonly to: readonly Addressee[];
  readonly copy: readonly Addressee[];
  /** People who don't get it, whatever post they hold or stand in for: who has a part in what is asked. */
  readonly notTo?: readonly string[];
  /** Which rung of which ladder it is; absent for people's acts. */
  readonly rung?: {
    /** Names the ladder's run among those of its item; recorded as `ladder`. */
    readonly runKey: string;
    readonly id: string;
    readonly deadlineVersion: number;
    readonly repetition: number;
  };
  /** Goes one post up the recipient's chain for a person who already held an earlier rung of this ladder and version. */
  readonly oneUpIfHeldBefore?: boolean;
  /** Sent only to those who were told of trouble with this item before, addressed or by copy. */
  readonly onlyToPriorRecipients?: boolean;
  /** Sent to the addressees named, and to those who were told of trouble with this item before. */
  readonly alsoToPriorRecipients?: boolean;
  /** Facts the letter states, as known when the event happened (overdue working days, reply-by, reason …). */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a row has beside its event. `cause` + `causeNo` make it recognisable: a retry is known by them, never by content. */
interface RowBase {
  /** Plan instant at which it happened. */
  readonly at: number;
  /** `cmd/<request key>`, or `rung/<item>/<ladder>/<rung>/v<version>/r<repetition>`, … */
  readonly cause: string;
  readonly causeNo: number;
  readonly actor?: Actor;
}

/** The item that an event speaks of; a stream's own events speak of none. */
type Subject<T extends EventType> = T extends ItemEventType ? { readonly item: string } : { readonly item?: undefined };

/** One ledger row to be appended: `type` tells what `payload` is. */
export type NewRow<T extends EventType = EventType> = {
  [K in T]: RowBase & EventOf<K> & Subject<K> & { readonly notices?: readonly NoticeDraft[] };
}[T];

/** A row as the ledger holds it. */
export type LedgerRow<T extends EventType = EventType> = {
  [K in T]: RowBase & EventOf<K> & Subject<K> & { readonly seq: number };
}[T];

/** What of a row a state follows from. */
export type FoldedRow<T extends EventType = EventType> = {
  [K in T]: EventOf<K> & { readonly at: number; readonly actor?: Actor | null };
}[T];

/** The answer to one command: what was recorded for it. The same key is always answered the same. */
export interface Outcome {
  readonly key: string;
  /** Items the command took effect on. */
  readonly items: readonly string[];
  /** Items left out, with the refusal. */
  readonly refused: readonly { readonly item: string; readonly code: string; readonly reason: string }[];
}
