/** What letters are and become: closed sets, which the database has as enums with the labels in this order. */

/** How a letter's notices come together: with others at a closing, at once, or for the office to sign. */
export const LETTER_KINDS = ["batched", "immediate", "draft"] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export const LETTER_STATES = [
  "draft",
  "queued",
  "sending",
  "sent",
  "failed",
  "manual",
  "superseded",
  "returned",
] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** How a letter stands on one of its channels. */
export const DELIVERY_STATES = ["queued", "sending", "sent", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * How a letter looks: a message (no head, a few lines), a 便函, an official letter (GB/T 9704: head, number, rule, title), a 呈阅件.
 */
export const DOCUMENT_FORMS = ["message", "slip", "letter", "submission"] as const;
export type DocumentForm = (typeof DOCUMENT_FORMS)[number];
