/**
 * 发文字号: 机关代字, year in 六角括号, number in order, 不编虚位 (党政机关公文处理工作条例第九条, GB/T 9704-2012 7.2.5). Which letters
 * have one, and of which series, follows from the instrument and whom it is written to; numbers are given where it is signed.
 */
import type { Instrument } from "../instruments/instruments.js";
import type { Policy, RecipientClass } from "../plan/policy.js";
import { issuedBy } from "./issuers.js";

/** Numbers that follow on one another: of one body, one kind of document, one year. */
export interface NumberSeries {
  /** Key of the policy's `issuers`. */
  readonly issuer: string;
  readonly series: string;
  /** What stands before the year on paper: 机关代字 and series. */
  readonly head: string;
  /** `letter`: …〔2021〕3号; `submission`: …〔2021〕第3期, as a 呈阅件 is counted. */
  readonly style: "letter" | "submission";
}

/** Of a policy that names no forms. */
const USUAL: Partial<Record<Instrument, Pick<NumberSeries, "series" | "style">>> = {
  supervise: { series: "督办", style: "letter" },
  summonsTalk: { series: "约谈", style: "letter" },
  escalate: { series: "呈阅件", style: "submission" },
};

/** The body that gives letters where the policy names none. */
export const USUAL_ISSUER = "office";

/** Of an instrument that is signed although nothing names a series for it. */
export const OTHERWISE: NumberSeries = { issuer: USUAL_ISSUER, series: "函", head: "函", style: "letter" };

/** The series of an instrument's letters to a class of recipients; null: they have no number. */
export function seriesOf(
  policy: Pick<Policy, "forms" | "issuers">,
  instrument: Instrument,
  recipient: RecipientClass | undefined,
): NumberSeries | null {
  const { forms } = policy;
  if (forms === undefined) {
    const usual = USUAL[instrument];
    return usual ? { issuer: USUAL_ISSUER, head: usual.series, ...usual } : null;
  }
  const issued = issuedBy(policy, instrument, recipient);
  if (issued?.series === undefined) return null;
  const { id: issuer, series, form } = issued;
  const style = form === "submission" ? "submission" : "letter";
  // 呈阅件 are counted without a code, where one body submits them.
  const isOnly = style === "submission" && typeof forms[instrument]?.issuer === "string";
  return { issuer, series, head: isOnly ? series : `${issued.issuer.code}${series}`, style };
}

/** A number's text before and behind the number itself. */
export function around({ head, style }: NumberSeries, year: number): readonly [before: string, behind: string] {
  return style === "letter" ? [`${head}〔${year}〕`, "号"] : [`${head}〔${year}〕第`, "期"];
}

/** The series of a number that was given elsewhere, as its text has it: an earlier release, or another register. */
export function parseNumber(
  text: string,
): { readonly series: string; readonly year: number; readonly no: number } | null {
  const [, series, year, no] = /^(.+)〔(\d{4})〕(\d{1,6})号$/u.exec(text) ?? [];
  return series === undefined ? null : { series, year: Number(year), no: Number(no) };
}
