/** The file of checkpoints: JSON lines, the oldest first, to which lines are only ever added. */
import { appendFile, mkdir, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import type { Pool } from "../database/pool.js";
import { checkpointLine, readCheckpointLines } from "./checkpoint.js";
import { checkpointsAfter } from "./checkpoint-store.js";

/**
 * Appends every kept checkpoint that the file does not have, so that one that could not be written is made up for. After a restore it
 * holds those that the database lost as well as others of the same numbers: both were made. Answers how many. Throws NoCheckpoint
 * where the file is something else, and what the file system says.
 */
export async function appendToFile(pool: Pool, file: string): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  // A process that was killed while it wrote leaves half a line: it is written again, whole.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const there = new Set(whole.trim() === "" ? [] : readCheckpointLines(whole).map(({ hash }) => hash));
  const missing = (await checkpointsAfter(pool, 0)).filter(({ hash }) => !there.has(hash));
  if (missing.length === 0) return 0;
  if (text.length > whole.length) await truncate(file, Buffer.byteLength(whole));
  const lines = missing.map((each) => `${checkpointLine(each)}\n`).join("");
  await appendFile(file, lines, { mode: 0o600, flush: true });
  return missing.length;
}
