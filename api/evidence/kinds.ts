/** What a file is, by its content and never by its name. */
import { fileTypeFromFile } from "file-type";
import { ProblemError } from "../http/problem.js";
import { bytesOf } from "../files/store.js";

/** Photos whose metadata can be taken out, PDF, and Office files of today and of before 2007 (WPS writes both). */
const TAKEN: ReadonlySet<string> = new Set([
  "image/jpeg",
  "image/png",
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
]);

/** The container of Word, Excel and PowerPoint before 2007; who wrote it is told by the stream that is named in it. */
const COMPOUND = "application/x-cfb";
const STREAMS: readonly (readonly [name: string, mediaType: string])[] = [
  ["WordDocument", "application/msword"],
  ["Workbook", "application/vnd.ms-excel"],
  ["PowerPoint Document", "application/vnd.ms-powerpoint"],
];
const NAMES = STREAMS.map(([name, mediaType]) => [Buffer.from(name, "utf16le"), mediaType] as const);
const LONGEST = Math.max(...NAMES.map(([name]) => name.length));

async function compoundKind(path: string): Promise<string | null> {
  let end = Buffer.alloc(0);
  for await (const chunk of bytesOf(path) as AsyncIterable<Buffer>) {
    // A name may lie across two chunks.
    const seen = Buffer.concat([end, chunk]);
    const found = NAMES.find(([name]) => seen.includes(name));
    if (found) return found[1];
    end = seen.subarray(-LONGEST);
  }
  return null;
}

/** The media type of a received file. Throws `fileTypeNotTaken`. */
export async function kindOf(path: string): Promise<string> {
  const found = await fileTypeFromFile(path);
  if (found && TAKEN.has(found.mime)) return found.mime;
  const legacy = found?.mime === COMPOUND ? await compoundKind(path) : null;
  if (legacy !== null) return legacy;
  throw new ProblemError("fileTypeNotTaken", {
    zh: "只接受照片（JPEG、PNG）、PDF和办公文档（doc、xls、ppt、docx、xlsx、pptx、odt、ods、odp、WPS）；类型按文件内容判断，与文件名无关。",
    en: "Photos (JPEG, PNG), PDF and Office files are taken, by what they contain and not by their names.",
  });
}
