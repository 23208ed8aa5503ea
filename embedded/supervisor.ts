/** Our own child processes: started, awaited, restarted after a crash, stopped in order. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ReadyMessage } from "./child.js";
import { keepRunning, killHard, type Patience, type Running } from "./keep-running.js";
import { openLog, privately } from "./private-folder.js";
import { settledWithin } from "./wait.js";

export interface ChildOptions {
  name: string;
  /** A .ts or .js file; it should call dieWithParent() and reportReady(). */
  entry: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  nodeArgs?: string[];
  logFile: string;
  /** Instead of reportReady(): a line on standard output that means "ready". */
  readyLine?: RegExp;
  readyTimeoutMs?: number;
  graceMs?: number;
  log?: (line: string) => void;
  onGivenUp?: (error: Error) => void;
  /** Default: given up after six crashes within a minute of each other. */
  patience?: Patience;
}

export interface Child {
  name: string;
  pid(): number;
  /** What the child gave to reportReady(); after a restart, what the new one gave. */
  info(): unknown;
  restarts(): number;
  stop(): Promise<void>;
}

interface RunningChild extends Running {
  info: unknown;
}

const PROJECT = fileURLToPath(new URL("../", import.meta.url));
/** Runs a TypeScript file given to it, and what follows it. */
export const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));

export async function startChild(options: ChildOptions): Promise<Child> {
  const kept = await keepRunning<RunningChild>({
    name: options.name,
    launch: () => launch(options),
    graceMs: options.graceMs ?? 15_000,
    log: options.log ?? (() => undefined),
    onGivenUp: options.onGivenUp,
    patience: options.patience,
  });
  return {
    name: options.name,
    pid: () => kept.current().pid,
    info: () => kept.current().info,
    restarts: () => kept.restarts(),
    stop: () => kept.stop(),
  };
}

async function launch(options: ChildOptions): Promise<RunningChild> {
  const log = openLog(options.logFile);
  const child = privately(() =>
    spawn(process.execPath, [...(options.nodeArgs ?? []), RUN, options.entry, ...(options.args ?? [])], {
      cwd: PROJECT,
      env: { ...process.env, ...options.env },
      // A session of its own: Ctrl-C reaches the parent only, which then stops all in order.
      detached: true,
      stdio: ["ignore", options.readyLine ? "pipe" : log, log, "ipc"],
    }),
  );
  closeSync(log);
  const running = handle(child);
  try {
    const info = await awaitReady(child, running, options);
    return { ...running, info };
  } catch (error) {
    await running.stop(0);
    throw error;
  }
}

function handle(child: ChildProcess): Running {
  let gone = false;
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
  void exited.then(() => (gone = true));
  return {
    pid: child.pid ?? 0,
    exited,
    hasExited: () => gone,
    async stop(graceMs) {
      if (!gone && graceMs > 0) child.kill("SIGTERM");
      if (await settledWithin(exited, graceMs)) return;
      if (child.pid) killHard(child.pid);
      await exited;
    },
  };
}

function awaitReady(child: ChildProcess, running: Running, options: ChildOptions): Promise<unknown> {
  const timeoutMs = options.readyTimeoutMs ?? 60_000;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${options.name} is not ready after ${timeoutMs / 1000} s (log: ${options.logFile})`)),
      timeoutMs,
    );
    const answer = (info: unknown): void => {
      clearTimeout(timer);
      resolve(info);
    };
    child.on("message", (message) => {
      if (isReady(message)) answer(message.info);
    });
    if (options.readyLine) watchOutput(child, options.readyLine, answer);
    void running.exited.then((how) => {
      clearTimeout(timer);
      reject(new Error(`${options.name} ${how} before it was ready (log: ${options.logFile})`));
    });
  });
}

function isReady(message: unknown): message is ReadyMessage {
  return typeof message === "object" && message !== null && (message as { ready?: unknown }).ready === true;
}

function watchOutput(child: ChildProcess, readyLine: RegExp, answer: (line: string) => void): void {
  let rest = "";
  child.stdout?.setEncoding("utf8");
  child.stdout?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    const hit = lines.find((line) => readyLine.test(line));
    if (hit !== undefined) answer(hit);
  });
}

/** Stops parts one after the other; one that fails to stop does not keep the others running. */
export async function stopInOrder(parts: { name: string; stop(): Promise<void> }[]): Promise<void> {
  const problems: Error[] = [];
  for (const part of parts) {
    try {
      await part.stop();
    } catch (error) {
      problems.push(new Error(`${part.name} did not stop: ${(error as Error).message}`, { cause: error }));
    }
  }
  if (problems.length > 0) throw new AggregateError(problems, problems.map((problem) => problem.message).join("; "));
}
