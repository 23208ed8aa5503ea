import { sleep } from "./wait.js";

/** A started process, ours or another's. */
export interface Running {
  pid: number;
  /** Resolves with how it ended, in words. */
  exited: Promise<string>;
  hasExited(): boolean;
  /** Asks it to leave, and makes it leave when the grace is over. */
  stop(graceMs: number): Promise<void>;
}

export interface Kept<T extends Running> {
  /** The running program; a new one after a crash. */
  current(): T;
  restarts(): number;
  stop(): Promise<void>;
}

export interface KeepOptions<T extends Running> {
  name: string;
  /** Starts the program and resolves when it answers. Called again after a crash. */
  launch(): Promise<T>;
  graceMs: number;
  log(line: string): void;
  onGivenUp?: ((error: Error) => void) | undefined;
  patience?: Patience | undefined;
}

/** When crashes count as a row, and how long a row may grow. */
export interface Patience {
  /** Restarts that follow on each other closer than this (milliseconds) count as one row of crashes. */
  readonly calmMs: number;
  readonly mostRestarts: number;
}

const PATIENCE: Patience = { calmMs: 60_000, mostRestarts: 6 };

/** How long to wait before the nth restart in a row; undefined: leave it. */
export function backOff(nth: number, { mostRestarts }: Patience = PATIENCE): number | undefined {
  return nth > mostRestarts ? undefined : Math.min(5_000, 100 * 2 ** (nth - 1));
}

/** Keeps a program running: started again with growing pauses, and given up loudly. */
export async function keepRunning<T extends Running>(options: KeepOptions<T>): Promise<Kept<T>> {
  const { patience = PATIENCE } = options;
  let current = await options.launch();
  let stopping = false;
  let total = 0;
  let inRow = 0;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (watched: T): void => {
    const since = Date.now();
    void watched.exited.then((how) => {
      if (stopping) return;
      inRow = Date.now() - since > patience.calmMs ? 1 : inRow + 1;
      restarting = restart(how);
    });
  };
  const restart = async (how: string): Promise<void> => {
    for (;;) {
      const pause = backOff(inRow, patience);
      if (pause === undefined) {
        options.onGivenUp?.(
          new Error(`${options.name} ${how}, and ${patience.mostRestarts} restarts in a row did not help`),
        );
        return;
      }
      options.log(`${options.name} ${how}; starting it again in ${pause / 1000} s`);
      await sleep(pause);
      if (stopping) return;
      try {
        current = await options.launch();
        total += 1;
        options.log(`${options.name} is back`);
        watch(current);
        return;
      } catch (error) {
        how = `did not start: ${(error as Error).message}`;
        inRow += 1;
      }
    }
  };
  watch(current);
  return {
    current: () => current,
    restarts: () => total,
    async stop() {
      stopping = true;
      await restarting;
      await current.stop(options.graceMs);
    },
  };
}

export function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
