/**
 * A data directory whose quota can be used up: a file system of its own in memory, made as small as what it holds. Where
 * mounting is not allowed, the largest file that PostgreSQL may write is limited instead, on Linux; where neither works the
 * run says so and deals no such faults.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { treeOf } from "./processes.js";

export interface Quota {
  /** How it is done, for the report. */
  readonly by: string;
  fill(): void;
  release(): void;
  /** Removes the file system; the directory stays. */
  end(): void;
}

/** More than a run of a hundred faults writes; only what is written is taken from memory. */
const SIZE = "2g";

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Whether this process may mount a file system in memory. */
export function mayMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(path.join(tmpdir(), "duban-mount-"));
  const mounted = run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe]);
  if (mounted) run("umount", [probe]);
  rmdirSync(probe);
  return mounted;
}

/** Makes `dir` a file system of its own, empty. */
export function mountQuota(dir: string): Quota {
  mkdirSync(dir, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE},mode=755`, "tmpfs", dir]);
  chmodSync(dir, 0o755);
  const resize = (size: string): boolean => run("mount", ["-o", `remount,size=${size}`, dir]);
  return {
    by: "a file system made as small as what it holds",
    fill() {
      for (let spare = 0; spare <= 64; spare += 4) {
        const { blocks, bfree, bsize } = statfsSync(dir);
        // It grows while it is measured: a limit below what is used is refused.
        if (resize(String((blocks - bfree + spare) * bsize))) return;
      }
      throw new Error(`the quota of ${dir} could not be used up`);
    },
    release: () => void resize(SIZE),
    end: () => void run("umount", ["-l", dir]),
  };
}

/** Whether a running program's limits can be lowered and raised again. */
export const mayLimit = (): boolean =>
  process.platform === "linux" && run("prlimit", ["--pid", String(process.pid), "--nofile"]);

/** The other way: a program and its children may write no file beyond its beginning. */
export function limitQuota(pid: () => number): Quota {
  const limit = (size: string): void => {
    for (const each of treeOf(pid())) run("prlimit", ["--pid", String(each), `--fsize=${size}:`]);
  };
  return {
    by: "the largest file that its processes may write (prlimit)",
    fill: () => limit("8192"),
    release: () => limit("unlimited"),
    end: () => undefined,
  };
}
