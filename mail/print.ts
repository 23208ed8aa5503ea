/**
 * A print package: a delivery register (送达签收单) to be signed, then letters, each on sheets of its own (A4). Every sheet says who
 * printed it and when.
 */
import { sheetsOf, styleOf } from "../documents/html/render.js";
import type { OfficialDocument } from "../documents/model.js";
import type { Language } from "../domain/language/words.js";
import { escapeHtml as e } from "./html.js";

/** A letter as it is printed and delivered. */
export interface PrintedLetter {
  /** The unit and post, or the person, that it is handed to. */
  readonly recipient: string;
  readonly documentNo: string | null;
  readonly title: string;
  readonly document: OfficialDocument;
}

export interface PrintPackage {
  /** Who keeps the register: the office by its name of the day. */
  readonly office: string;
  readonly printedBy: string;
  /** By the clock on the wall where it is printed: 2021-07-05T10:30. */
  readonly printedAt: string;
  /** The print job's number. */
  readonly job: string;
  readonly letters: readonly PrintedLetter[];
}

interface Words {
  readonly title: string;
  readonly columns: readonly string[];
  readonly copies: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    title: "文件送达签收单",
    columns: ["序号", "受文单位（人）", "发文字号", "文件标题", "份数", "送件人", "签收人（签名）", "签收日期", "时间"],
    copies: "1",
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
  },
};

/** Widths of the register's columns on A4 across, in percent. */
const WIDTHS = [5, 19, 14, 26, 5, 9, 10, 7, 5];

const STYLE = `@page register{size:A4 landscape;margin:24mm 14mm 20mm}
.register{page:register;box-sizing:border-box;max-width:1100px;margin:0 auto 10mm;padding:6mm;background:#fff;color:#000}
.register h1{margin:0 0 2mm;text-align:center;font:normal 18pt/1.4 SimHei,'Noto Sans CJK SC',sans-serif}
.register .office{margin:0 0 2mm;text-align:left;font:11pt/1.5 FangSong,STFangsong,'Noto Serif CJK SC',serif}
.register .lines{width:100%;border-collapse:collapse;table-layout:fixed;font:10.5pt/1.4 FangSong,STFangsong,'Noto Serif CJK SC',serif}
.lines th,.lines td{padding:1.5mm 1mm;border:.25mm solid #000;overflow-wrap:anywhere;vertical-align:middle;text-align:left}
.lines th{text-align:center;font-weight:normal;font-family:SimHei,'Noto Sans CJK SC',sans-serif}
.lines td{height:11mm}
.lines tr{break-inside:avoid}
@media print{.register{max-width:none;margin:0;padding:0}.register~.sheet{break-before:page}}`;

/**
 * The package as one page, without scripts: to be shown in a frame and printed from there. The register is in the reader's language,
 * letters are as they are, in the layout of official documents (documents/html).
 */
export function printPage(
  { office, printedBy: by, printedAt: at, job, letters }: PrintPackage,
  lang: Language,
): string {
  const words = WORDS[lang];
  const documents = letters.map(({ document }) => ({ ...document, printed: { by, at, job } }));
  return `<!DOCTYPE html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(words.title)}</title>
<style>${styleOf(documents)}${STYLE}</style></head><body>
<section class="register">${registerOf({ office, letters }, words)}</section>
${documents.map(sheetsOf).join("\n")}
</body></html>
`;
}

function registerOf(
  { office, letters }: Pick<PrintPackage, "office" | "letters">,
  { title, columns, copies }: Words,
): string {
  const widths = WIDTHS.map((width) => `<col style="width:${width}%">`).join("");
  const head = columns.map((name) => `<th scope="col">${e(name)}</th>`).join("");
  const rows = letters.map(({ recipient, documentNo, title: of }, index) => {
    const known = [String(index + 1), recipient, documentNo ?? "—", of, copies];
    return `<tr>${[...known, "", "", "", ""].map((text) => `<td>${e(text)}</td>`).join("")}</tr>`;
  });
  return `<h1>${e(title)}</h1><p class="office">${e(office)}</p><table class="lines"><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
