/** One live plan of a run: opened, acted on from one of its instants to the next, and looked at when all is done. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { dueStreams, unappliedMessages } from "../../prisma/ledger/stream-store.js";
import { addDocument, createPlan } from "../../prisma/plans/plan-store.js";
import { Caller } from "../caller.js";
import type { Played } from "../episode.js";
import { noteHeads } from "../heads.js";
import type { Journal } from "../journal.js";
import type { Stage } from "../stage.js";
import type { Striking } from "../strike.js";
import type { Watch } from "../watch.js";
import { askedByMonth } from "./asking.js";
import { inspectRound } from "./inspecting.js";
import { actsOf, type LiveOutline, livePlan, type TimedAct } from "./plan.js";

const MINUTE = 60_000;
/** Between two looks at the database (milliseconds). */
const LOOK_EVERY = 25;
/** What is asked for is done within this time, or the run goes on and the checker says what is missing (milliseconds). */
const DONE_WITHIN = 180_000;

export class Lane {
  readonly planId = `live-${randomUUID().slice(0, 8)}`;
  readonly struck: Striking[] = [];
  private readonly caller: Caller;
  private readonly acting: Promise<void>[] = [];
  /** Requests without an answer. */
  private readonly asked = new Set<Promise<void>>();

  constructor(
    private readonly stage: Stage,
    private readonly watch: Watch,
    private readonly journal: Journal,
    private readonly outline: LiveOutline,
  ) {
    this.caller = new Caller(stage, watch, journal, this.planId);
  }

  /** Its instants, in order. */
  get instants(): number[] {
    return Array.from({ length: this.outline.minutes }, (_, minute) => this.outline.first + minute * MINUTE);
  }

  async open(): Promise<void> {
    const { planId, stage, caller } = this;
    const { bundle, openedAt, later } = livePlan(this.outline);
    const { id: slug, title } = bundle.plan;
    const row = { id: planId, slug, title, mode: "live", scenario: null, seed: null, openedAt } as const;
    await createPlan(stage.pool, row, bundle);
    await caller.untilDone("opening", () => stage.gateway.openPlan({ planId, mode: "live", openedAt }, bundle));
    // The plan says it was opened the evening before: until now nobody worked on it.
    this.journal.outage(openedAt, Date.now(), "not started", planId);
    // Not before: a plan is opened by the newest documents it has.
    for (const { policy } of later) await addDocument(stage.pool, planId, "policy", policy.version, policy);
    for (const { policy, milestones } of later) if (milestones.length > 0) await this.adopt(policy.version, milestones);
  }

  private async adopt(version: number, milestones: readonly string[]): Promise<void> {
    const key = `policy-${version}`;
    const order = { kind: "adoptPolicy", version, milestones, reason: "另一时点" } as const;
    const actor = { person: "p-office-desk", post: "office/desk", unit: "office" };
    this.journal.asked(this.planId, Date.now(), { key, stream: PLAN_STREAM, kind: "adoptPolicy", items: [], more: {} });
    await this.caller.answered(key, () => this.stage.gateway.order(this.planId, { key, actor, order }, null));
  }

  /** People begin to act; what they ask goes on beside everything else. */
  begin(): void {
    const { tasks, minutes, first } = this.outline;
    for (let task = 1; task <= tasks; task++)
      for (let minute = 0; minute < minutes; minute++)
        for (const acts of actsOf(task, minute)) this.acting.push(this.follow(acts, first + minute * MINUTE));
    this.acting.push(this.inspect(first), this.answer(first));
    for (const acting of this.acting) acting.catch(() => undefined); // thrown where it is awaited
  }

  /** A round opens at the first instant. */
  private async inspect(first: number): Promise<void> {
    await sleepUntil(first);
    await inspectRound(this.stage, this.caller, this.journal, this.planId);
  }

  /** So does a month's request. */
  private async answer(first: number): Promise<void> {
    await sleepUntil(first);
    const { bundle } = livePlan(this.outline);
    await askedByMonth(this.stage, this.caller, bundle, this.planId, this.outline.tasks);
  }

  private async follow(acts: readonly TimedAct[], instant: number): Promise<void> {
    for (const act of acts) {
      await sleepUntil(instant + act.after);
      const asking = this.caller.act(act, Date.now(), null).finally(() => this.asked.delete(asking));
      this.asked.add(asking);
      await asking;
    }
  }

  /** Resolves once all that fell due by `instant` is recorded and all that people have asked is answered. */
  async settled(instant: number): Promise<void> {
    await this.watch.underWay(this.recorded(instant));
    await Promise.all(this.asked);
  }

  private async recorded(instant: number): Promise<void> {
    await this.until(async () => (await dueStreams(this.stage.pool, this.planId, instant)).length === 0);
  }

  /** Letters made and not taken yet. */
  async lettersWaiting(): Promise<number> {
    return this.count("SELECT count(*)::int AS n FROM letter WHERE plan_id = $1 AND state = 'queued'", []);
  }

  /** Resolves once what closes by `instant` is in letters, and all letters are on their way or there. */
  async lettersGone(instant: number): Promise<void> {
    await this.until(
      async () =>
        (await this.count("SELECT count(*)::int AS n FROM open_notices($1) WHERE close_at <= $2", [instant])) === 0,
    );
    await this.caller.untilDone("draining", () =>
      this.stage.gateway.drainLetters(this.planId, `drain-${randomUUID()}`),
    );
  }

  /** Waits for everybody, for what fell due meanwhile, for orders on their way and for the letters. */
  async finish(): Promise<Played> {
    await Promise.all(this.acting);
    const now = Date.now();
    await this.recorded(now);
    await this.until(async () => (await unappliedMessages(this.stage.pool, this.planId)).length === 0);
    await this.lettersGone(now);
    this.journal.finished(this.planId, now, now);
    await noteHeads(this.stage, this.journal, this.planId, this.caller);
    const faults = await Promise.all(this.struck.map(async ({ struck, back }) => ({ ...struck, back: await back })));
    const { escaped, sentAgain, acts } = this.caller;
    return { planId: this.planId, faults, escaped, sentAgain, acts, storms: this.outline.minutes };
  }

  private async count(sql: string, values: readonly unknown[]): Promise<number> {
    const { rows } = await this.caller.patient(() =>
      this.stage.pool.query<{ n: number }>(sql, [this.planId, ...values]),
    );
    return rows[0]?.n ?? 0;
  }

  /** What never comes is the checker's to say. */
  private async until(holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + DONE_WITHIN;
    while (Date.now() < deadline && !(await this.caller.patient(holds))) await sleep(LOOK_EVERY);
  }
}

/** Sleeps until the machine's clock says so. */
export async function sleepUntil(instant: number): Promise<void> {
  for (let left = instant - Date.now(); left > 0; left = instant - Date.now()) await sleep(left);
}
