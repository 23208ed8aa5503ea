/** A letter as plain text. */
import type { Page } from "./page.js";

export function toPlain(page: Page): string {
  const lines: string[] = [];
  for (const note of page.notes) lines.push(`* ${note}`);
  lines.push(page.office, page.title);
  if (page.documentNo !== undefined) lines.push(page.documentNo);
  lines.push("", page.salutation, "", page.opening);
  for (const { capacity, rows, ask } of page.sections) {
    lines.push("", capacity, "");
    for (const row of rows) {
      lines.push(`${row.no}. ${row.place}  ${row.task}`);
      for (const detail of row.details) lines.push(`   ${detail}`);
      lines.push(
        `   ${[`${page.columns[3]}${page.htmlLang === "en" ? ": " : "："}${row.deadline}`, row.timing, row.originalDeadline ?? ""].filter((part) => part !== "").join("  ")}`,
      );
    }
    lines.push("", ask);
  }
  if (page.closing !== "") lines.push("", page.closing);
  lines.push("", page.office, page.date, "", "--", page.footer, "");
  return lines.join("\n");
}
