/**
 * Moves rehearsals' clocks on request: to the next due instant, to a day, or on and on at a pace. One run per rehearsal at a
 * time, over all processes; a later request takes the place of the one before it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DAY_MS, instantAt } from "../domain/plan/plan-date.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { takeDriverLock } from "../prisma/database/driver-lock.js";
import type { Pool } from "../prisma/database/pool.js";
import { toldMessage } from "../telemetry/errors.js";
import { drive, type DriverGateway } from "./driver.js";
import type { FileStore } from "./photos.js";
import { type Rehearsal, takeUp } from "./rehearsal.js";

/** What a rehearsal's clock is asked to do. `rate`: plan days per second. */
export type ClockAction =
  | { readonly action: "pause" }
  | { readonly action: "jumpNext" }
  | { readonly action: "jumpTo"; readonly date: PlanDate }
  | { readonly action: "resume"; readonly rate: number };

/** What a rehearsal's clock is doing in this process. */
export interface Playing {
  readonly action: "jumpNext" | "jumpTo" | "resume";
  /** The last plan day, for `jumpTo`. */
  readonly date: PlanDate | null;
  readonly rate: number | null;
}

/** Another process drives the rehearsal. */
export class DrivenElsewhere extends Error {
  constructor(planId: string) {
    super(`another process is moving the clock of ${planId}: wait until it is done`);
  }
}

interface Run {
  readonly playing: Playing;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export class Conductor {
  private readonly known = new Map<string, Promise<Rehearsal>>();
  private readonly runs = new Map<string, Run>();
  private readonly problems = new Map<string, string>();

  /** `files`: where simulated inspectors' photos go; null: this process has no place for them. */
  constructor(
    private readonly deps: { readonly pool: Pool; readonly gateway: DriverGateway; readonly files: FileStore | null },
  ) {}

  playing(planId: string): Playing | null {
    return this.runs.get(planId)?.playing ?? null;
  }

  /** Why the last run ended before its time; null when it did not. */
  problem(planId: string): string | null {
    return this.problems.get(planId) ?? null;
  }

  /**
   * Does what is asked: `pause` resolves once the clock stands, `jumpNext` once it has jumped; `jumpTo` and `resume` once they
   * have begun. Throws UnknownPlan, NotARehearsal and DrivenElsewhere.
   */
  async control(planId: string, action: ClockAction): Promise<void> {
    const rehearsal = await this.rehearsal(planId);
    await this.halt(planId);
    if (action.action === "pause") return;
    const lock = await takeDriverLock(this.deps.pool, planId);
    if (lock === null) throw new DrivenElsewhere(planId);
    this.problems.delete(planId);
    const abort = new AbortController();
    const playing: Playing = {
      action: action.action,
      date: action.action === "jumpTo" ? action.date : null,
      rate: action.action === "resume" ? action.rate : null,
    };
    const done = this.run(rehearsal, action, abort.signal)
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        this.problems.set(planId, toldMessage(error));
        // What failed half way may have left the people behind: they read the ledger anew.
        this.known.delete(planId);
      })
      .finally(async () => {
        this.runs.delete(planId);
        await lock.release();
      });
    this.runs.set(planId, { playing, abort, done });
    if (action.action !== "jumpNext") return;
    await done;
    const problem = this.problem(planId);
    if (problem !== null) throw new Error(problem);
  }

  /** Stops all runs, each at the end of its present jump. */
  async close(): Promise<void> {
    await Promise.all([...this.runs.keys()].map((planId) => this.halt(planId)));
  }

  private rehearsal(planId: string): Promise<Rehearsal> {
    const known = this.known.get(planId);
    if (known) return known;
    const taken = takeUp(this.deps.pool, planId, this.deps.files);
    this.known.set(planId, taken);
    taken.catch(() => this.known.delete(planId));
    return taken;
  }

  private async halt(planId: string): Promise<void> {
    const run = this.runs.get(planId);
    run?.abort.abort();
    await run?.done;
  }

  private async run(
    { planId, people, store, bundle }: Rehearsal,
    action: Exclude<ClockAction, { action: "pause" }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { offsetMinutes } = bundle.plan.timeZone;
    await drive({
      planId,
      people,
      store,
      gateway: this.deps.gateway,
      until: action.action === "jumpTo" ? instantAt(action.date, "23:59", offsetMinutes) : null,
      signal,
      async mayJump(from, to, jumps) {
        if (action.action === "jumpNext") return jumps === 0;
        if (action.action === "resume")
          await sleep(((to - from) / DAY_MS / action.rate) * 1_000, undefined, { signal });
        return true;
      },
    });
  }
}
