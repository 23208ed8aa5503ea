/**
 * The folder of an installation on one machine is its owner's alone: histories, letters, keys and logs lie in it. As root,
 * PostgreSQL runs as another user, who may pass through it to its own data and see nothing else.
 */
import { chmodSync, chownSync, fchmodSync, lstatSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const OWNER_ONLY = 0o700;
const GROUP_PASSES = 0o710;

/** Runs something that makes files or processes, so that they are nobody else's: for as long as it runs, which must not wait. */
export function privately<T>(work: () => T): T {
  const before = process.umask(0o077);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}

/** A log to append to, closed to others also where an earlier release made it. */
export function openLog(file: string): number {
  return privately(() => {
    mkdirSync(dirname(file), { recursive: true });
    const log = openSync(file, "a", 0o600);
    fchmodSync(log, 0o600);
    return log;
  });
}

/**
 * Makes the folder where it is missing and closes it, and what lies directly in it, to others: also one that an earlier release made.
 * `through`: the group of the user that PostgreSQL runs as, who must get to `postgres` in it. Answers what could not be closed, as
 * somebody else owns it.
 */
export function closeFolder(folder: string, through: number | undefined): string[] {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
  const left: string[] = [];
  const close = (path: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
      left.push(path);
    }
  };
  close(folder, () => closeOne(folder, through));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) close(path, () => closeOne(path, name === "postgres" ? through : undefined));
    else if (found?.isFile()) close(path, () => chmodSync(path, 0o600));
  }
  return left;
}

function closeOne(folder: string, through: number | undefined): void {
  if (through !== undefined) chownSync(folder, process.getuid?.() ?? -1, through);
  chmodSync(folder, through === undefined ? OWNER_ONLY : GROUP_PASSES);
}

/** Who else may do what in the folder, as in `drwxr-xr-x`'s last six letters; null: nobody, or it is not there. */
export function openedTo(folder: string, through: number | undefined): string | null {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return null;
  const mode = found.mode & 0o077;
  if (mode === 0 || (mode === 0o010 && found.gid === through)) return null;
  return [mode >> 3, mode & 7]
    .map((bits) => ["r", "w", "x"].map((letter, at) => (bits & (4 >> at) ? letter : "-")).join(""))
    .join("");
}
