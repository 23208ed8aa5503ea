/**
 * One plan's play: its clock jumps from due instant to due instant, each a storm of some hundred items, while people act on
 * the same tasks at the same time and the letters of the last instant go out; a fault falls into each. The driver itself is
 * no part of what is tested: its reads are tried again until they succeed.
 */
import { randomUUID } from "node:crypto";
import { dateAt, instantAt } from "../domain/plan/plan-date.js";
import { clientOf } from "../prisma/database/client.js";
import type { LetterWhereInput } from "../prisma/generated/models.js";
import { createPlan } from "../prisma/plans/plan-store.js";
import { dueStreams, moveClock, nextDue } from "../prisma/ledger/stream-store.js";
import { Caller, type Clock, together } from "./caller.js";
import type { PlannedFault } from "./faults.js";
import { noteHeads } from "./heads.js";
import type { Journal } from "./journal.js";
import { actsOn, chaosPlan, INSTANTS_A_WAVE, type ScriptedAct } from "./plan.js";
import { type Striking, type Struck, strike } from "./strike.js";
import type { Stage } from "./stage.js";
import type { Watch } from "./watch.js";

export interface Played {
  readonly planId: string;
  readonly faults: readonly Struck[];
  /** Errors that reached the driver although they pass: an Update's sender should have been told to try again, or not at all. */
  readonly escaped: readonly string[];
  /** Requests sent once more under their key. */
  readonly sentAgain: number;
  readonly acts: number;
  readonly storms: number;
}

const OFFSET_MINUTES = 480;

export async function playEpisode(
  stage: Stage,
  watch: Watch,
  journal: Journal,
  faults: readonly PlannedFault[],
  log: (line: string) => void,
): Promise<Played> {
  const episode = new Episode(stage, watch, journal, Math.ceil(faults.length / INSTANTS_A_WAVE) + 1);
  await episode.open();
  for (const fault of faults) {
    const struck = await episode.storm(fault);
    log(
      `${String(fault.no).padStart(4)} ${struck.day} ${fault.name}: ${struck.effect} (all done after ${Math.round(struck.done)} ms)`,
    );
  }
  await episode.finish();
  return episode.played();
}

class Episode {
  readonly planId = `chaos-${randomUUID().slice(0, 8)}`;
  private readonly struck: Striking[] = [];
  private readonly steps = new Set<string>();
  private readonly caller: Caller;
  private storms = 0;
  private now = 0;

  constructor(
    private readonly stage: Stage,
    private readonly watch: Watch,
    private readonly journal: Journal,
    private readonly waves: number,
  ) {
    this.caller = new Caller(stage, watch, journal, this.planId);
  }

  async played(): Promise<Played> {
    const faults = await Promise.all(this.struck.map(async ({ struck, back }) => ({ ...struck, back: await back })));
    const { planId, storms } = this;
    const { escaped, sentAgain, acts } = this.caller;
    return { planId, faults, escaped, sentAgain, acts, storms };
  }

  async open(): Promise<void> {
    const bundle = chaosPlan(this.waves);
    const openedAt = instantAt(bundle.plan.start, "08:00", OFFSET_MINUTES);
    const { id: slug, title } = bundle.plan;
    await createPlan(
      this.stage.pool,
      { id: this.planId, slug, title, mode: "rehearsal", scenario: null, seed: 0, openedAt },
      bundle,
    );
    await this.caller.untilDone("opening", () =>
      this.stage.gateway.openPlan({ planId: this.planId, mode: "rehearsal", openedAt }, bundle),
    );
    this.now = openedAt;
    this.watch.asked = {
      address: `${this.stage.apiUrl}/api/v1/plans/${this.planId}`,
      token: this.stage.apiToken,
    };
  }

  /** Jumps to the next due instant with a fault in the midst of it. */
  async storm(fault: PlannedFault): Promise<Striking["struck"]> {
    const { pool } = this.stage;
    const due = await this.caller.patient(() => nextDue(pool, this.planId));
    const next = Math.min(due.tasks ?? Number.POSITIVE_INFINITY, due.plan ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(next)) throw new Error("the chaos plan has run out of due instants: it needs more waves");
    const clock = await this.caller.patient(() => moveClock(pool, this.planId, next));
    this.now = clock.now;
    this.storms++;
    const day = dateAt(clock.now, OFFSET_MINUTES);
    const acts = actsOn(day, this.waves, this.steps);
    const work = (): Promise<unknown> => Promise.all([this.settle(clock), this.actAll(acts, clock)]);
    const letters = (): Promise<unknown> => this.closeLetters();
    const [first, second] = fault.during === "storm" ? [work, letters] : [letters, work];
    if (fault.during === "letters") await work();
    const striking = await strike(this.stage, this.watch, fault, day, first, () => this.lettersWaiting());
    this.struck.push(striking);
    if (fault.during === "storm") await second();
    return striking.struck;
  }

  /** Everything due is recorded, every letter is on its way or there. */
  async finish(): Promise<void> {
    const upTo = await this.closeLetters();
    await this.caller.untilDone("draining", () =>
      this.stage.gateway.drainLetters(this.planId, `drain-${randomUUID()}`),
    );
    this.journal.finished(this.planId, this.now, upTo);
    await noteHeads(this.stage, this.journal, this.planId, this.caller);
  }

  private async settle(clock: Clock): Promise<void> {
    for (;;) {
      const due = await this.caller.patient(() => dueStreams(this.stage.pool, this.planId, clock.now));
      if (due.length === 0) return;
      await together(due, (stream) =>
        this.caller.untilDone(stream, () => this.stage.gateway.tick(this.planId, stream, clock)),
      );
    }
  }

  private async actAll(acts: readonly ScriptedAct[], clock: Clock): Promise<void> {
    await together(acts, (act) => this.caller.act(act, clock.now, clock));
  }

  /** Closes what closes before the next due instant; answers up to when. */
  private async closeLetters(): Promise<number> {
    const due = await this.caller.patient(() => nextDue(this.stage.pool, this.planId));
    const upTo = Math.min(due.tasks ?? Number.MAX_SAFE_INTEGER, due.plan ?? Number.MAX_SAFE_INTEGER) - 1;
    await this.caller.untilDone("closing", () => this.stage.gateway.closeLetters(this.planId, upTo));
    return upTo;
  }

  private async lettersWaiting(): Promise<number> {
    const where: LetterWhereInput = { planId: this.planId, state: "queued" };
    return this.caller.patient(() => clientOf(this.stage.pool).letter.count({ where }));
  }
}
