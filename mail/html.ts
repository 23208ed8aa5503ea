/**
 * A letter as HTML: inline styles only (mail programs drop the rest), blocks that fit a telephone, black on white for
 * print.
 */
import {
  annexRef,
  counter,
  type Page,
  type PageAnnex,
  type PageGroup,
  type PageParagraph,
  type PageSection,
} from "./page.js";

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
  const notes = [...page.notes, page.delivered]
    .map(
      (note) =>
        `<p style="margin:0 0 8px;padding:6px 8px;border:1px dashed #b00;color:#b00;font-size:14px">${e(note)}</p>`,
    )
    .join("");
  const ask = page.ask === "" ? "" : `<p style="margin:8px 0;${INDENTED}"><strong>${e(page.ask)}</strong></p>`;
  const closing = page.closing === "" ? "" : `<p style="margin:12px 0 0;${INDENTED}">${e(page.closing)}</p>`;
  const refs = page.annexes
    .map(({ title }) => `<p style="margin:12px 0 0;${INDENTED}">${e(annexRef(page, title))}</p>`)
    .join("");
  const contact = page.contact === "" ? "" : `<p style="margin:12px 0 0;${INDENTED}">${e(page.contact)}</p>`;
  return `<!DOCTYPE html>
<html lang="${e(page.htmlLang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(page.subject)}</title></head>
<body style="margin:0;padding:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;${SERIF};font-size:16px;line-height:1.7;overflow-wrap:anywhere">
${notes}${headHtml(page)}<p style="margin:8px 0">${e(page.salutation)}</p>
${ask}${page.sections.map(sectionHtml).join("\n")}
${closing}${refs}<p style="margin:20px 0 0;text-align:right">${e(page.signature)}<br>${e(page.date)}</p>
${contact}${page.annexes.map((annex) => annexHtml(page, annex)).join("")}
</div></body></html>
`;
}

/** Head, number, rule, title. A message has none of it; a 呈阅件 and a 便函 have no red. */
function headHtml({ form, head, title, documentNo }: Page): string {
  if (form === "message") return "";
  const e = escapeHtml;
  const colour = form === "letter" ? "#c00" : "#000";
  const number = documentNo === undefined ? "" : `<p style="margin:0;text-align:center">${e(documentNo)}</p>`;
  return `<p style="margin:0;text-align:center;color:${colour};font-size:20px;${HEADING}">${e(head)}</p>
${number}<div style="margin:6px 0 0;border-bottom:2px solid ${colour}"></div>
<h1 style="margin:16px 0 8px;text-align:center;font-size:22px;line-height:1.4;text-wrap:balance;${HEADING};font-weight:normal">${e(title)}</h1>
`;
}

function sectionHtml({ heading, paragraphs, groups }: PageSection): string {
  const next = counter();
  const head = heading === "" ? "" : `<p style="margin:14px 0 4px;${HEADING}">${escapeHtml(heading)}</p>`;
  return `${head}${paragraphs.map(paragraphHtml).join("\n")}${groups.map((group) => groupHtml(group, next())).join("\n")}`;
}

function paragraphHtml({ lead, text }: PageParagraph): string {
  const heading = lead === undefined ? "" : `<span style="${HEADING}">${escapeHtml(lead)}</span>`;
  return `<p style="margin:8px 0;${INDENTED}">${heading}${escapeHtml(text)}</p>`;
}

function annexHtml(page: Page, { title, sections }: PageAnnex): string {
  const next = counter();
  const body = sections.map(
    ({ heading, groups }) =>
      `${heading === "" ? "" : `<p style="margin:14px 0 4px;${HEADING}">${escapeHtml(heading)}</p>`}${groups.map((group) => groupHtml(group, next())).join("\n")}`,
  );
  return `<div style="margin:24px 0 0;padding-top:12px;border-top:1px solid #999;page-break-before:always"><p style="margin:0 0 8px;${HEADING}">${escapeHtml(annexRef(page, title))}</p>
${body.join("\n")}</div>`;
}

function groupHtml({ title, lines }: PageGroup, no: number): string {
  const e = escapeHtml;
  const rows = lines.map(
    ({ label, value, strong }) =>
      `<tr><th scope="row" style="${CELL};width:74px;font-weight:normal;color:#444">${e(label)}</th><td style="${CELL}${strong ? ";color:#b00" : ""}">${e(value)}</td></tr>`,
  );
  return `<table style="width:100%;margin:6px 0 10px;border-collapse:collapse;font-size:15px;line-height:1.5;page-break-inside:avoid"><tr><th colspan="2" style="${CELL};background:#f2f2f2;${HEADING};font-weight:normal">${no}. ${e(title)}</th></tr>${rows.join("")}</table>`;
}
