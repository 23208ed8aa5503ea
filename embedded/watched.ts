/** Runs a program that takes long, and gives it up when it hangs. */
import { spawn } from "node:child_process";

/** Called every second while a program runs; `kill` ends it, and is then what went wrong. */
export type Tick = (kill: (reason: string) => void, output: string) => void;

/** Runs a program, calling `tick` every second; answers what went wrong, undefined when nothing did. */
export function watched(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> },
  tick: Tick,
): Promise<string | undefined> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let killedFor: string | undefined;
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString("utf8")).slice(-4_000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const timer = setInterval(
    () =>
      tick((reason) => {
        killedFor ??= reason;
        child.kill("SIGKILL");
      }, output),
    1_000,
  );
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) =>
      resolve(code === 0 ? undefined : (killedFor ?? telling(output) ?? `it ended with code ${code}`)),
    );
  }).then((problem) => {
    clearInterval(timer);
    return problem as string | undefined;
  });
}

/** The line of a program's output that says most: an error line, else the last one. */
function telling(output: string): string | undefined {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /error:|Error:|cannot|failed/i.test(line)) ?? lines.at(-1);
}
