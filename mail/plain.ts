/** A letter as plain text. */
import { counter } from "./html.js";
import type { Page, PageSection } from "./page.js";

export function toPlain(page: Page): string {
  const colon = page.htmlLang === "en" ? ": " : "：";
  const lines: string[] = page.notes.map((note) => `* ${note}`);
  if (page.notes.length > 0) lines.push("");
  lines.push(page.office, page.title);
  if (page.documentNo !== undefined) lines.push(page.documentNo);
  lines.push("", page.salutation, "", page.opening);
  for (const section of page.sections) lines.push(...sectionLines(section, colon));
  if (page.closing !== "") lines.push("", page.closing);
  lines.push("", page.signature, page.date, "", "--", page.footer, "");
  return lines.join("\n");
}

function sectionLines({ heading, blocks }: PageSection, colon: string): string[] {
  const next = counter();
  const lines = ["", heading];
  for (const { lead, groups, ask } of blocks) {
    if (lead !== "") lines.push("", lead);
    for (const { title, lines: said } of groups) {
      lines.push("", `${next()}. ${title}`);
      for (const { label, value } of said) lines.push(`   ${label}${colon}${value}`);
    }
    if (ask !== "") lines.push("", ask);
  }
  return lines;
}
