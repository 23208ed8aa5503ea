/** Receives a file as it comes: onto the disk and through a hash, never whole in memory. */
import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, rm } from "node:fs";
import { mkdir, rm as remove } from "node:fs/promises";
import path from "node:path";
import { pipeline, Transform } from "node:stream";
import type { Request, Response } from "express";
import multer, { MulterError, type StorageEngine } from "multer";
import { type ProblemCode, ProblemError } from "../http/problem.js";
import type { Received } from "./store.js";

/** Largest file that is taken, in bytes. */
export const MOST_BYTES = 50 * 2 ** 20;
/** The form's part that is the file. */
export const FILE_PART = "file";

export interface Upload {
  readonly file: Received & { readonly name: string };
  /** The form's other parts. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Removes what was received and not kept. */
  discard(): Promise<void>;
}

/** A multer storage that writes to `folder` under a name of its own and hashes what it writes. */
function hashingStorage(folder: string): StorageEngine {
  return {
    _handleFile(_req, file, done) {
      const place = path.join(folder, randomUUID());
      const hash = createHash("sha256");
      let bytes = 0;
      const count = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          hash.update(chunk);
          bytes += chunk.length;
          next(null, chunk);
        },
      });
      pipeline(file.stream, count, createWriteStream(place, { mode: 0o600 }), (error) => {
        if (!error) return done(null, { path: place, size: bytes, filename: hash.digest("hex") });
        rm(place, { force: true }, () => done(error));
      });
    },
    _removeFile: (_req, file, done) => rm(file.path, { force: true }, done),
  };
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof MulterError)) {
    // What busboy says of a form that breaks off or is none; anything else is ours.
    const broken =
      error instanceof Error &&
      /^(Unexpected end of form|Malformed|Multipart|Request (aborted|closed))/i.test(error.message);
    return broken
      ? new ProblemError(
          "malformedRequest",
          { zh: "上传的表单不完整或格式有误。", en: "The form is incomplete or malformed." },
          {},
          { cause: error },
        )
      : error;
  }
  if (error.code === "LIMIT_FILE_SIZE")
    return new ProblemError("fileTooLarge", {
      zh: "文件超过50MB，请压缩或拆分后上传。",
      en: "The file is larger than 50 MB: compress or split it.",
    });
  return new ProblemError("invalidBody", {
    zh: `表单应含一个名为“${FILE_PART}”的文件和本接口说明的字段（${error.code}）。`,
    en: `The form has one file named "${FILE_PART}" and the fields of this operation (${error.code}).`,
  });
}

/** What an upload can be refused for: its form, and what the file turns out to be. */
export const UPLOAD_PROBLEMS = [
  "fileTooLarge",
  "fileEmpty",
  "fileLocked",
  "fileDamaged",
  "fileTypeNotTaken",
  "unsupportedMediaType",
  "malformedRequest",
  "storeAway",
] as const satisfies readonly ProblemCode[];

/** Reads a multipart form with one file. Throws `unsupportedMediaType`, `invalidBody`, `fileTooLarge`, `malformedRequest`. */
export async function receive(req: Request, res: Response, folder: string): Promise<Upload> {
  if (!req.is("multipart/form-data"))
    throw new ProblemError("unsupportedMediaType", {
      zh: "请以multipart/form-data表单上传。",
      en: "Send a multipart/form-data form.",
    });
  await mkdir(folder, { recursive: true });
  const form = multer({
    storage: hashingStorage(folder),
    limits: {
      fileSize: MOST_BYTES,
      files: 1,
      fields: 10,
      fieldSize: 16 * 1024,
      fieldNameSize: 100,
      parts: 12,
      headerPairs: 20,
    },
    defParamCharset: "utf8",
  }).single(FILE_PART);
  await new Promise<void>((resolve, reject) =>
    form(req, res, (error: unknown) =>
      error === undefined || error === null ? resolve() : reject(problemOf(error) as Error),
    ),
  );
  const { file } = req;
  if (!file)
    throw new ProblemError("invalidBody", {
      zh: `表单中没有名为“${FILE_PART}”的文件。`,
      en: `The form has no file named "${FILE_PART}".`,
    });
  return {
    file: { path: file.path, sha256: file.filename, bytes: file.size, name: file.originalname },
    fields: { ...(req.body as Record<string, unknown>) },
    discard: () => remove(file.path, { force: true }),
  };
}
