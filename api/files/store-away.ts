/** The problem of an API without a place for evidence, or whose place does not answer. */
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { ProblemError } from "../http/problem.js";
import type { EvidenceStore } from "./store.js";

export function storeAway(cause?: unknown): ProblemError {
  const detail = {
    zh: "佐证库未配置或暂不可用，请稍后再试或联系管理员。",
    en: "There is no store for evidence, or it does not answer: try again, or tell the administrator.",
  };
  return new ProblemError("storeAway", detail, {}, cause === undefined ? {} : { cause });
}

/** A stored file's bytes. Throws `storeAway`, also where there is no such file: what is on record is stored. */
export async function readStored(store: EvidenceStore | null | undefined, sha256: string): Promise<Readable> {
  const bytes = await store?.read(sha256).catch((error: unknown) => {
    throw storeAway(error);
  });
  if (!bytes) throw storeAway();
  return bytes;
}

/** Answers with a stored file as it is. `cache`: the header Cache-Control. Throws `storeAway` before anything is answered. */
export async function sendStored(
  store: EvidenceStore | null | undefined,
  file: { readonly sha256: string; readonly mediaType: string; readonly bytes: number },
  cache: string,
  req: Request,
  res: Response,
): Promise<void> {
  const bytes = await readStored(store, file.sha256);
  res.status(200).type(file.mediaType);
  res.setHeader("Cache-Control", cache);
  // What somebody uploaded is never run, whatever it is.
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  res.setHeader("Content-Length", file.bytes);
  if (req.method === "HEAD") {
    bytes.destroy();
    return void res.end();
  }
  await pipeline(bytes, res);
}
