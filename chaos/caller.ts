/** How the driver calls the product: as a caller is told to, again under the same key, until it is answered. */
import { setTimeout as sleep } from "node:timers/promises";
import { CommandRefused, NotDelivered } from "../gateway/failures.js";
import type { RoundCommand } from "../domain/inspections/acts.js";
import type { MonthCommand } from "../domain/months/acts.js";
import type { Command } from "../domain/items/commands.js";
import type { Asked, Journal } from "./journal.js";
import type { ScriptedAct } from "./plan.js";
import type { Stage } from "./stage.js";
import type { Watch } from "./watch.js";

/** Plan time as a rehearsal's requests carry it. */
export interface Clock {
  readonly version: number;
  readonly now: number;
}

/** So long a request is sent again under its key before the run gives up (milliseconds). */
const GIVE_UP = 180_000;
/** Streams moved at a time, as the product's own driver does. */
const TOGETHER = 9;

export class Caller {
  /** Errors that reached the driver although they pass: an Update's sender should have been told to try again, or not at all. */
  readonly escaped: string[] = [];
  /** Requests sent once more under their key. */
  sentAgain = 0;
  acts = 0;

  constructor(
    private readonly stage: Stage,
    private readonly watch: Watch,
    private readonly journal: Journal,
    private readonly planId: string,
  ) {}

  /** Sends again under the same key until it is answered. */
  untilDone<T>(what: string, send: () => Promise<T>): Promise<T> {
    return this.watch.underWay(this.sendUntilDone(what, send));
  }

  /** The driver is no part of what is tested: its own reads are tried again until they succeed. */
  async patient<T>(read: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + GIVE_UP;
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }

  /** One person's request, with what was asked and answered in the journal. `at`: the instant at which it is asked. */
  async act(act: ScriptedAct, at: number, clock: Clock | null): Promise<void> {
    this.journal.asked(this.planId, at, act);
    this.acts++;
    const { key, kind, items, more, stream, unit } = act;
    const actor = { person: `p-${unit}-desk`, post: `${unit}/desk`, unit };
    const command = { key, kind, items, actor, ...more } as unknown as Command;
    await this.answered(key, () => this.stage.gateway.act(this.planId, stream, command, clock));
  }

  /** An act on a round of inspections, of a live plan. */
  async inspect(asked: Asked, command: RoundCommand): Promise<void> {
    this.journal.asked(this.planId, Date.now(), asked);
    this.acts++;
    await this.answered(asked.key, () => this.stage.gateway.inspect(this.planId, asked.stream, command, null));
  }

  /** An act on a month's request, of a live plan. */
  async progress(asked: Asked, command: MonthCommand): Promise<void> {
    this.journal.asked(this.planId, Date.now(), asked);
    this.acts++;
    await this.answered(asked.key, () => this.stage.gateway.progress(this.planId, asked.stream, command, null));
  }

  /** Notes the answer to a request that the journal has as asked. */
  async answered(key: string, send: () => ReturnType<Stage["gateway"]["act"]>): Promise<void> {
    try {
      this.journal.answered(this.planId, key, await this.untilDone(key, send));
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      this.journal.refused(this.planId, key, error.message);
    }
  }

  private async sendUntilDone<T>(what: string, send: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + GIVE_UP;
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (error instanceof CommandRefused || performance.now() > deadline) throw error;
        this.sentAgain++;
        if (!(error instanceof NotDelivered)) this.escaped.push(`${what}: ${inOneLine(error)}`);
        await sleep(100);
      }
    }
  }
}

/** An error with what caused it, in one line. */
function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string | number };
  const own = `${error.name}${code === undefined ? "" : ` ${code}`}: ${error.message}`;
  return error.cause === undefined ? own : `${own} ← ${inOneLine(error.cause)}`;
}

/** Runs `work` on every element, some at a time. */
export async function together<T>(list: readonly T[], work: (element: T) => Promise<unknown>): Promise<void> {
  const waiting = list.values();
  const next = async (): Promise<void> => {
    for (const element of waiting) await work(element);
  };
  await Promise.all(Array.from({ length: TOGETHER }, next));
}
