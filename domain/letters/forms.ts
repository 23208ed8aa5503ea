/**
 * What a letter says it is. One instrument has several forms: a suspension tells of the stop, or that the clock runs again; a 办结告知
 * that something was closed, or cancelled; what presses a unit is submitted to a leader. A letter's name, its text and what lists call
 * it follow from its form.
 */
import { type Instrument, INSTRUMENTS } from "../instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../instruments/names.zh.js";
import type { Facts } from "./facts.js";

/** The fact that, holding of all of a letter's rows, makes another form of its instrument. */
const OTHER_FORMS = {
  suspension: { fact: "resumed", form: "resumed" },
  returned: { fact: "reopened", form: "reopened" },
  handover: { fact: "newHolder", form: "newHolder" },
  resolved: { fact: "cancelled", form: "cancelled" },
  verificationRequest: { fact: "closing", form: "closingReview" },
  extensionRequest: { fact: "proposedGrant", form: "decisionSought" },
  // An application that waits is put before those who decide again: a body above is not dunned.
  urge: { fact: "decides", form: "decisionSought" },
  bulletin: { fact: "month", form: "monthBulletin" },
} as const satisfies { readonly [I in Instrument]?: { readonly fact: string; readonly form: string } };

/**
 * The forms of a 交办 that gives a year's package: to a unit for which the plan names it, or the list of the villages paired with a
 * seat alone. One that gives both is the unit's.
 */
const PACKAGE_FORMS = ["package", "pairedPackage"] as const;

type OtherForm =
  | (typeof PACKAGE_FORMS)[number]
  | (typeof OTHER_FORMS)[keyof typeof OTHER_FORMS]["form"]
  | "submitted"
  | "settledReport";
export type LetterForm = Instrument | OtherForm;

/** Facts that decide a form. */
export const FORM_FACTS: readonly string[] = [...PACKAGE_FORMS, ...Object.values(OTHER_FORMS).map(({ fact }) => fact)];

/** Whether a fact that decides a form holds of a notice: it is true; of a proposal or a month, there is one; of a ladder, it is that of decisions. */
export function holdsFact(facts: Facts | Readonly<Record<string, unknown>>, fact: string): boolean {
  if (fact === "proposedGrant") return typeof facts[fact] === "boolean";
  if (fact === "month") return typeof facts[fact] === "string";
  if (fact === "decides") return facts["ladder"] === "extension";
  if (fact === "package" || fact === "pairedPackage")
    return typeof facts["package"] === "number" && (facts["paired"] === true) === (fact === "pairedPackage");
  return facts[fact] === true;
}

/** `holds`: whether a fact holds of all that the letter tells; of a package, whether it gives any. `upward`: only leaders get it. */
export function formOf(instrument: Instrument, holds: (fact: string) => boolean, upward = false): LetterForm {
  const given = instrument === "assignment" ? PACKAGE_FORMS.find((form) => holds(form)) : undefined;
  if (given !== undefined) return given;
  const other = Object.hasOwn(OTHER_FORMS, instrument)
    ? OTHER_FORMS[instrument as keyof typeof OTHER_FORMS]
    : undefined;
  if (other !== undefined && holds(other.fact)) return other.form;
  // One that a newer release has made may be of an instrument that this one does not know.
  const { presses }: { presses?: boolean } = INSTRUMENTS[instrument] ?? {};
  if (upward && presses) return "submitted";
  return upward && instrument === "resolved" ? "settledReport" : instrument;
}

export const FORM_NAMES_ZH: Readonly<Record<LetterForm, string>> = {
  ...INSTRUMENT_NAMES_ZH,
  package: "年度任务交办清单",
  pairedPackage: "包抓村年度任务清单",
  resumed: "恢复办理通知",
  reopened: "重新办理通知",
  newHolder: "岗位移交清单",
  cancelled: "撤销通知",
  closingReview: "销号审核通知",
  decisionSought: "延期提请审定",
  monthBulletin: "调度通报",
  submitted: "情况呈报",
  settledReport: "办结情况报告",
};

export const FORM_NAMES_EN: Readonly<Record<LetterForm, string>> = {
  ...INSTRUMENT_NAMES_EN,
  package: "Yearly assignment list",
  pairedPackage: "Yearly list of paired villages",
  resumed: "Notice of resumption",
  reopened: "Notice of reopening",
  newHolder: "Handover list of a post",
  cancelled: "Notice of cancellation",
  closingReview: "Request for closing review",
  decisionSought: "Extension for decision",
  monthBulletin: "Monthly bulletin",
  submitted: "Situation report",
  settledReport: "Report of resolution",
};

export const LETTER_FORMS = Object.keys(FORM_NAMES_ZH) as readonly LetterForm[];
