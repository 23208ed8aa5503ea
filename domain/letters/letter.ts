/** What letters are and become: closed sets, which the database has as enums with the labels in this order. */

/** How a letter's notices come together: with others at a closing, at once, or for the office to sign. */
export const LETTER_KINDS = ["batched", "immediate", "draft"] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** `queued`: no channel has taken it yet; what each of them has come to, its delivery says. */
export const LETTER_STATES = ["draft", "queued", "sent", "failed", "manual", "superseded", "returned"] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** How a letter stands on one of its channels. */
export const DELIVERY_STATES = ["queued", "sending", "sent", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export { DOCUMENT_FORMS, type DocumentForm } from "../instruments/document-forms.js";
