/** Folders and processes for these tests; each process is ended by its own pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { identityOf, isAlive } from "../../embedded/process-identity.js";
import { until } from "../../embedded/wait.js";

/** A folder that goes when the test file is done; open to the OS user that PostgreSQL runs as. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "duban-embedded-"));
  chmodSync(folder, 0o755);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Held {
  process: ChildProcess;
  /** Its first line of standard output. */
  line: string;
}

/** Runs a fixture and waits for its first line. */
export async function hold(fixture: string, ...args: string[]): Promise<Held> {
  const path = fileURLToPath(new URL(`./fixtures/${fixture}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", path, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
  const line = await until(
    `${fixture} says something`,
    () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${errors}`);
      return Promise.resolve(output.includes("\n") ? output.slice(0, output.indexOf("\n")) : undefined);
    },
    { timeoutMs: 30_000 },
  );
  return { process: child, line };
}

export async function gone(pid: number, timeoutMs = 15_000): Promise<void> {
  const identity = identityOf(pid);
  if (!identity) return;
  await until(`process ${pid} leaves`, () => Promise.resolve(isAlive(identity) ? undefined : true), { timeoutMs });
}
