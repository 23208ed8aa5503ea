/** Files that were being received when a process died: nobody's, and removed at the next start and now and then. */
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** No upload keeps silent as long and is still under way: a request ends after five minutes. Other processes may share the folder (milliseconds). */
export const ABANDONED_AFTER = 15 * 60_000;

/** Removes what was last written to before `before` (epoch milliseconds). Answers how many files that were. */
export async function clearLeftovers(folder: string, before = Date.now() - ABANDONED_AFTER): Promise<number> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
  let removed = 0;
  for (const name of names) {
    const place = path.join(folder, name);
    const info = await stat(place).catch((error: NodeJS.ErrnoException) => {
      // Received and kept meanwhile.
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (!info?.isFile() || info.mtimeMs >= before) continue;
    await rm(place, { force: true });
    removed++;
  }
  return removed;
}

/** Clears now and every quarter of an hour. */
export function startClearing(
  folder: string,
  report: (what: { readonly removed: number } | { readonly error: unknown }) => void,
): { stop(): void } {
  const pass = (): void => {
    clearLeftovers(folder).then(
      (removed) => removed > 0 && report({ removed }),
      (error: unknown) => report({ error }),
    );
  };
  pass();
  const timer = setInterval(pass, ABANDONED_AFTER);
  return { stop: () => clearInterval(timer) };
}
