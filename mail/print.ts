/**
 * A print package: a delivery register (送达签收单) to be signed, then letters, each on sheets of its own (A4). Every sheet says who
 * printed it and when.
 */
import type { Language } from "../domain/language/words.js";
import { escapeHtml as e } from "./html.js";

/** A letter as it is printed and delivered. */
export interface PrintedLetter {
  /** The unit and post, or the person, that it is handed to. */
  readonly recipient: string;
  readonly documentNo: string | null;
  readonly title: string;
  /** The whole page, as the letter's renderer makes it. */
  readonly html: string;
}

export interface PrintPackage {
  /** Who keeps the register: the office by its name of the day. */
  readonly office: string;
  readonly printedBy: string;
  /** In words, of the place where it is printed. */
  readonly printedAt: string;
  /** The print job's number. */
  readonly job: string;
  readonly letters: readonly PrintedLetter[];
}

interface Words {
  readonly title: string;
  readonly columns: readonly string[];
  readonly copies: string;
  printed(by: string, at: string, job: string): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    title: "文件送达签收单",
    columns: ["序号", "受文单位（人）", "发文字号", "文件标题", "份数", "送件人", "签收人（签名）", "签收日期", "时间"],
    copies: "1",
    printed: (by, at, job) => `打印人：${by}　打印时间：${at}　打印编号：${job}`,
  },
  en: {
    title: "Delivery register",
    columns: [
      "No.",
      "Recipient",
      "Document no.",
      "Title",
      "Copies",
      "Delivered by",
      "Received (signature)",
      "Date",
      "Time",
    ],
    copies: "1",
    printed: (by, at, job) => `Printed by ${by} on ${at}, print ${job}`,
  },
};

/** Widths of the register's columns on A4 across, in percent. */
const WIDTHS = [5, 19, 14, 26, 5, 9, 10, 7, 5];

const STYLE = `@page{size:A4;margin:20mm 18mm 16mm 22mm}
@page register{size:A4 landscape;margin:16mm 14mm}
html,body{margin:0;background:#fff;color:#000}
.job{width:100%;border-collapse:collapse;table-layout:fixed}
.job>tbody>tr>td,.job>tfoot>tr>td{padding:0}
.job+.job{break-before:page}
.printed{padding-top:4mm!important;color:#444;font:9pt/1.4 FangSong,STFangsong,'Noto Serif CJK SC',serif}
.register{page:register}
.register h1{margin:0 0 2mm;text-align:center;font:normal 18pt/1.4 SimHei,'Noto Sans CJK SC',sans-serif}
.register .office{margin:0 0 2mm;text-align:left;font:11pt/1.5 FangSong,STFangsong,'Noto Serif CJK SC',serif}
.lines{width:100%;border-collapse:collapse;table-layout:fixed;font:10.5pt/1.4 FangSong,STFangsong,'Noto Serif CJK SC',serif}
.lines th,.lines td{padding:1.5mm 1mm;border:.25mm solid #000;overflow-wrap:anywhere;vertical-align:middle;text-align:left}
.lines th{text-align:center;font-weight:normal;font-family:SimHei,'Noto Sans CJK SC',sans-serif}
.lines td{height:11mm}
.lines tr{break-inside:avoid}
@media screen{.job{max-width:800px;margin:0 auto 10mm}.register.job{max-width:1100px}.job>tbody>tr>td{padding:6mm}.printed{padding:0 6mm 6mm!important}}`;

/** The package as one page, without scripts: to be shown in a frame and printed from there. */
export function printPage(job: PrintPackage, lang: Language): string {
  const words = WORDS[lang];
  const printed = words.printed(job.printedBy, job.printedAt, job.job);
  const letters = job.letters.map(({ html }) => partsOf(html));
  const styles = [...new Set(letters.map(({ style }) => style))].filter((style) => style !== "");
  const sheets = [
    sheet("register", registerOf(job, words), printed),
    ...letters.map(({ body, attributes }) => sheet("letter", `<div${attributes}>${body}</div>`, printed)),
  ];
  return `<!DOCTYPE html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(words.title)}</title>
<style>${[...styles, STYLE].join("\n")}</style></head><body>
${sheets.join("\n")}
</body></html>
`;
}

/** The foot of a table is repeated on each of its sheets, and takes its room. */
const sheet = (kind: string, body: string, printed: string): string =>
  `<table class="job ${kind}"><tbody><tr><td>${body}</td></tr></tbody><tfoot><tr><td class="printed">${e(printed)}</td></tr></tfoot></table>`;

function registerOf({ office, letters }: PrintPackage, { title, columns, copies }: Words): string {
  const widths = WIDTHS.map((width) => `<col style="width:${width}%">`).join("");
  const head = columns.map((name) => `<th scope="col">${e(name)}</th>`).join("");
  const rows = letters.map(({ recipient, documentNo, title: of }, index) => {
    const known = [String(index + 1), recipient, documentNo ?? "—", of, copies];
    return `<tr>${[...known, "", "", "", ""].map((text) => `<td>${e(text)}</td>`).join("")}</tr>`;
  });
  return `<h1>${e(title)}</h1><p class="office">${e(office)}</p><table class="lines"><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** A rendered page's styles and body; what one page says of all pages' paper is left out. */
function partsOf(html: string): { readonly style: string; readonly attributes: string; readonly body: string } {
  const style = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css ?? "").join("\n");
  const [, attributes = "", body = ""] = /<body([^>]*)>([\s\S]*)<\/body>/.exec(html) ?? [];
  return { style, attributes, body };
}
