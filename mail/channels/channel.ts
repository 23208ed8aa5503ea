/** What every channel is to the postman. A letter is handed over whole: each channel says it in its own shape and length. */
import type { Channel, OurFault } from "../../domain/letters/channels.js";
import type { AttachedFile } from "../transport.js";
import type { Person } from "../../domain/plan/roster.js";
import type { Language } from "../../domain/language/words.js";
import type { LetterModel } from "../../domain/letters/letter-model.js";

export interface Outgoing {
  readonly planId: string;
  readonly letterId: string;
  /** Fixed when the letter closed: whatever is sent again is sent under it. */
  readonly messageId: string;
  /** The plan instant at which it closed. */
  readonly closedAt: number;
  readonly person: Person;
  readonly says: LetterModel;
  readonly language: Language;
  /** Where the letter is read; null where nobody has said by which address people reach the page. */
  readonly link: string | null;
  /** What goes with it where files can. */
  readonly files: () => Promise<readonly AttachedFile[]>;
}

/**
 * `later`: try this one again. `refused`: of no use for this person, or this letter. `away`: the channel itself takes nothing
 * for now (unreachable, our settings refused, too many at once), so that it rests for a while. `ours`: what of ours is refused, so
 * that somebody must mend it. Times in milliseconds; `receipt` and `error` in one line, fit to be kept (domain/language/foreign-text.ts).
 */
export type Outcome =
  | { readonly kind: "accepted"; readonly receipt: string | null }
  | { readonly kind: "later"; readonly error: string; readonly after?: number | undefined; readonly ours?: OurFault }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "away"; readonly error: string; readonly after?: number | undefined; readonly ours?: OurFault };

/** Milliseconds for which a channel that is away is left alone at first, and at most: twice as long each time that it still is. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
}

export const PAUSES: Pauses = { first: 5_000, longest: 600_000 };

export interface SendingChannel {
  readonly name: Channel;
  /** Letters under way at the same time. */
  readonly connections: number;
  /** How long it is left alone when it is away; PAUSES unless it says otherwise. */
  readonly pauses?: Pauses;
  /** Never throws for what the other side does. */
  send(letter: Outgoing): Promise<Outcome>;
  /** Looks whether it would take letters, without sending one. Answers what was found; throws what is wrong. */
  probe(): Promise<string>;
}

/** Channel codes into what to do about them. Codes in no list are taken as passing: tried again, and given up after days. */
export interface Verdicts {
  readonly token: ReadonlySet<number>;
  readonly person: ReadonlySet<number>;
  readonly away: ReadonlySet<number>;
}

/** Every code is in one list at most. */
export function verdictOn(code: number, { token, person, away }: Verdicts): "token" | "refused" | "away" | "later" {
  if (token.has(code)) return "token";
  if (person.has(code)) return "refused";
  return away.has(code) ? "away" : "later";
}
