/** Building blocks of the file formats. Messages say what to write, since they reach the person editing the YAML. */
import { z } from "zod";
import {
  codePoints,
  linePattern,
  MAIL_ADDRESS,
  MOST_IN_LINE,
  MOST_IN_TEXT,
  textPattern,
  tidyText,
  unfitIn,
} from "../domain/language/text.js";
import { dayNumber } from "../domain/plan/plan-date.js";

function isRealDay(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

const DATE_ERROR = "must be a date written YYYY-MM-DD, e.g. 2021-06-30";

/** A calendar day. */
export const date = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : DATE_ERROR) })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: DATE_ERROR, abort: true })
  .refine(isRealDay, { error: "is no day of the calendar: write one that exists, as YYYY-MM-DD" })
  .meta({ description: "YYYY-MM-DD" });

/** Wall-clock time of the plan's zone. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time in quotes, e.g. "09:00"' });

/** Says of a text that won't do which character it is, since nobody sees it. */
function complaint(value: unknown, lines: boolean, most: number): string {
  if (typeof value !== "string" || value.trim() === "") return "must not be empty: write the text";
  const unfit = unfitIn(value, { lines });
  if (unfit) {
    const line = unfit.name.en === "a line break" ? ": write it on one line" : ": remove it";
    return `has ${unfit.name.en} (${unfit.code}) as character ${unfit.at}${line}`;
  }
  return codePoints(value) > most
    ? `must be at most ${most} characters, not ${codePoints(value)}`
    : "must hold something that is seen: write the text";
}

/** A name or a title: one line (domain/language/text.ts). */
export const line = z
  .string()
  .trim()
  .regex(linePattern(MOST_IN_LINE), { error: ({ input }) => complaint(input, false, MOST_IN_LINE) });

/** What is said in sentences, on one line or several. */
export const text = z
  .string()
  .overwrite(tidyText)
  .regex(textPattern(MOST_IN_TEXT), { error: ({ input }) => complaint(input, true, MOST_IN_TEXT) });

export const mailAddress = z.string().regex(MAIL_ADDRESS, { error: "must be an e-mail address, e.g. name@example.cn" });

/** A telephone as it is printed: digits, spaces, hyphens, brackets, an extension. */
export const phone = z
  .string({ error: 'must be in quotes, e.g. "0953-0000000"' })
  .regex(/^\+?[0-9(（][0-9()（） -]{4,30}(转[0-9]{1,6})?$/, {
    error: 'must be a telephone number, e.g. "0953-0000000" or "0953-0000000转12"',
  });

/** Ids are part of workflow ids and cause keys, so they keep to letters, digits, hyphens. */
export const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, { error: "must be an id of Latin letters, digits, - and _, e.g. t07-works" })
  .max(64, { error: "must be an id of at most 64 characters" });

export const ids = z.array(id);

/** A string that holds for ever, or `{ value, from, to }`: `from` inclusive, `to` exclusive. */
export const datedString = z.union(
  [line, z.strictObject({ value: line, from: z.exactOptional(date), to: z.exactOptional(date) })],
  {
    error: "must be plain text, or { value: …, from: YYYY-MM-DD, to: YYYY-MM-DD } where it holds for a time only",
  },
);
