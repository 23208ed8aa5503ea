/** The folder that a report is written to: looked at before a rehearsal is played for it, filled after. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The folder cannot be made or written in; says which and why. */
export class UnwritableFolder extends Error {
  constructor(folder: string, cause: unknown) {
    super(
      `--out ${folder}: ${reasonOf(cause)}. Name a folder that you may write in; it is made where it does not exist yet`,
      { cause },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it lies on a file system that is read-only",
  EEXIST: "there is a file of this name, no folder",
  ENOTDIR: "a part of its path is a file, no folder",
  ENOSPC: "no space is left on the device",
  ENAMETOOLONG: "its name is too long",
};

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

/** Makes the folder, writes into it, and takes both back: a rehearsal that fails leaves no empty folder. Throws UnwritableFolder. */
export function checkFolder(folder: string): void {
  const target = path.resolve(folder);
  try {
    const made = mkdirSync(target, { recursive: true });
    const trial = path.join(target, `.duban-${process.pid}`);
    try {
      writeFileSync(trial, "");
    } finally {
      rmSync(trial, { force: true });
      if (made !== undefined) rmSync(made, { recursive: true });
    }
  } catch (error) {
    throw new UnwritableFolder(folder, error);
  }
}

/** Writes each file whole or not at all; answers their paths. Throws UnwritableFolder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string[] {
  const target = path.resolve(folder);
  try {
    mkdirSync(target, { recursive: true });
    return Object.entries(files).map(([name, content]) => {
      const file = path.join(target, name);
      const draft = `${file}.${process.pid}.tmp`;
      try {
        writeFileSync(draft, content);
        renameSync(draft, file);
      } finally {
        rmSync(draft, { force: true });
      }
      return file;
    });
  } catch (error) {
    throw new UnwritableFolder(folder, error);
  }
}
