/** Synthetic documents that are archives, written whole or as streams. */
import { Readable } from "node:stream";
import yauzl from "yauzl";
import yazl from "yazl";

export const OOXML = "application/vnd.openxmlformats-officedocument.";

type Part = readonly [name: string, content: string | Buffer];

/** As a program writes one that can't go back: sizes follow the data of each part. */
export async function zipped(parts: readonly Part[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of parts) zip.addReadStream(Readable.from([Buffer.from(content)]), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Names and contents of an archive's parts, in its order. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const parts = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", reject);
        stream.on("end", () => {
          parts.set(entry.fileName, Buffer.concat(chunks));
          zip.readEntry();
        });
      }),
    );
    zip.readEntry();
  });
  return parts;
}

const MAIN = `${OOXML}wordprocessingml.document.main+xml`;

/** A Word document; its list of parts first, or last as some programs write it. */
export function docx({
  typesLast = false,
  macros = false,
  picture = null,
}: {
  readonly typesLast?: boolean;
  readonly macros?: boolean;
  readonly picture?: Buffer | null;
}): Promise<Buffer> {
  const main = macros ? "application/vnd.ms-word.document.macroEnabled.main+xml" : MAIN;
  const types: Part = [
    "[Content_Types].xml",
    `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
  ];
  const parts: Part[] = [
    ["_rels/.rels", "<Relationships/>"],
    ...(picture ? [["word/media/image1.jpg", picture] as const] : []),
    ["word/document.xml", "<w:document/>"],
  ];
  return zipped(typesLast ? [...parts, types] : [types, ...parts]);
}

/** A document of GB/T 33190, with a picture among its resources where one is given. */
export function ofd(picture: Buffer | null = null): Promise<Buffer> {
  return zipped([
    [
      "OFD.xml",
      '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>',
    ],
    ["Doc_0/Document.xml", '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"/>'],
    ...(picture ? [["Doc_0/Res/image_1.jpg", picture] as const] : []),
  ]);
}
