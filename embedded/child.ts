/** For the entry points of our own child processes (worker, API, mailbox). */

/** The first message of a child that a supervisor waits for. */
export interface ReadyMessage {
  ready: true;
  info: unknown;
}

/**
 * A child whose parent was killed with -9 must leave by itself. The channel to the parent breaks
 * at that moment; the child then takes the same way out as on SIGTERM. Started by hand, without
 * a parent's channel, this does nothing.
 */
export function dieWithParent(options: { graceMs?: number } = {}): void {
  if (!process.connected) return;
  process.once("disconnect", () => {
    // Whoever drains on SIGTERM gets this long; a drain that hangs must not leave an orphan.
    setTimeout(() => process.exit(1), options.graceMs ?? 15_000).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening must not keep a child alive that has nothing else left to do.
  process.channel?.unref();
}

/** Tells the supervisor that this child answers, with whatever the parent needs to know. */
export function reportReady(info: unknown = {}): void {
  process.send?.({ ready: true, info } satisfies ReadyMessage);
}

/**
 * Runs `stop` once on the first SIGINT, SIGTERM or SIGHUP and then ends the process. A second
 * signal while stopping ends it at once: whoever presses Ctrl-C twice means it.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const leave = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(signal === "SIGINT" ? 130 : 0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, leave);
}
