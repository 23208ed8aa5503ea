/** The problem of an API without a place for evidence, or whose place does not answer. */
import type { Readable } from "node:stream";
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
