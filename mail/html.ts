/** A letter as HTML: inline styles only, four columns that fit a telephone, and black on white for print. */
import type { Page, PageRow, PageSection } from "./page.js";

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
const CELL =
  "border:1px solid #999;padding:6px 4px;vertical-align:top;text-align:left;overflow-wrap:anywhere;word-break:break-word";
const WIDTHS = ["9%", "21%", "43%", "27%"] as const;

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
  const closing = page.closing === "" ? "" : `<p style="margin:16px 0 0;text-indent:2em">${e(page.closing)}</p>`;
  return `<!DOCTYPE html>
<html lang="${e(page.htmlLang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(page.subject)}</title></head>
<body style="margin:0;padding:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;${SERIF};font-size:16px;line-height:1.7">
${notes}<p style="margin:0;text-align:center;color:#c00;font-size:18px;border-bottom:2px solid #c00;padding-bottom:6px;${HEADING}">${e(page.office)}</p>
<h1 style="margin:16px 0 8px;text-align:center;font-size:22px;line-height:1.4;${HEADING};font-weight:normal">${e(page.title)}</h1>
${documentNo}<p style="margin:8px 0">${e(page.salutation)}</p>
<p style="margin:8px 0;text-indent:2em">${e(page.opening)}</p>
${page.sections.map((section) => sectionHtml(section, page.columns)).join("\n")}
${closing}<p style="margin:24px 0 0;text-align:right">${e(page.office)}<br>${e(page.date)}</p>
<p style="margin:24px 0 0;padding-top:6px;border-top:1px solid #ccc;color:#555;font-size:12px">${e(page.footer)}</p>
</div></body></html>
`;
}

function sectionHtml({ capacity, rows, ask }: PageSection, columns: Page["columns"]): string {
  const head = columns
    .map(
      (column, no) =>
        `<th scope="col" style="${CELL};width:${WIDTHS[no]};background:#f2f2f2;${HEADING};font-weight:normal">${escapeHtml(column)}</th>`,
    )
    .join("");
  return `<p style="margin:16px 0 6px;${HEADING}">${escapeHtml(capacity)}</p>
<table style="width:100%;border-collapse:collapse;table-layout:fixed;font-size:14px;line-height:1.5"><thead><tr>${head}</tr></thead><tbody>
${rows.map(rowHtml).join("\n")}
</tbody></table>
<p style="margin:8px 0 0;text-indent:2em">${escapeHtml(ask)}</p>`;
}

function rowHtml({ no, place, task, details, deadline, timing, overdue, originalDeadline }: PageRow): string {
  const e = escapeHtml;
  const matter = [e(task), ...details.map((detail) => `<span style="color:#333">${e(detail)}</span>`)].join("<br>");
  const when = [
    e(deadline),
    ...(timing === "" ? [] : [`<span style="${overdue ? "color:#b00" : "color:#333"}">${e(timing)}</span>`]),
    ...(originalDeadline === undefined ? [] : [e(originalDeadline)]),
  ].join("<br>");
  return `<tr style="page-break-inside:avoid"><td style="${CELL}">${no}</td><td style="${CELL}">${e(place)}</td><td style="${CELL}">${matter}</td><td style="${CELL}">${when}</td></tr>`;
}
