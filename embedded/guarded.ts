import { spawn, type ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import type { Readable } from "node:stream";
import { killHard, type Running } from "./keep-running.js";
import { openLog } from "./private-folder.js";
import { settledWithin } from "./wait.js";

/** A program of others (PostgreSQL, Temporal) that must never outlive us and never die before us. */
export type GuardedProcess = Running;

export interface GuardedOptions {
  command: string;
  args: string[];
  /** What asks the program to leave in good order. */
  signal: "INT" | "TERM";
  logFile: string;
  user?: { uid: number; gid: number } | undefined;
  env?: NodeJS.ProcessEnv;
}

/*
 * The guard is a shell in a session of its own (Ctrl-C in the terminal does not reach it, so the
 * program is still there while the application drains). It waits for its standard input to
 * end, which the kernel sees to even when we are killed with -9, and then asks the program to leave.
 * What the program writes is nobody else's to read.
 */
const GUARD = `
umask 077
exec 4<&0
"$@" </dev/null 3>&- 4<&- & child=$!
echo "$child" >&3
exec 3>&-
( while read -r _; do :; done <&4; kill -$GUARD_SIGNAL "$child" ) >/dev/null 2>&1 & watcher=$!
exec 4<&-
wait "$child"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

export async function spawnGuarded(options: GuardedOptions): Promise<GuardedProcess> {
  const log = openLog(options.logFile);
  const guard = spawn("/bin/sh", ["-c", GUARD, "guard", options.command, ...options.args], {
    stdio: ["pipe", log, log, "pipe"],
    detached: true,
    cwd: "/", // a folder that every user may enter
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
      LC_ALL: "C",
      TZ: "UTC",
      ...options.env,
      GUARD_SIGNAL: options.signal,
    },
    ...options.user,
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    guard.once("error", (error) => resolve(`could not be started: ${error.message}`));
    guard.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  // A guard that is gone already breaks the pipe; that it is gone is what `exited` tells.
  guard.stdin?.on("error", () => undefined);
  const pid = await programPid(guard, exited, options.command);
  return handle(guard, pid, exited);
}

async function programPid(guard: ChildProcess, exited: Promise<string>, command: string): Promise<number> {
  const pipe = guard.stdio[3] as Readable;
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    pipe.setEncoding("latin1");
    pipe.on("data", (chunk: string) => (text += chunk));
    pipe.once("end", () => resolve(text.trim()));
    pipe.once("error", reject);
    void exited.then((how) => setImmediate(() => reject(new Error(`${command} ${how}`))));
  });
  const pid = Number(line);
  if (!Number.isInteger(pid) || pid <= 0) throw new Error(`${command} could not be started`);
  return pid;
}

function handle(guard: ChildProcess, pid: number, exited: Promise<string>): GuardedProcess {
  let gone = false;
  void exited.then(() => (gone = true));
  return {
    pid,
    exited,
    hasExited: () => gone,
    async stop(graceMs) {
      guard.stdin?.destroy();
      if (await settledWithin(exited, graceMs)) return;
      killHard(pid);
      await exited;
    },
  };
}
