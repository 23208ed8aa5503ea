/**
 * What makes a .docx the same bytes for the same document: the library dates the file by the clock and zips it with that time. The pass
 * after packing sets the document's own day, and zips again (fixed-zip.ts).
 */
import { strFromU8, strToU8, unzipSync } from "fflate";
import { fixedZip } from "../fixed-zip.js";
import { FONTS } from "../standard.js";

const FIRST = ["[Content_Types].xml", "_rels/.rels"];

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Which fonts to take instead (w:altName): Word and WPS read it where a named font is absent. */
const fontTable = (): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.values(
    FONTS,
  )
    .map(
      (font) =>
        `<w:font w:name="${escaped(font.name)}"><w:altName w:val="${escaped(font.instead.join(","))}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>`,
    )
    .join("")}</w:fonts>`;

/** The core properties: the document's own words and day, at midnight of no time zone. */
const coreProperties = (title: string, creator: string, date: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(creator)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:modified></cp:coreProperties>`;

/**
 * No room between Chinese and Latin letters or digits (it would break the grid), and none of a paragraph's defaults from the program that
 * opens it. The library has no option for w:autoSpaceDE.
 */
const PARAGRAPHS =
  '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault>';

/** Titles, heads and tables, whose characters don't snap to the body's grid. The library has no option for a paragraph's w:snapToGrid. */
export const UNGRIDDED = "Ungridded";

function ungridded(xml: string): string {
  const style = new RegExp(`(<w:style [^>]*w:styleId="${UNGRIDDED}"[^>]*>.*?)</w:style>`, "s");
  if (!style.test(xml)) throw new Error(`word/styles.xml of the packed file has no style ${UNGRIDDED}`);
  return xml.replace(style, '$1<w:pPr><w:snapToGrid w:val="0"/></w:pPr></w:style>');
}

function styles(packed: string): string {
  const xml = ungridded(packed);
  const found = /<w:pPrDefault\s*\/>|<w:pPrDefault>.*?<\/w:pPrDefault>/s;
  if (found.test(xml)) return xml.replace(found, PARAGRAPHS);
  if (!xml.includes("</w:docDefaults>"))
    throw new Error("word/styles.xml of the packed file has no w:docDefaults to set");
  return xml.replace("</w:docDefaults>", `${PARAGRAPHS}</w:docDefaults>`);
}

/**
 * @param packed a .docx as the library packs it
 * @param about what its properties say; `date` a plan date
 */
export function fixed(
  packed: Uint8Array,
  about: { readonly title: string; readonly creator: string; readonly date: string },
): Uint8Array {
  const entries = unzipSync(packed);
  const change = (path: string, by: (xml: string) => string): void => {
    const entry = entries[path];
    if (entry === undefined) throw new Error(`the packed file has no ${path}`);
    entries[path] = strToU8(by(strFromU8(entry)));
  };
  change("docProps/core.xml", () => coreProperties(about.title, about.creator, about.date));
  change("word/fontTable.xml", fontTable);
  change("word/styles.xml", styles);
  return fixedZip(entries, FIRST);
}
