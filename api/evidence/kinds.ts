/** What a file is, by its content and never by its name; what is not taken is told why, and what to do. */
import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { ProblemError, type ProblemCode } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { bytesOf } from "../files/store.js";
import { archiveKind, BrokenArchive } from "./archive.js";
import { compoundKind } from "./compound.js";
import { BrokenPhoto, stripped } from "./strip.js";

type Refusal = readonly [code: ProblemCode, words: Words];

const TAKEN: Words = {
  zh: "只接受照片（JPEG、PNG）、版式文件（PDF、OFD）和办公文档（doc、xls、ppt、docx、xlsx、pptx、odt、ods、odp、WPS）；类型按文件内容判断，与文件名无关。",
  en: "Photos (JPEG, PNG), PDF, OFD and Office files are taken, by what they contain and not by their names.",
};

const notTaken = (zh: string, en: string): Refusal => ["fileTypeNotTaken", { zh, en }];

const REFUSALS = {
  empty: [
    "fileEmpty",
    { zh: "文件为空（0字节），请检查后重新选择。", en: "The file is empty (0 bytes): choose it again." },
  ],
  locked: [
    "fileLocked",
    {
      zh: "该文档设有打开密码，核查人员无法查看。请取消密码后另存，再上传。",
      en: "The document has a password: whoever checks it couldn't open it. Save it without one and upload that.",
    },
  ],
  damaged: [
    "fileDamaged",
    {
      zh: "文件不完整或已损坏，无法打开。请在电脑或手机上确认能正常打开后重新上传。",
      en: "The file is damaged or not complete: see that it opens, and upload it again.",
    },
  ],
  macros: notTaken(
    "不接受带宏的文档，请另存为docx、xlsx或pptx后上传。",
    "Documents with macros are not taken: save it as docx, xlsx or pptx.",
  ),
  archive: notTaken("不接受压缩包，请解压后逐个上传。", "Archives are not taken: unpack it and upload the files."),
  heic: notTaken(
    "不接受HEIC照片，请转为JPEG后上传。iPhone可在“设置－相机－格式”中选择“兼容性最佳”后重新拍摄，或将照片以JPEG导出。",
    "HEIC photos are not taken: export it as JPEG. On an iPhone: Settings, Camera, Formats, Most Compatible.",
  ),
  picture: notTaken(
    "不接受这种格式的图片，请另存为JPEG或PNG后上传。",
    "Pictures of this format are not taken: save it as JPEG or PNG.",
  ),
  video: notTaken(
    "不接受视频，请截取能说明情况的画面，存为JPEG后上传。",
    "Videos are not taken: save the frame that shows it as JPEG.",
  ),
  audio: notTaken("不接受录音，请整理成文字材料后上传。", "Recordings are not taken: write down what is said."),
  webPage: notTaken(
    "该文件实为网页（常见于业务系统导出的“xls”）。请用Excel或WPS打开，另存为xlsx或PDF后上传。",
    'The file is a web page (as many systems export "xls"): open it in Excel or WPS and save it as xlsx or PDF.',
  ),
  richText: notTaken("不接受RTF文档，请另存为docx或PDF后上传。", "RTF is not taken: save it as docx or PDF."),
  plainText: notTaken(
    "不接受纯文本（txt、csv等），请另存为xlsx、docx或PDF后上传。",
    "Plain text (txt, csv and the like) is not taken: save it as xlsx, docx or PDF.",
  ),
  other: ["fileTypeNotTaken", TAKEN],
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusedKind = keyof typeof REFUSALS;

function refused(kind: RefusedKind, cause?: unknown): ProblemError {
  const [code, words] = REFUSALS[kind];
  return new ProblemError(code, words, {}, cause === undefined ? {} : { cause });
}

const HEIF = new Set(["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence", "image/avif"]);

function otherKind(mime: string): RefusedKind {
  if (HEIF.has(mime)) return "heic";
  if (mime.startsWith("image/")) return "picture";
  if (mime.startsWith("video/")) return "video";
  if (mime.startsWith("audio/")) return "audio";
  if (mime === "application/rtf" || mime === "text/rtf") return "richText";
  return /zip|rar|7z|tar|compress|gzip|bzip/.test(mime) ? "archive" : "other";
}

/** Bytes of a file from its beginning, or from its end. */
async function part(path: string, length: number, from: "start" | "end"): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const take = Math.min(size, length);
    const { buffer } = await file.read(Buffer.alloc(take), 0, take, from === "start" ? 0 : size - take);
    return buffer;
  } finally {
    await file.close();
  }
}

/** Reads a photo to its end, as it is given out later. */
async function isWhole(path: string, mediaType: string): Promise<boolean> {
  try {
    for await (const _ of stripped(bytesOf(path), mediaType)) continue;
    return true;
  } catch (error) {
    if (error instanceof BrokenPhoto) return false;
    throw error;
  }
}

const ZIP = [Buffer.from("PK\x03\x04", "latin1"), Buffer.from("PK\x05\x06", "latin1")];
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex");
const PHOTOS = [
  [Buffer.from("ffd8ff", "hex"), "image/jpeg"],
  [Buffer.from("89504e470d0a1a0a", "hex"), "image/png"],
] as const;
const startsWith = (head: Buffer, sign: Buffer): boolean => head.subarray(0, sign.length).equals(sign);

async function zipKind(path: string): Promise<string> {
  try {
    const kind = await archiveKind(path);
    if (typeof kind === "string") throw refused(kind);
    return kind.mediaType;
  } catch (error) {
    throw error instanceof BrokenArchive ? refused("damaged", error) : error;
  }
}

const WEB_PAGE = /^\s*(?:ï»¿)?\s*<(?:!doctype html|html|table|\?xml[^>]*>\s*<(?:html|Workbook))/i;

/** Of what no program's format is: a web page under another name, or text, in whatever encoding. */
function textKind(head: Buffer): RefusedKind {
  const text = head.toString("latin1");
  if (WEB_PAGE.test(text)) return "webPage";
  if (/<svg[\s>]/i.test(text)) return "picture";
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) ? "plainText" : "other";
}

/** A PDF's first line may have something before it, and its last may be followed by something (ISO 32000-1, annex H). */
const PDF_HEAD = 1_024;
const PDF_TAIL = 64 * 1_024;

/** The media type of a received file. Throws `fileEmpty`, `fileLocked`, `fileDamaged`, `fileTypeNotTaken`. */
export async function kindOf(path: string): Promise<string> {
  const head = await part(path, PDF_HEAD, "start");
  if (head.length === 0) throw refused("empty");
  if (ZIP.some((sign) => startsWith(head, sign))) return zipKind(path);
  if (startsWith(head, COMPOUND)) {
    const kind = await compoundKind(path);
    if (kind === null) throw refused("other");
    if (kind === "locked") throw refused("locked");
    return kind.mediaType;
  }
  if (head.includes("%PDF-")) {
    if (!(await part(path, PDF_TAIL, "end")).includes("%%EOF")) throw refused("damaged");
    return "application/pdf";
  }
  const photo = PHOTOS.find(([sign]) => startsWith(head, sign))?.[1];
  if (photo !== undefined) {
    if (!(await isWhole(path, photo))) throw refused("damaged");
    return photo;
  }
  const mime = (await fileTypeFromFile(path))?.mime ?? "";
  if (mime === "" || mime.includes("xml") || mime.includes("html")) throw refused(textKind(head));
  throw refused(otherKind(mime));
}
