/** A letter as plain text. */
import { annexRef, counter, type Page, type PageGroup, type PageSection } from "./page.js";

export function toPlain(page: Page): string {
  const colon = page.htmlLang === "en" ? ": " : "：";
  const lines: string[] = [...[...page.notes, page.delivered].map((note) => `* ${note}`), ""];
  if (page.form !== "message") lines.push(page.head);
  if (page.documentNo !== undefined) lines.push(page.documentNo);
  if (page.form !== "message") lines.push(page.title, "");
  lines.push(page.salutation, "");
  if (page.ask !== "") lines.push(page.ask, "");
  for (const section of page.sections) lines.push(...sectionLines(section, colon));
  if (page.closing !== "") lines.push(page.closing, "");
  for (const { title } of page.annexes) lines.push(annexRef(page, title), "");
  lines.push(page.signature, page.date);
  if (page.contact !== "") lines.push(page.contact);
  for (const { title, sections } of page.annexes) {
    const next = counter();
    lines.push("", "----", annexRef(page, title), "");
    for (const { heading, groups } of sections)
      lines.push(...(heading === "" ? [] : [heading, ""]), ...groupLines(groups, colon, next));
  }
  lines.push("");
  return lines.join("\n");
}

function sectionLines({ heading, paragraphs, groups }: PageSection, colon: string): string[] {
  return [
    ...(heading === "" ? [] : [heading, ""]),
    ...paragraphs.flatMap(({ lead = "", text }) => [`${lead}${text}`, ""]),
    ...groupLines(groups, colon, counter()),
  ];
}

function groupLines(groups: readonly PageGroup[], colon: string, next: () => number): string[] {
  return groups.flatMap(({ title, lines }) => [
    `${next()}. ${title}`,
    ...lines.map(({ label, value }) => `   ${label}${colon}${value}`),
    "",
  ]);
}
