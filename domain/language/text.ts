/**
 * What may stand in what people write: the one rule for every door (HTTP, plan files, commands, names of files). A database, a letter's
 * header, a calendar and a printed page must all be able to carry it, and whoever reads it must see all of it.
 *
 * Not in a line: control characters, format characters (text direction, zero width, soft hyphens, tags), halves of characters
 * (lone surrogates), separators of lines, noncharacters. The two joiners U+200C and U+200D may: scripts and emoji need them. A text
 * has line feeds besides. Neither consists of what isn't seen. What is written is kept as it is written: no normal form is forced
 * upon it, since that would change the characters of some people's names (docs/decisions/0068-what-may-stand-in-a-text.md).
 *
 * Lengths are in code points.
 */
import type { Words } from "./words.js";

const UNFIT = "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Noncharacter_Code_Point}";
const JOINERS = "\\u200C\\u200D";
/** Blank in every font, though their category isn't a space's: fillers, an empty Braille cell. */
const SEEN = "[^\\s\\p{Cc}\\p{Cf}\\p{Mn}\\p{Me}\\u115F\\u1160\\u2800\\u3164\\uFFA0]";

const IN_LINE = `(?:[^${UNFIT}]|[${JOINERS}])`;
const IN_TEXT = `(?:[^${UNFIT}]|[\\n${JOINERS}])`;

const pattern = (sign: string, most: number): string => `(?=[\\s\\S]*${SEEN})${sign}{1,${most}}`;

/** A line of text, trimmed, of 1 to `most` characters. */
export const linePattern = (most: number): RegExp => new RegExp(`^${pattern(IN_LINE, most)}$`, "u");

/** Lines of text, trimmed, of 1 to `most` characters together. */
export const textPattern = (most: number): RegExp => new RegExp(`^${pattern(IN_TEXT, most)}$`, "u");

/** The same, or nothing at all. */
export const optionalTextPattern = (most: number): RegExp => new RegExp(`^(?:${pattern(IN_TEXT, most)})?$`, "u");

/** Most characters of a name or a title, and of what somebody says. */
export const MOST_IN_LINE = 200;
export const MOST_IN_TEXT = 4_000;

/** An e-mail address, as far as a form needs to know. */
export const MAIL_ADDRESS = new RegExp(`^[^@\\s<>,;"${UNFIT}]{1,64}@[^@\\s<>,;"${UNFIT}]{1,190}$`, "u");

/** As editors and office programs give it: their line ends become line feeds, tabs spaces. */
export const tidyText = (given: string): string =>
  given
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replaceAll("\t", " ")
    .trim();

/** A character that may not stand in a text. */
export interface Unfit {
  /** Its place, 1-based, in code points. */
  readonly at: number;
  /** `U+200B`. */
  readonly code: string;
  readonly name: Words;
}

const ONE_UNFIT = new RegExp(`(?![${JOINERS}])[${UNFIT}]`, "u");

function nameOf(sign: string, code: number): Words {
  if (/\p{Cs}/u.test(sign)) return { zh: "不完整的字符", en: "half a character" };
  if (code === 0x0a || code === 0x0d || /[\p{Zl}\p{Zp}]/u.test(sign)) return { zh: "换行", en: "a line break" };
  if (code === 0x09) return { zh: "制表符", en: "a tab" };
  if (
    code === 0x061c ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  )
    return { zh: "文字方向控制符", en: "a control of the text's direction" };
  if (/\p{Cf}/u.test(sign)) return { zh: "不可见字符", en: "a character that is not seen" };
  return /\p{Cc}/u.test(sign) ? { zh: "控制字符", en: "a control character" } : { zh: "非字符", en: "no character" };
}

/** The first character that may not stand there; null where all may. `lines`: line feeds may. */
export function unfitIn(text: string, { lines }: { readonly lines: boolean }): Unfit | null {
  let at = 0;
  for (const sign of text) {
    at++;
    if (!ONE_UNFIT.test(sign) || (lines && sign === "\n")) continue;
    const code = sign.codePointAt(0) as number;
    return { at, code: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`, name: nameOf(sign, code) };
  }
  return null;
}

const EVERY_UNFIT = new RegExp(`(?![${JOINERS}])[${UNFIT}]`, "gu");

/**
 * What was not written for us (an answer of a gateway, an error's message) as one line of at most `most` characters, with a mark where
 * something is missing. Whatever others say and we store or tell comes through here.
 */
export function foreignLine(given: string, most: number): string {
  // Cut roughly first: an answer may be large, and the rest is of no interest.
  const clean = given
    .slice(0, most * 8)
    .replace(EVERY_UNFIT, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return codePoints(clean) <= most ? clean : `${cutText(clean, most - 1)}…`;
}

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** How long a text is: in code points, as lengths here are. */
export const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/** The beginning of a text, at most `most` code points of it, cut between characters as people see them: never within one. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  let left = most;
  for (const { segment, index } of graphemes.segment(text)) {
    left -= codePoints(segment);
    if (left < 0) return text.slice(0, index);
  }
  return text;
}

/** A file's name without the folder it came from and without what isn't seen, at most `most` characters; its extension stays. */
export function fileNameFrom(given: string, most: number, nameless: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(EVERY_UNFIT, "").trim();
  if (!new RegExp(SEEN, "u").test(clean)) return nameless;
  const [extension = ""] = /\.[A-Za-z0-9]{1,10}$/.exec(clean) ?? [];
  const stem = clean.slice(0, clean.length - extension.length);
  return `${cutText(stem, most - extension.length).trim()}${extension}`;
}

/**
 * Text as it is searched: width, compatibility forms and case folded (NFKC), without spaces, joiners and the dots between the parts of a
 * name, so that 张 (U+3000) 三 and 张三, 买买提·艾力江 (with any dot, or none) and Ａ and a find one another. Of what is stored and of what is
 * looked for alike.
 */
export const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s·•・‧∙⋅\u200C\u200D]/gu, "")
    .replace(/(\p{Script=Han})\./gu, "$1");

/** Whether each of the words looked for, apart by spaces, stands in one of the texts; or all of them together as one. */
export function foundIn(texts: readonly string[], looked: string): boolean {
  const words = looked.split(/\s+/u).map(folded).filter(Boolean);
  const within = texts.map(folded);
  return words.every((word) => within.some((text) => text.includes(word)));
}
