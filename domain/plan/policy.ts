/** policy.yaml once it is loaded: the ladders, their clocks, and in whose name and which form letters go. */
import type { Scope } from "./plan.js";
import type { InspectionPolicy } from "./inspection-policy.js";
import type { MonthPolicy } from "./month-policy.js";
import type { Instrument } from "../instruments/instruments.js";
import type { DocumentForm } from "../instruments/document-forms.js";

/** Whom a rung addresses, resolved to a post and a person on the day it fires. */
export type RecipientRole =
  | "primaryUnit"
  | "primaryUnitHead"
  | "leaderInCharge"
  | "township"
  | "townshipHead"
  | "helpingUnit"
  | "villageDepartmentHead"
  | "villageCountyLeader"
  | "leadingGroup"
  | "office"
  | "officeHead"
  | "supervisionOffice"
  | "verifier"
  | "verifierHead"
  | "decider"
  | "deciderHead"
  | "instructedUnit"
  | "instructedUnitHead"
  | "instructor"
  | "supportingUnit"
  | "supportingUnitHead";

/** Repeats of a rung until acknowledged (quiet for a while) or closed. Working days. */
export interface Repeat {
  /** Working days from one to the next: the same each time, or one figure for each repetition. */
  readonly every: number | readonly number[];
  readonly times: number;
  /** An acknowledgement quiets the repeats for this many working days. */
  readonly quietAfterAcknowledgement: number;
  /** Working days after the last repetition by which what is still open goes onto the leading group's agenda list; absent: never. */
  readonly thenAgenda?: number;
}

/** What a letter asks its recipient to do. */
export const ASKED_ACTS = ["report", "answer", "progress", "signFor", "verify", "decide", "reply"] as const;
export type AskedAct = (typeof ASKED_ACTS)[number];

/** What a rung asks for. `within`: working days from the letter's day; absent: by the day that the ladder presses for. */
export interface Asks {
  readonly act: AskedAct;
  readonly within?: number;
}

/** One rung of a ladder. `offset` is in working days from the ladder's anchor date. */
export interface Rung {
  readonly id: string;
  readonly offset: number;
  readonly instrument: Instrument;
  readonly kind: "auto" | "signed";
  readonly to: readonly RecipientRole[];
  readonly copy: readonly RecipientRole[];
  readonly asks?: Asks;
  readonly repeat?: Repeat;
  /** Cannot be removed or passed over (the escalation to the county leader); held only for `Policy.holdAtMost`. */
  readonly mandatory?: boolean;
  /** Fires only after a 督办函 of this deadline version that was signed and stays unanswered. */
  readonly afterUnanswered?: Instrument;
  /** Waits while an objective cause is under review. */
  readonly blockedByCauseReview?: boolean;
  /** What goes out by itself when a signed instrument stays unsigned. */
  readonly standIn?: {
    readonly instrument: Instrument;
    readonly to: readonly RecipientRole[];
    readonly copy: readonly RecipientRole[];
  };
}

/** Ladders of items, their applications and instructions, which every policy has. */
export type ItemLadderName = "signFor" | "village" | "county" | "verification" | "extension" | "instruction";

/** A ladder's name in the policy: a kind of subject names those that it climbs. */
export type LadderName = string;

/** Whom recipients of a letter ask: a name and a telephone, as they are printed. */
export interface Contact {
  readonly name: string;
  readonly phone: string;
}

/** A body that gives letters. `body`: a key of the roster's `bodies`, or the id of one of its units. */
export interface Issuer {
  readonly body: string;
  /** 机关代字, e.g. ×农办. */
  readonly code: string;
  readonly contact: Contact;
}

/**
 * What a recipient is to the office: a township or street; another department, which it may ask but not order; a leader or the
 * leading group, to whom one submits.
 */
export const RECIPIENT_CLASSES = ["township", "peer", "leader"] as const;
export type RecipientClass = (typeof RECIPIENT_CLASSES)[number];

/** How an instrument looks, who gives it, and in which series of numbers. */
export interface FormRule {
  readonly form: DocumentForm;
  /** Issuer by id, or by class of recipient with a `default`. */
  readonly issuer: string | ({ readonly default: string } & { readonly [C in RecipientClass]?: string });
  /** The kind's word in a document number (督函, 呈阅件); absent: it has no number. */
  readonly series?: string;
}

/** policy.yaml. A running item keeps its version unless the office migrates it. */
export interface Policy {
  readonly version: number;
  readonly title: string;
  /** `HH:MM` plan time at which rungs fire, and at which the day's batched letters close. */
  readonly firingTime: string;
  readonly closingTime: string;
  /** Beside those of items others may be left out: what would climb them is then not chased. */
  readonly ladders: Readonly<Record<ItemLadderName, readonly Rung[]>> & {
    readonly [name: LadderName]: readonly Rung[];
  };
  /** Which deadline ladder each scope climbs. */
  readonly ladderByScope: Readonly<Record<Scope, "village" | "county">>;
  /** Working days that lie at least between two rungs of a ladder; absent: none. */
  readonly apart?: Readonly<Record<LadderName, number>>;
  /** Working days after a suspension on which nothing presses; absent: none. */
  readonly graceAfterResumption?: number;
  /** Working days for which the office's director may hold a 呈阅件 at most; absent: not at all. */
  readonly holdAtMost?: number;
  /** Working days that a unit has for what was returned to it (退办); absent: five. */
  readonly reworkWithin?: number;
  /** Working days a signed instrument may wait for the office. */
  readonly signWithin: number;
  /** Yellow within this many working days before the deadline. */
  readonly warningDays: number;
  /** Percentage points by which reported progress may lie behind 序时进度 before the light is yellow; absent: none. */
  readonly progressTolerance?: number;
  /** Bodies that give letters, by id; absent in a policy of before: see domain/letters/addressing.ts. */
  readonly issuers?: Readonly<Record<string, Issuer>>;
  /** By instrument. */
  readonly forms?: { readonly [I in Instrument]?: FormRule };
  /** Half-yearly rounds; absent: the plan runs without inspections. */
  readonly inspections?: InspectionPolicy;
  /** The month's request; absent: nobody is asked by the month. */
  readonly months?: MonthPolicy;
}
