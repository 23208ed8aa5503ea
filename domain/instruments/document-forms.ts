/**
 * How a letter looks: a message (no head, a few lines), a 便函, an official letter (GB/T 9704: head, number, rule, title), a 呈阅件.
 */
export const DOCUMENT_FORMS = ["message", "slip", "letter", "submission"] as const;
export type DocumentForm = (typeof DOCUMENT_FORMS)[number];
