/** A letter in words, before it becomes HTML, plain text or an official document. Everything in it is text on one line, unescaped. */
import type { DocumentForm } from "../domain/letters/letter.js";

export interface PageLine {
  readonly label: string;
  readonly value: string;
  /** Stands out: an overdue deadline. */
  readonly strong?: boolean;
  /** Says where it lies: village, township, the whole. */
  readonly isPlace?: boolean;
}

/** Rows that say the same about several places, told once. */
export interface PageGroup {
  readonly title: string;
  readonly lines: readonly PageLine[];
}

/** A paragraph; `lead`, its heading, begins it: 一、情况。 */
export interface PageParagraph {
  readonly lead?: string;
  readonly text: string;
}

/** What is said to one capacity of the recipient. */
export interface PageSection {
  /** Empty where the recipient has one capacity, and the letter's address says it. */
  readonly heading: string;
  readonly paragraphs: readonly PageParagraph[];
  /** The items, where they are few enough to stand in the letter. */
  readonly groups: readonly PageGroup[];
}

/** The items where they are many. */
export interface PageAnnex {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly groups: readonly PageGroup[] }[];
}

export interface Page {
  readonly htmlLang: string;
  readonly subject: string;
  /** Above the letter, no part of it: rehearsal, sample data, supplement. */
  readonly notes: readonly string[];
  /** The same: to whom it is delivered, in which capacity. */
  readonly delivered: string;
  readonly form: DocumentForm;
  /** The issuer's full name. A message has no head: it is in the signature only. */
  readonly head: string;
  readonly title: string;
  readonly documentNo: string | undefined;
  readonly salutation: string;
  /** What to do by when, in bold, before anything else. Empty where nothing is asked. */
  readonly ask: string;
  readonly sections: readonly PageSection[];
  readonly closing: string;
  readonly annexes: readonly PageAnnex[];
  readonly signature: string;
  readonly date: string;
  /** Whom to ask: the last line. Empty where the issuer names nobody. */
  readonly contact: string;
}

/** How a letter refers to its annex. */
export const annexRef = ({ htmlLang }: Page, title: string): string =>
  htmlLang === "en" ? `Annex: ${title}` : `附件：${title}`;

/** Numbers groups through a section, or an annex. */
export function counter(): () => number {
  let no = 0;
  return () => ++no;
}
