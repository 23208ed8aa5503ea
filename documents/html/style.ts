/** The same page for a screen and, by @page, for A4 paper. Lengths are those of standard.ts. */
import { CHARACTERS, type Face, FONTS, RED, SIZE } from "../standard.js";

const family = (face: Face): string => [FONTS[face].name, ...FONTS[face].instead].map((name) => `"${name}"`).join(", ");

const string = (text: string): string =>
  `"${text.replace(/[\\"<>\n]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;

/** Who printed it, at the foot of every page. */
export const printedStyle = (printed: string): string =>
  `@page { @bottom-center { content: ${string(printed)}; font: ${SIZE.mark}pt ${family("song")}; white-space: nowrap; vertical-align: bottom; padding-bottom: 14mm; } }\n`;

/** What stands above every page and is no part of the document. */
export const notesStyle = (notes: string): string =>
  `@page { @top-center { content: ${string(notes)}; font: ${SIZE.mark}pt ${family("song")}; vertical-align: top; padding-top: 12mm; } }\n`;

/** Page numbers, of one document: a counter of pages cannot begin anew within a print job. */
export const NUMBERS = `
@page :right { @bottom-right { content: "— " counter(page) " —"; font: ${SIZE.small}pt ${family("song")}; padding: 0 ${SIZE.small}pt; vertical-align: top; padding-top: 4.5mm; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: ${SIZE.small}pt ${family("song")}; padding: 0 ${SIZE.small}pt; vertical-align: top; padding-top: 4.5mm; } }
@page form:first { @bottom-right { content: none; } @bottom-left { content: none; } }
`;

export const STYLE = `
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #e8e8e8; color: #000; font: ${SIZE.body}pt/28.95pt ${family("fangsong")}; }
.sheet { position: relative; display: flex; flex-direction: column; width: 210mm; min-height: 297mm; margin: 6mm auto; padding: 37mm 26mm 35mm 28mm; background: #fff; letter-spacing: calc(156mm / ${CHARACTERS} - ${SIZE.body}pt - 0.02pt); text-autospace: no-autospace; }
p { margin: 0; overflow-wrap: anywhere; }
.hei { font-family: ${family("hei")}; }
.kai { font-family: ${family("kai")}; }
.redHead { margin-top: 35mm; color: #${RED}; font-family: ${family("title")}; line-height: 1.2; letter-spacing: 0; text-align: center; white-space: nowrap; }
.number { padding-bottom: 4mm; border-bottom: 2pt solid #${RED}; text-align: center; letter-spacing: 0; }
.plainNumber { text-align: right; }
.title, .annexTitle { font-family: ${family("title")}; font-size: ${SIZE.title}pt; text-align: center; letter-spacing: 0; }
.title, .annexTitle { break-after: avoid; }
.title span, .annexTitle span { display: block; font: inherit; }
.body, .contact { text-indent: 2em; }
.gap { height: 28.95pt; flex: none; }
.signature { text-align: right; break-inside: avoid; }
.withNext { break-after: avoid; }
table { width: 156mm; border-collapse: collapse; table-layout: fixed; font-size: 12pt; line-height: 1.4; letter-spacing: 0; }
table.many { font-size: 10.5pt; }
td, th { border: 0.25mm solid #000; padding: 0.7mm 1mm; overflow-wrap: anywhere; }
th { font-family: ${family("hei")}; font-weight: normal; }
tr { break-inside: avoid; }
tr.tall { break-inside: auto; }
.imprint { margin-top: auto; border-top: 0.35mm solid #000; border-bottom: 0.35mm solid #000; font-size: ${SIZE.small}pt; line-height: 20pt; letter-spacing: 0; break-inside: avoid; }
.imprint div { display: flex; padding: 0 1em; }
.imprint div + div { border-top: 0.25mm solid #000; }
.imprint .by { justify-content: space-between; }
.imprint .label { flex: none; }
.formHead { display: flex; justify-content: space-between; border-bottom: 0.35mm solid #000; font-size: 10.5pt; letter-spacing: 0; }
.form > tbody > tr > th { width: 27.5mm; font-size: ${SIZE.small}pt; }
.form td { padding: 1mm 1.8mm; vertical-align: middle; }
.form td table { width: 100%; }
.note { font-size: ${SIZE.small}pt; line-height: 22pt; letter-spacing: 0; }
.notes { position: absolute; top: 8mm; left: 28mm; right: 26mm; color: #b00; font: ${SIZE.mark}pt/1.4 ${family("song")}; letter-spacing: 0; text-align: center; }
.printed { position: absolute; bottom: 14mm; left: 28mm; font: ${SIZE.mark}pt ${family("song")}; letter-spacing: 0; }
@media print {
  body { background: none; }
  .sheet { width: 156mm; min-height: 224mm; margin: 0; padding: 0; }
  .sheet ~ .sheet { break-before: page; }
  .sheet.formSheet { page: form; }
  .printed, .notes { display: none; }
}
@media screen and (max-width: 210mm) { .sheet { width: 100%; padding: 12mm 6mm; } table { width: 100%; } .redHead { margin-top: 6mm; white-space: normal; font-size: 24pt !important; } }
`;
