/**
 * A document's first line says which version of the running plan's document it was made from, so that giving an old copy back is
 * noticed. It is a comment: whoever edits the file leaves it alone, and it goes wherever the text goes.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { DOCUMENT_KINDS, type DocumentKind } from "./document-kinds.js";

/** The version that each document was made from; null: it doesn't say. */
export type Stamps = Readonly<Record<DocumentKind, number | null>>;

const STAMP = /^# duban: (plan|roster|policy|calendar) version (\d{1,9})\b.*\n?/m;
/** Characters of a text within which the line is looked for: other comments may stand above it. */
const HEAD = 2_000;

const stampLine = (kind: DocumentKind, version: number): string =>
  `# duban: ${kind} version ${version}. Made from this version of the running plan; leave this line as it is. 本行由系统填写，请勿改动\n`;

/** The version that a text of this kind says it was made from. */
export function stampIn(kind: DocumentKind, text: string): number | null {
  const [, of, version] = STAMP.exec(text.slice(0, HEAD)) ?? [];
  return of === kind ? Number(version) : null;
}

/** A comment on the first line may be an editor's own (`# yaml-language-server: …`), which it looks for there only. */
const FIRST_COMMENT = /^(?:\uFEFF)?#.*\n/;

/** The text with its stamp: in the place of an earlier one, else on top. */
export function stamped(kind: DocumentKind, text: string, version: number): string {
  const head = text.slice(0, HEAD);
  const line = stampLine(kind, version);
  if (STAMP.test(head)) return `${head.replace(STAMP, line)}${text.slice(HEAD)}`;
  const [first = ""] = FIRST_COMMENT.exec(text) ?? [];
  return `${first}${line}${text.slice(first.length)}`;
}

/** What the files of a plan's folder say. Throws where one cannot be read. */
export async function stampsOf(folder: string): Promise<Stamps> {
  const read = async (kind: DocumentKind): Promise<[DocumentKind, number | null]> => [
    kind,
    stampIn(kind, await readFile(path.join(folder, `${kind}.yaml`), "utf8")),
  ];
  return Object.fromEntries(await Promise.all(DOCUMENT_KINDS.map(read))) as unknown as Stamps;
}

/** Writes a file whole or not at all: an editor may have it open. */
export async function writeDocument(folder: string, kind: DocumentKind, text: string): Promise<void> {
  const place = path.join(folder, `${kind}.yaml`);
  await writeFile(`${place}.new`, text);
  await rename(`${place}.new`, place);
}

/** Stamps the folder's files with the versions that they are now. */
export async function stampFolder(folder: string, versions: Readonly<Record<DocumentKind, number>>): Promise<void> {
  for (const kind of DOCUMENT_KINDS) {
    const text = await readFile(path.join(folder, `${kind}.yaml`), "utf8");
    if (stampIn(kind, text) !== versions[kind]) await writeDocument(folder, kind, stamped(kind, text, versions[kind]));
  }
}
