import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { isAlive, ownIdentity, type ProcessIdentity } from "./process-identity.js";
import { sleep } from "./wait.js";

/** What a lock file holds: who has it, and notes for whoever finds it. */
export interface LockContent {
  holder: ProcessIdentity;
  notes: Record<string, unknown>;
}

export interface Lock {
  /** Notes of a former holder that died without letting go (kill -9). */
  leftBehind: Record<string, unknown> | undefined;
  /** Replaces the notes kept in the lock file. */
  note(notes: Record<string, unknown>): void;
  release(): void;
}

export class LockHeld extends Error {
  constructor(
    readonly path: string,
    readonly content: LockContent,
  ) {
    super(`${path} is held by process ${content.holder.pid}`);
  }
}

/**
 * A lock file that survives its holder's sudden death: it names the holder by pid and start
 * time, so the next one sees that nobody holds it any more and takes it over.
 */
export function takeLock(path: string, notes: Record<string, unknown> = {}): Lock {
  mkdirSync(dirname(path), { recursive: true });
  const holder = ownIdentity();
  let leftBehind: Record<string, unknown> | undefined;
  while (!place(path, { holder, notes })) {
    const found = read(path);
    if (!found) continue; // let go in between
    if (isAlive(found.holder)) throw new LockHeld(path, found);
    leftBehind = found.notes;
    removeStale(path, found);
  }
  return {
    leftBehind,
    note: (changed) => writeWhole(path, { holder, notes: changed }),
    release: () => {
      const found = read(path);
      if (found?.holder.pid === holder.pid && found.holder.started === holder.started) rmSync(path, { force: true });
    },
  };
}

/** As takeLock, but waits while another process holds it. */
export async function waitForLock(
  path: string,
  options: { timeoutMs: number; onWait?: (held: LockHeld) => void },
): Promise<Lock> {
  const deadline = Date.now() + options.timeoutMs;
  let told = false;
  for (;;) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeld) || Date.now() > deadline) throw error;
      if (!told) options.onWait?.(error);
      told = true;
    }
    await sleep(100);
  }
}

/** Who holds the lock right now; undefined when nobody living does. */
export function lockHolder(path: string): LockContent | undefined {
  const found = read(path);
  return found && isAlive(found.holder) ? found : undefined;
}

/** A link appears at once with its whole content, so no reader ever sees half a lock. */
function place(path: string, content: LockContent): boolean {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function writeWhole(path: string, content: LockContent): void {
  const draft = `${path}.${process.pid}.note`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  renameSync(draft, path);
}

/**
 * Two processes may judge the same lock stale: only one may remove it, or the slower would
 * remove the quicker one's new lock. The folder is that turn; it is held for microseconds,
 * so one that is seconds old was left by a crash.
 */
function removeStale(path: string, judged: LockContent): void {
  const turn = `${path}.takeover`;
  try {
    mkdirSync(turn);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const age = Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 5_000) rmSync(turn, { recursive: true, force: true });
    return;
  }
  try {
    const now = read(path);
    if (now && now.holder.pid === judged.holder.pid && now.holder.started === judged.holder.started)
      rmSync(path, { force: true });
  } finally {
    rmdirSync(turn);
  }
}

function read(path: string): LockContent | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as LockContent;
  } catch (error) {
    throw new Error(`${path} is not a lock file of this program; delete it if nothing runs here`, { cause: error });
  }
}
