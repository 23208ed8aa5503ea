/**
 * Documents that are zip archives: Office Open XML (docx, xlsx, pptx; WPS writes them too), OpenDocument, and OFD, the state's own
 * format for documents (GB/T 33190). What one is stands in its parts, which are found by the archive's own directory at its end: in
 * whatever order they were written, streamed or not.
 */
import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";

/** Not a whole archive, or one that is made to do harm. */
export class BrokenArchive extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`the archive cannot be read: ${why}`, options);
    this.name = "BrokenArchive";
  }
}

/** Parts of an archive, and bytes that all of them unpacked may have together: a document has neither. */
const MOST_PARTS = 20_000;
const MOST_UNPACKED = 2 ** 30;
/** Of a part that says what the document is, in bytes. */
const MOST_TOLD = 4 * 2 ** 20;

/** An open archive with its directory. */
export interface Archive {
  /** In the directory's order. */
  readonly parts: readonly Entry[];
  read(part: Entry): Promise<Readable>;
  close(): void;
}

/** Opens an archive and reads its directory. Throws BrokenArchive. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, decodeStrings: true }, (error, opened) =>
      error || !opened ? reject(new BrokenArchive(error?.message ?? "not opened", { cause: error })) : resolve(opened),
    );
  });
  try {
    const parts = await directoryOf(zip);
    return {
      parts,
      read: (part) =>
        new Promise((resolve, reject) => {
          zip.openReadStream(part, (error, stream) =>
            error || !stream
              ? reject(new BrokenArchive(error?.message ?? "no data", { cause: error }))
              : resolve(stream),
          );
        }),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function directoryOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > MOST_PARTS) throw new BrokenArchive(`${zip.entryCount} parts`);
  return new Promise((resolve, reject) => {
    const parts: Entry[] = [];
    let unpacked = 0;
    zip.on("error", (error: Error) => reject(new BrokenArchive(error.message, { cause: error })));
    zip.on("end", () => resolve(parts));
    zip.on("entry", (part: Entry) => {
      unpacked += part.uncompressedSize;
      if (unpacked > MOST_UNPACKED) return reject(new BrokenArchive(`more than ${MOST_UNPACKED} bytes unpacked`));
      parts.push(part);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** A part's text, as far as it is needed to tell what a document is. */
async function textOf(archive: Archive, name: string): Promise<string | null> {
  const part = archive.parts.find(({ fileName }) => fileName === name);
  if (!part) return null;
  if (part.uncompressedSize > MOST_TOLD) throw new BrokenArchive(`${name} is too large`);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await archive.read(part)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw error instanceof BrokenArchive ? error : new BrokenArchive(String(error), { cause: error });
  }
  return Buffer.concat(chunks).toString("utf8");
}

const OOXML = "application/vnd.openxmlformats-officedocument.";
const MAIN_PARTS: readonly (readonly [contentType: string, mediaType: string])[] = [
  [`${OOXML}wordprocessingml.document.main+xml`, `${OOXML}wordprocessingml.document`],
  [`${OOXML}spreadsheetml.sheet.main+xml`, `${OOXML}spreadsheetml.sheet`],
  [`${OOXML}presentationml.presentation.main+xml`, `${OOXML}presentationml.presentation`],
  [`${OOXML}presentationml.slideshow.main+xml`, `${OOXML}presentationml.presentation`],
];
const ODF = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)$/;
export const OFD = "application/ofd";

/** What an archive is. */
export type ArchiveKind = { readonly mediaType: string } | "locked" | "macros" | "archive";

/** Throws BrokenArchive. */
export async function archiveKind(path: string): Promise<ArchiveKind> {
  const archive = await openArchive(path);
  try {
    if (archive.parts.some(({ generalPurposeBitFlag }) => (generalPurposeBitFlag & 1) !== 0)) return "locked";
    const types = await textOf(archive, "[Content_Types].xml");
    if (types !== null) {
      if (/macroEnabled\.main\+xml|vbaProject/i.test(types)) return "macros";
      const main = MAIN_PARTS.find(
        ([contentType]) => types.includes(`"${contentType}"`) || types.includes(`'${contentType}'`),
      );
      if (main) return { mediaType: main[1] };
    }
    const declared = (await textOf(archive, "mimetype"))?.trim() ?? "";
    if (ODF.test(declared)) {
      const manifest = await textOf(archive, "META-INF/manifest.xml");
      return manifest?.includes("encryption-data") ? "locked" : { mediaType: declared };
    }
    const ofd = await textOf(archive, "OFD.xml");
    if (ofd !== null && /<(?:\w+:)?OFD[\s>]/.test(ofd) && /http:\/\/www\.ofdspec\.org\//.test(ofd))
      return { mediaType: OFD };
    return "archive";
  } finally {
    archive.close();
  }
}

/** Whether files of this type are archives of parts. */
export const isArchive = (mediaType: string): boolean =>
  mediaType === OFD || mediaType.startsWith(OOXML) || ODF.test(mediaType);
