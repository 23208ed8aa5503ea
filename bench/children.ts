/** Processes that do one thing for a benchmark and answer with one message. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { RUN } from "../embedded/supervisor.js";

/** Starts `entry` with its settings as JSON; it goes with this process, and at the latest when `signal` says so. */
export async function withChild<T>(
  entry: string,
  settings: object,
  signal: AbortSignal,
  work: (answer: () => Promise<unknown>, child: ChildProcess) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const child = fork(RUN, [entry, JSON.stringify(settings)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    // Ctrl-C reaches the parent only, which then ends all in order.
    detached: true,
  });
  const exited = once(child, "exit").then(() => undefined);
  const failed = exited.then(() => {
    signal.throwIfAborted();
    throw new Error(`${entry} ended before it had answered`);
  });
  failed.catch(() => undefined);
  const stop = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await work(async () => ((await Promise.race([once(child, "message"), failed])) as [unknown])[0], child);
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.connected) child.disconnect();
    await exited;
  }
}
