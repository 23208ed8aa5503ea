/**
 * A letter as HTML: inline styles only (mail programs drop the rest), blocks that fit a telephone, black on white for
 * print.
 */
import type { Page, PageBlock, PageGroup, PageSection } from "./page.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const SERIF = "font-family:FangSong,仿宋,STFangsong,'Noto Serif CJK SC',serif";
const HEADING = "font-family:SimHei,黑体,'Noto Sans CJK SC',sans-serif";
const CELL = "border:1px solid #bbb;padding:5px 8px;vertical-align:top;text-align:left";
const INDENTED = "text-indent:2em";

export function toHtml(page: Page): string {
  const e = escapeHtml;
  const notes = page.notes
    .map(
      (note) =>
        `<p style="margin:0 0 8px;padding:6px 8px;border:1px dashed #b00;color:#b00;font-size:14px">${e(note)}</p>`,
    )
    .join("");
  const documentNo =
    page.documentNo === undefined ? "" : `<p style="margin:0 0 8px;text-align:center">${e(page.documentNo)}</p>`;
  const closing = page.closing === "" ? "" : `<p style="margin:16px 0 0;${INDENTED}">${e(page.closing)}</p>`;
  return `<!DOCTYPE html>
<html lang="${e(page.htmlLang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(page.subject)}</title></head>
<body style="margin:0;padding:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;${SERIF};font-size:16px;line-height:1.7;overflow-wrap:anywhere">
${notes}<p style="margin:0;text-align:center;color:#c00;font-size:20px;border-bottom:2px solid #c00;padding-bottom:6px;${HEADING}">${e(page.office)}</p>
<h1 style="margin:16px 0 8px;text-align:center;font-size:22px;line-height:1.4;text-wrap:balance;${HEADING};font-weight:normal">${e(page.title)}</h1>
${documentNo}<p style="margin:8px 0">${e(page.salutation)}</p>
<p style="margin:8px 0;${INDENTED}">${e(page.opening)}</p>
${page.sections.map(sectionHtml).join("\n")}
${closing}<p style="margin:24px 0 0;text-align:right">${e(page.signature)}<br>${e(page.date)}</p>
<p style="margin:24px 0 0;padding-top:6px;border-top:1px solid #ccc;color:#555;font-size:12px">${e(page.footer)}</p>
</div></body></html>
`;
}

function sectionHtml({ heading, blocks }: PageSection): string {
  const numbers = counter();
  return `<p style="margin:16px 0 6px;${HEADING}">${escapeHtml(heading)}</p>
${blocks.map((block) => blockHtml(block, numbers)).join("\n")}`;
}

function blockHtml({ lead, groups, ask }: PageBlock, next: () => number): string {
  const paragraph = (text: string): string =>
    text === "" ? "" : `<p style="margin:8px 0;${INDENTED}">${escapeHtml(text)}</p>`;
  return `${paragraph(lead)}${groups.map((group) => groupHtml(group, next())).join("\n")}${paragraph(ask)}`;
}

function groupHtml({ title, lines }: PageGroup, no: number): string {
  const e = escapeHtml;
  const rows = lines.map(
    ({ label, value, strong }) =>
      `<tr><th scope="row" style="${CELL};width:74px;font-weight:normal;color:#444">${e(label)}</th><td style="${CELL}${strong ? ";color:#b00" : ""}">${e(value)}</td></tr>`,
  );
  return `<table style="width:100%;margin:0 0 10px;border-collapse:collapse;font-size:15px;line-height:1.5;page-break-inside:avoid"><tr><th colspan="2" style="${CELL};background:#f2f2f2;${HEADING};font-weight:normal">${no}. ${e(title)}</th></tr>${rows.join("")}</table>`;
}

/** Numbers groups through all blocks of a section. */
export function counter(): () => number {
  let no = 0;
  return () => ++no;
}
