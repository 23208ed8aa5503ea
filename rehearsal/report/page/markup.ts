/** HTML that cannot be broken by a name: whatever is put into a template is escaped, unless it was made by one. */
import { escapeHtml } from "../../../mail/html.js";

/** Markup that needs no escaping any more. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | readonly Content[];

/** For what is markup by itself: the page's own style, script and charts. */
export const raw = (text: string): Markup => new Markup(text);

/** Nothing for null; lists one after another. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + written(values[index - 1] ?? null) + part));
}

function written(value: Content): string {
  if (value === null) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escapeHtml(printable(value));
  if (typeof value === "number") return String(value);
  return value.map(written).join("");
}

/** Control characters mean nothing on a page, and those that turn the direction of writing would rearrange it. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, " ");
}
