/** A plan's story recorded through the streams' store: a real database's content in seconds, without Temporal. */
import { randomUUID } from "node:crypto";
import type { RoundCommand } from "../../domain/inspections/acts.js";
import { roundStream } from "../../domain/inspections/round-name.js";
import type { RegisterCommand } from "../../domain/registers/acts.js";
import { registerStream } from "../../domain/registers/register-name.js";
import type { Command } from "../../domain/items/commands.js";
import type { Outcome } from "../../domain/ledger/record.js";
import type { MonthCommand } from "../../domain/months/acts.js";
import { monthStream } from "../../domain/months/month-name.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { AdvanceAnswer, AdvanceRequest, AnyCommand, Head } from "../../domain/streams/advance.js";
import type { PlanCommand } from "../../domain/streams/orders.js";
import { PLAN_STREAM, type StreamInfo } from "../../domain/streams/streams.js";
import type { Pool } from "../../prisma/database/pool.js";
import { StreamStore } from "../../prisma/ledger/advance.js";
import { dueStreams, moveClock, nextDue } from "../../prisma/ledger/stream-store.js";
import { Letters } from "./letters.js";
import { createPlan } from "../../prisma/plans/plan-store.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

const COMMAND_KEY = readCommandKey();

export class Recorder {
  readonly planId: string;
  readonly openedAt: number;
  private readonly streams: StreamStore;
  private readonly letters: Letters;
  private mode: "live" | "rehearsal" = "rehearsal";
  /** What a workflow of each stream would have been answered last. */
  private readonly heads = new Map<string, Head>();

  constructor(
    private readonly pool: Pool,
    private readonly bundle: PlanBundle,
    planId = `${bundle.plan.id}-${randomUUID().slice(0, 8)}`,
  ) {
    this.planId = planId;
    this.openedAt = this.at(bundle.plan.start, "08:00");
    this.streams = new StreamStore({ pool, commandKey: COMMAND_KEY });
    this.letters = new Letters(pool);
  }

  at(day: string, time = "09:00"): number {
    return instantAt(day, time, this.bundle.plan.timeZone.offsetMinutes);
  }

  async open(mode: "live" | "rehearsal" = "rehearsal", scenario = "test"): Promise<this> {
    const { bundle, planId, openedAt } = this;
    const { id: slug, title } = bundle.plan;
    this.mode = mode;
    await createPlan(this.pool, { id: planId, slug, title, mode, scenario, seed: 1, openedAt }, bundle);
    const { toStart } = await this.advanceStream(PLAN_STREAM, openedAt);
    await this.begin(toStart);
    return this;
  }

  /** Passes through every due instant up to `until`, closes the letters, and sets the clock there. */
  async runTo(until: number): Promise<void> {
    await this.advance(until);
    await this.letters.close(this.planId, until);
    await moveClock(this.pool, this.planId, until);
  }

  /** Records all that falls due up to `until`, instant by instant: the plan's own stream before its tasks'. */
  async advance(until: number): Promise<void> {
    for (;;) {
      const { tasks, plan } = await nextDue(this.pool, this.planId);
      const due = Math.min(tasks ?? Number.POSITIVE_INFINITY, plan ?? Number.POSITIVE_INFINITY);
      if (due > until) break;
      for (const stream of await dueStreams(this.pool, this.planId, due)) {
        const { toStart } = await this.advanceStream(stream, due);
        await this.begin(toStart);
      }
    }
  }

  /** People's commands on one task's stream. Answers the refusals' codes. */
  async act(stream: string, now: number, ...commands: Command[]): Promise<string[]> {
    await moveClock(this.pool, this.planId, now);
    const outcomes = await this.decide(stream, commands, now);
    return outcomes.flatMap(({ refused }) => refused.map(({ code }) => code));
  }

  /** People's acts on a round of inspections. Answers the refusals' codes, or nothing where all took effect. */
  async inspect(round: string, now: number, ...commands: RoundCommand[]): Promise<string[]> {
    await moveClock(this.pool, this.planId, now);
    const { outcomes } = await this.advanceStream(roundStream(round), now, { commands });
    return outcomes.flatMap(({ refused }) => refused.map(({ code }) => code));
  }

  /** Acts on a register. Answers the refusals' codes, or nothing where all took effect. */
  async keep(register: string, now: number, ...commands: RegisterCommand[]): Promise<string[]> {
    await moveClock(this.pool, this.planId, now);
    const { outcomes } = await this.advanceStream(registerStream(register), now, { commands });
    return outcomes.flatMap(({ refused }) => refused.map(({ code }) => code));
  }

  /** People's acts on a month; what it tells the tasks is applied by them. Answers the refusals' codes, or nothing where all took effect. */
  async progress(month: string, now: number, ...commands: MonthCommand[]): Promise<string[]> {
    await moveClock(this.pool, this.planId, now);
    const { outcomes, messages } = await this.advanceStream(monthStream(month), now, { commands });
    for (const { to, key } of messages) await this.advanceStream(to, now, { messages: [key] });
    return outcomes.flatMap(({ refused }) => refused.map(({ code }) => code));
  }

  /** An order on the whole plan, applied by every task it concerns. */
  async order(now: number, command: PlanCommand): Promise<void> {
    await moveClock(this.pool, this.planId, now);
    const { messages, toStart } = await this.advanceStream(PLAN_STREAM, now, { commands: [command] });
    await this.begin(toStart);
    for (const { to, key } of messages) await this.advanceStream(to, now, { messages: [key] });
  }

  /** One batch of a task: what fell due by `now`, then the commands. */
  async decide(stream: string, commands: readonly Command[], now: number): Promise<readonly Outcome[]> {
    return (await this.advanceStream(stream, now, { commands })).outcomes;
  }

  /** As the plan's workflow begins them: tasks that come late without items, rounds with a drafted scheme. */
  private async begin(streams: readonly StreamInfo[]): Promise<void> {
    for (const info of streams) {
      const { stream, openedAt } = info;
      const begun =
        openedAt === undefined ? {} : { openedAt, ...("round" in info || "month" in info ? {} : { late: true }) };
      await this.advanceStream(stream, openedAt ?? this.openedAt, begun);
    }
  }

  private async advanceStream(
    stream: string,
    now: number,
    {
      commands = [],
      ...more
    }: Partial<Pick<AdvanceRequest, "messages" | "openedAt" | "late">> & { commands?: readonly AnyCommand[] } = {},
  ): Promise<AdvanceAnswer> {
    const { planId, mode, openedAt } = this;
    const answer = await this.streams.advance({
      planId,
      stream,
      mode,
      openedAt,
      now,
      commands: commands.map((command) => COMMAND_KEY.sign(planId, stream, command)),
      messages: [],
      known: this.heads.get(stream) ?? null,
      ...more,
    });
    this.heads.set(stream, { seq: answer.seq, hash: answer.hash });
    return answer;
  }
}
