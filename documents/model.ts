/**
 * An official document (公文) as data: what stands in it, in which order, without how it looks. Renderers make it a page, a print or a Word
 * file. Every text is one line, unescaped.
 */

/** A stretch of a paragraph; `strong`: what must be seen first. */
export interface Run {
  readonly text: string;
  readonly strong?: boolean;
}

export type Block =
  /** 一、 to (1): levels 1 to 4. The number is part of the text. */
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | { readonly kind: "paragraph"; readonly runs: readonly Run[] }
  /** Every row has as many cells as `head`. */
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Lines one below the other, not indented. */
  | { readonly kind: "lines"; readonly lines: readonly string[] };

export interface Annex {
  readonly title: string;
  readonly body: readonly Block[];
}

export interface OfficialDocument {
  readonly kind: "letter" | "slip" | "submission" | "bulletin" | "report" | "register";
  /** `redHead`: what stands in red above the number; absent: the document has no red head. */
  readonly issuer: { readonly fullName: string; readonly redHead?: string };
  /** 发文字号 */
  readonly documentNo?: string;
  readonly title: string;
  /** 主送, without its colon. */
  readonly addressee?: string;
  readonly body: readonly Block[];
  readonly annexes: readonly Annex[];
  /** 发文机关署名 and 成文日期, the day in words. */
  readonly signature: { readonly name: string; readonly date: string };
  /** The line that says whom to ask, in its brackets. */
  readonly contact?: string;
  /** 抄送 */
  readonly copies?: readonly string[];
  /** 抄报 */
  readonly reports?: readonly string[];
  /** Who printed it, and when, in words. */
  readonly printed?: { readonly by: string; readonly at: string };
}
