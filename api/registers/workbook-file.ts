/** A workbook that somebody brings: what it is, whether it may be opened, and its sheets. Nothing of it is kept. */
import { open } from "node:fs/promises";
import {
  BadWorkbook,
  type Merge,
  type ReadBook,
  readBook,
  type ReadRow,
  readRows,
  type ReadSheet,
  type WorkbookParts,
} from "../../documents/xlsx/read.js";
import { archiveKind, type Archive, BrokenArchive, openArchive } from "../evidence/archive.js";
import { compoundKind } from "../evidence/compound.js";
import { ProblemError } from "../http/problem.js";

/** All that is read of a workbook may be this large unpacked, in bytes: twenty thousand rows have a hundredth of it. */
const MOST_UNPACKED = 200 * 2 ** 20;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const damaged = (cause?: unknown): ProblemError =>
  new ProblemError(
    "fileDamaged",
    {
      zh: "该文件不是完整的工作簿，请用Excel或WPS打开后另存为.xlsx再上传。",
      en: "The file is not a whole workbook: open it, save it as .xlsx, and send it again.",
    },
    {},
    { cause },
  );
const locked = (): ProblemError =>
  new ProblemError("fileLocked", {
    zh: "该工作簿设有密码，请取消密码后上传。",
    en: "The workbook has a password: take it off and send it again.",
  });
const notTaken = (zh: string, en: string): ProblemError => new ProblemError("fileTypeNotTaken", { zh, en });
const tooLarge = (): ProblemError =>
  new ProblemError("fileTooLarge", {
    zh: "该工作簿展开后过大，不予读取。请只保留台账所在的工作表后上传。",
    en: "The workbook is too large once unpacked: keep the register's sheet alone.",
  });

/** Throws the problem of what is not taken: broken, with a password, with macros, of another kind. */
async function refuseOthers(path: string, bytes: number): Promise<void> {
  if (bytes === 0) throw new ProblemError("fileEmpty", { zh: "文件为空。", en: "The file is empty." });
  const magic = await firstBytes(path);
  if (magic === "d0cf11e0") {
    const kind = await compoundKind(path);
    if (kind === "locked") throw locked();
    throw notTaken(
      "旧版.xls等格式不能导入，请另存为.xlsx后上传。",
      "Workbooks before 2007 (.xls) are not taken: save it as .xlsx.",
    );
  }
  if (!magic.startsWith("504b"))
    throw notTaken(
      "只接受.xlsx工作簿，请用本表的模板填写。",
      "Only .xlsx workbooks are taken: use the register's template.",
    );
  const kind = await archiveKind(path);
  if (kind === "locked") throw locked();
  if (kind === "macros")
    throw notTaken(
      "含宏的工作簿（.xlsm）不能导入，请另存为不含宏的.xlsx后上传。",
      "Workbooks with macros (.xlsm) are not taken: save it as .xlsx without them.",
    );
  if (kind === "archive" || kind.mediaType !== XLSX)
    throw notTaken(
      "只接受.xlsx工作簿，请用本表的模板填写。",
      "Only .xlsx workbooks are taken: use the register's template.",
    );
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString("hex");
  } finally {
    await file.close();
  }
}

function partsOf(archive: Archive): WorkbookParts {
  const parts = new Map(archive.parts.map((part) => [part.fileName, part]));
  let unpacked = 0;
  return {
    names: new Set(parts.keys()),
    async read(name) {
      const part = parts.get(name);
      if (!part) throw new BadWorkbook("damaged");
      unpacked += part.uncompressedSize;
      if (unpacked > MOST_UNPACKED) throw tooLarge();
      // A part that unpacks to more than it says is broken off by the archive's reader.
      return (await archive.read(part)) as AsyncIterable<Uint8Array>;
    },
  };
}

export interface OpenedSheet {
  readonly sheet: ReadSheet;
  readonly rows: readonly ReadRow[];
  readonly merges: readonly Merge[];
}

export interface OpenedBook {
  readonly book: ReadBook;
  /** Reads a sheet whole, at most so many rows; `between` is waited for after each. Throws `fileTooLarge` where it has more. */
  read(sheet: ReadSheet, most: number, between?: (rows: number) => Promise<void>): Promise<OpenedSheet>;
}

/** Opens a workbook for as long as `use` takes. Throws the problem of what is not taken. */
export async function withWorkbook<T>(
  file: { readonly path: string; readonly bytes: number },
  use: (opened: OpenedBook) => Promise<T>,
): Promise<T> {
  try {
    await refuseOthers(file.path, file.bytes);
    const archive = await openArchive(file.path);
    try {
      const parts = partsOf(archive);
      const book = await readBook(parts);
      return await use({ book, read: (sheet, most, between) => readWhole(parts, book, sheet, { most, between }) });
    } finally {
      archive.close();
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (error instanceof BrokenArchive || error instanceof BadWorkbook || isBroken(error)) throw damaged(error);
    throw error;
  }
}

/** What the archive's reader and zlib say of bytes that are not what they should be. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  (String((error as NodeJS.ErrnoException).code).startsWith("Z_") ||
    /invalid|too (many|few) bytes|unexpected end|not a|expected|bytes/i.test(error.message));

async function readWhole(
  parts: WorkbookParts,
  book: ReadBook,
  sheet: ReadSheet,
  { most, between }: { readonly most: number; readonly between?: ((rows: number) => Promise<void>) | undefined },
): Promise<OpenedSheet> {
  const merges: Merge[] = [];
  const rows: ReadRow[] = [];
  for await (const row of readRows(parts, book, sheet, merges)) {
    if (rows.push(row) > most)
      throw new ProblemError("fileTooLarge", {
        zh: `一次最多导入${most}行，请拆分后上传。`,
        en: `At most ${most} rows are taken at a time: split the sheet.`,
      });
    await between?.(rows.length);
  }
  return { sheet, rows, merges };
}
