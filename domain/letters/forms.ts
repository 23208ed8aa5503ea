/**
 * What a letter says it is. One instrument has several forms: a suspension tells of the stop, or that the clock runs again; a 办结告知
 * that something was closed, or cancelled. A letter's name, its text and what lists call it follow from its form.
 */
import type { Instrument } from "../instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../instruments/names.zh.js";

/** The fact that, true of all of a letter's rows, makes another form of its instrument. */
const OTHER_FORMS = {
  suspension: { fact: "resumed", form: "resumed" },
  returned: { fact: "reopened", form: "reopened" },
  handover: { fact: "newHolder", form: "newHolder" },
  resolved: { fact: "cancelled", form: "cancelled" },
  verificationRequest: { fact: "closing", form: "closingReview" },
} as const satisfies { readonly [I in Instrument]?: { readonly fact: string; readonly form: string } };

type OtherForm = (typeof OTHER_FORMS)[keyof typeof OTHER_FORMS]["form"];
export type LetterForm = Instrument | OtherForm;

/** Facts that decide a form. */
export const FORM_FACTS: readonly string[] = Object.values(OTHER_FORMS).map(({ fact }) => fact);

/** `holds`: whether a fact is true of all that the letter tells. */
export function formOf(instrument: Instrument, holds: (fact: string) => boolean): LetterForm {
  const other = Object.hasOwn(OTHER_FORMS, instrument)
    ? OTHER_FORMS[instrument as keyof typeof OTHER_FORMS]
    : undefined;
  return other !== undefined && holds(other.fact) ? other.form : instrument;
}

export const FORM_NAMES_ZH: Readonly<Record<LetterForm, string>> = {
  ...INSTRUMENT_NAMES_ZH,
  resumed: "恢复告知",
  reopened: "重新办理通知",
  newHolder: "移交清单",
  cancelled: "撤销告知",
  closingReview: "销号审核通知",
};

export const FORM_NAMES_EN: Readonly<Record<LetterForm, string>> = {
  ...INSTRUMENT_NAMES_EN,
  resumed: "Notice of resumption",
  reopened: "Notice of reopening",
  newHolder: "Handover list",
  cancelled: "Notice of cancellation",
  closingReview: "Request for closing review",
};

export const LETTER_FORMS = Object.keys(FORM_NAMES_ZH) as readonly LetterForm[];
