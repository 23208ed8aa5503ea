/** A document as a Word file by GB/T 9704-2012. */
import { Document, DocumentGridType, Footer, Header, Packer, PageNumber } from "docx";
import { compose } from "../compose.js";
import type { OfficialDocument } from "../model.js";
import { CHARACTER_SPACE, FONTS, FOOT, LINE_PITCH, MARGIN, MARK_PITCH, PAGE, SIZE } from "../standard.js";
import { fixed, UNGRIDDED } from "./fixed.js";
import { footParts, headParts } from "./margins.js";
import { imprintParts, parts } from "./parts.js";

export const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/**
 * The same document gives the same bytes, whatever the clock, time zone and release of Node.
 * @throws Error where a table's row hasn't a cell for every column, or a date is none.
 */
export async function renderDocx(document: OfficialDocument): Promise<Uint8Array> {
  const { sheets, imprint, numberedFromFirst, printed, notes } = compose(document);
  const foot = (side: "right" | "left", numbered = true): Footer =>
    new Footer({ children: footParts(side, numbered, printed, PageNumber.CURRENT) });
  const name = FONTS.fangsong.name;
  // The grid counts from the size of the normal style: Word reads it of the defaults too, LibreOffice only there.
  const normal = {
    font: { ascii: name, hAnsi: name, eastAsia: name, cs: name },
    size: SIZE.body * 2,
    sizeComplexScript: SIZE.body * 2,
    language: { value: "en-US", eastAsia: "zh-CN" },
  };
  const file = new Document({
    title: document.title,
    creator: document.issuer.fullName,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: normal } },
      paragraphStyles: [
        { id: "Normal", name: "Normal", quickFormat: true, run: normal },
        { id: UNGRIDDED, name: "Off the grid", basedOn: "Normal" },
      ],
    },
    sections: [
      {
        properties: {
          titlePage: !numberedFromFirst,
          page: {
            size: PAGE,
            margin: {
              ...MARGIN,
              header: MARGIN.top / 2,
              footer: printed === undefined ? FOOT : FOOT - MARK_PITCH,
              gutter: 0,
            },
          },
          grid: { type: DocumentGridType.LINES_AND_CHARS, linePitch: LINE_PITCH, charSpace: CHARACTER_SPACE },
        },
        ...(notes !== undefined && { headers: headers(notes, numberedFromFirst) }),
        footers: {
          default: foot("right"),
          even: foot("left"),
          ...(numberedFromFirst ? {} : { first: foot("right", false) }),
        },
        children: [...sheets.flatMap(parts), ...(imprint === undefined ? [] : imprintParts(imprint))],
      },
    ],
  });
  return fixed(new Uint8Array(await Packer.toArrayBuffer(file)), {
    title: document.title,
    creator: document.issuer.fullName,
    date: document.signature.date,
  });
}

/** The same on odd and even pages, and on a first one that has a foot of its own. */
function headers(notes: string, numberedFromFirst: boolean) {
  const head = (): Header => new Header({ children: headParts(notes) });
  return { default: head(), even: head(), ...(numberedFromFirst ? {} : { first: head() }) };
}
