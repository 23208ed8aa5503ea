/** `.duban/run.json`: where a running stack of this folder can be reached. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TemporalTarget } from "./config.js";
import { isAlive, type ProcessIdentity } from "./process-identity.js";

export interface RunFile {
  owner: ProcessIdentity;
  startedAt: string;
  databaseUrl: string;
  /** Left out by releases that had one role only. */
  databaseOwnerUrl?: string;
  databaseReaderUrl?: string | undefined;
  /** Without keys and certificates: those stay in the environment. */
  temporal: { address: string; namespace: string; uiUrl: string | undefined };
  /** Set when Temporal is not our own: the target must be read from the environment again. */
  temporalFromEnvironment: boolean;
  smtpUrl: string | undefined;
  mailboxUrl: string;
  mailboxDir: string;
  apiPort: number;
}

const pathOf = (stateDir: string): string => join(stateDir, "run.json");

export function writeRunFile(stateDir: string, content: RunFile): void {
  const draft = `${pathOf(stateDir)}.${process.pid}`;
  // The database's password is in it.
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, pathOf(stateDir));
}

export function removeRunFile(stateDir: string): void {
  rmSync(pathOf(stateDir), { force: true });
}

/** undefined when nothing runs, also after a kill -9 that left the file behind. */
export function readRunFile(stateDir: string): RunFile | undefined {
  let text: string;
  try {
    text = readFileSync(pathOf(stateDir), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const content = JSON.parse(text) as RunFile;
  return isAlive(content.owner) ? content : undefined;
}

/** The database of what runs, by role: one role alone where it was started by a release that had no other. */
export function databaseOf(
  run: Pick<RunFile, "databaseUrl" | "databaseOwnerUrl" | "databaseReaderUrl">,
): Pick<Required<RunFile>, "databaseUrl" | "databaseOwnerUrl" | "databaseReaderUrl"> {
  const { databaseUrl, databaseOwnerUrl = databaseUrl, databaseReaderUrl } = run;
  return { databaseUrl, databaseOwnerUrl, databaseReaderUrl };
}

export function targetOf(run: RunFile, fromEnvironment: TemporalTarget | undefined): TemporalTarget {
  if (!run.temporalFromEnvironment) return { address: run.temporal.address, namespace: run.temporal.namespace };
  if (fromEnvironment?.address === run.temporal.address) return fromEnvironment;
  throw new Error(
    `what runs here uses Temporal at ${run.temporal.address}: set TEMPORAL_ADDRESS and its other variables as for that start`,
  );
}
