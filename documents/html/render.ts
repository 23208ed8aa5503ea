/** Documents as one page of HTML: on a screen sheet under sheet, printed on A4. The same parts as the Word file (compose.ts). */
import { compose, type Composition, type Form, type Piece, type Words } from "../compose.js";
import { redHeadSize } from "../standard.js";
import { fitForm } from "../form-fit.js";
import type { OfficialDocument, Table } from "../model.js";
import { notesStyle, NUMBERS, printedStyle, STYLE } from "./style.js";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const twips = (length: number): string => `${length / 20}pt`;

function word({ text, face, strong }: Words): string {
  const content = face === "hei" || face === "kai" ? `<span class="${face}">${escaped(text)}</span>` : escaped(text);
  return strong ? `<strong>${content}</strong>` : content;
}

/** A cell of more characters may take more than a page: its row is broken rather than begun overleaf. */
const TALL = 240;

function table(block: Table): string {
  const sum = block.columns.reduce((total, column) => total + (column.width ?? 1), 0);
  const columns = block.columns.map(
    (column) => `<col style="width:${(((column.width ?? 1) / sum) * 100).toFixed(2)}%">`,
  );
  const head = block.columns.map((column) => `<th scope="col">${escaped(column.title)}</th>`);
  const rows = block.rows.map(
    (row) =>
      `<tr${row.some((cell) => cell.length > TALL) ? ' class="tall"' : ""}>${row
        .map(
          (cell, index) =>
            `<td style="text-align:${block.columns[index]?.align ?? "left"}">${escaped(cell).replaceAll("\n", "<br>")}</td>`,
        )
        .join("")}</tr>`,
  );
  const many = block.columns.length > 6 ? ' class="many"' : "";
  return `<table${many}><colgroup>${columns.join("")}</colgroup><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function form(block: Form): string {
  const fit = fitForm(block);
  const rows = block.rows.map((row, index) => {
    const room = index === block.rows.length - 1 ? ` style="height:${twips(fit.room)}"` : "";
    return `<tr${room}><th scope="row">${escaped(row.label)}</th><td style="font-size:${fit.size}pt;line-height:${twips(fit.pitch)}">${row.pieces.map(piece).join("")}</td></tr>`;
  });
  return [
    `<p class="formHead"><span>${escaped(block.number)}</span><span>${escaped(block.from)}</span></p>`,
    '<div class="gap"></div>',
    `<h1 class="title" style="margin:0;font-weight:normal">${escaped(block.title)}</h1>`,
    `<p class="kai">${escaped(block.addressee ?? "")}</p>`,
    `<table class="form"><tbody>${rows.join("")}</tbody></table>`,
    ...block.notes.map((note) => `<p class="note">${escaped(note)}</p>`),
  ].join("\n");
}

function piece(part: Piece): string {
  switch (part.kind) {
    case "text": {
      const stays = part.withNext ? " withNext" : "";
      const content = part.words.map(word);
      if (part.role === "title" || part.role === "annexTitle") {
        const tag = part.role === "title" ? "h1" : "h2";
        return `<${tag} class="${part.role}" style="margin:0;font-weight:normal">${content.map((line) => `<span>${line}</span>`).join("")}</${tag}>`;
      }
      const style =
        part.role === "redHead"
          ? ` style="font-size:${redHeadSize(part.words.map(({ text }) => text).join(""))}pt"`
          : part.hang === undefined
            ? ""
            : ` style="padding-left:${part.hang + 2}em;text-indent:-${part.hang}em"`;
      return `<p class="${part.role}${stays}"${style}>${content.join("")}</p>`;
    }
    case "gap":
      return `<div class="gap${part.withNext ? " withNext" : ""}"></div>`.repeat(part.lines);
    case "signature":
      return `<p class="signature${part.withNext ? " withNext" : ""}" style="padding-right:${part.right}em">${escaped(part.text)}</p>`;
    case "table":
      return table(part);
    case "form":
      return form(part);
  }
}

function imprint({ imprint: made }: Composition): string {
  if (made === undefined) return "";
  const lists = made.lists.map(
    ({ label, names }) =>
      `<div><span class="label">${escaped(label)}</span><span>${escaped(names.join("，"))}。</span></div>`,
  );
  return `\n<div class="imprint">${lists.join("")}<div class="by"><span>${escaped(made.by)}</span><span>${escaped(made.on)}</span></div></div>`;
}

/** A document's sheets alone, for a page that has more than documents on it. */
export function sheetsOf(document: OfficialDocument): string {
  const composed = compose(document);
  const notes = composed.notes === undefined ? "" : `\n<p class="notes">${escaped(composed.notes)}</p>`;
  const printed = composed.printed === undefined ? "" : `\n<p class="printed">${escaped(composed.printed)}</p>`;
  return composed.sheets
    .map((parts, index) => {
      const last = index === composed.sheets.length - 1 ? imprint(composed) : "";
      const style = parts.some((part) => part.kind === "form") ? " formSheet" : "";
      return `<section class="sheet${style}">\n<div>\n${parts.map(piece).join("\n")}\n</div>${last}${notes}${printed}\n</section>`;
    })
    .join("\n");
}

/** The style of a page of documents: of several, its pages have no numbers, as a counter of pages cannot begin anew in a print job. */
export function styleOf(documents: readonly OfficialDocument[]): string {
  const composed = documents.map(compose);
  const printed = composed.find((each) => each.printed !== undefined)?.printed;
  const notes = composed.find((each) => each.notes !== undefined)?.notes;
  return [
    STYLE,
    documents.length === 1 ? NUMBERS : "",
    printed === undefined ? "" : printedStyle(printed),
    notes === undefined ? "" : notesStyle(notes),
  ].join("");
}

/**
 * A whole page, of one document or of several to be printed in one go: the pages of several have no numbers. Who printed it stands on
 * paper as the first document says.
 * @param nonce of the page's Content-Security-Policy, for its one style element
 * @throws Error where a table's row hasn't a cell for every column, or a date is none.
 */
export function renderHtml(
  document: OfficialDocument | readonly OfficialDocument[],
  { nonce }: { readonly nonce?: string } = {},
): string {
  const documents: readonly OfficialDocument[] = "kind" in document ? [document] : document;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(documents.map(({ title }) => title).join("；"))}</title>
<style${nonce === undefined ? "" : ` nonce="${escaped(nonce)}"`}>${styleOf(documents)}</style>
</head>
<body>
${documents.map(sheetsOf).join("\n")}
</body>
</html>
`;
}
