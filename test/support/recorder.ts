/** A plan's story decided in the domain alone and recorded through the ledger store: a real database's content in seconds, without a server. */
import { randomUUID } from "node:crypto";
import { taskPlan } from "../../activities/plans.js";
import type { Command } from "../../domain/items/commands.js";
import type { OrderMessage, PlanCommand } from "../../domain/streams/orders.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../domain/plan/plan.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  messageKey,
  nextPlanDue,
  orderIn,
  planOpeningRows,
  type PlanState,
} from "../../domain/streams/plan-stream.js";
import type { ItemRow, NewRow, Outcome, RecordRequest, StreamMessage } from "../../domain/ledger/record.js";
import { PLAN_STREAM, taskStreams } from "../../domain/streams/streams.js";
import {
  applyRows,
  decideBatch,
  emptyTask,
  itemRow,
  nextDue,
  openingRows,
  type TaskState,
} from "../../domain/streams/task-stream.js";
import { LedgerStore } from "../../prisma/ledger/ledger-store.js";
import { LetterStore } from "../../prisma/letters/letter-store.js";
import { createPlan, DirectoryCache } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { moveClock } from "../../prisma/ledger/stream-store.js";
import { libraryOf } from "./alone.js";

export class Recorder {
  readonly planId: string;
  readonly openedAt: number;
  private readonly ledger: LedgerStore;
  private readonly letters: LetterStore;
  private readonly library: ReturnType<typeof libraryOf>;
  private plan: PlanState = emptyPlan(PLAN_STREAM);
  private readonly tasks = new Map<string, TaskState>();

  constructor(
    private readonly pool: Pool,
    private readonly bundle: PlanBundle,
    planId = `${bundle.plan.id}-${randomUUID().slice(0, 8)}`,
  ) {
    this.planId = planId;
    this.openedAt = this.at(bundle.plan.start, "08:00");
    this.library = libraryOf(bundle);
    const directories = new DirectoryCache(pool);
    this.ledger = new LedgerStore(pool, directories);
    this.letters = new LetterStore(pool, directories);
  }

  at(day: string, time = "09:00"): number {
    return instantAt(day, time, this.bundle.plan.timeZone.offsetMinutes);
  }

  async open(mode: "live" | "rehearsal" = "rehearsal", scenario = "test"): Promise<this> {
    const { bundle, planId, openedAt, library } = this;
    const { id: slug, title } = bundle.plan;
    await createPlan(this.pool, { id: planId, slug, title, mode, scenario, seed: 1, openedAt }, bundle);
    const streams = taskStreams(bundle);
    const versions = { policy: bundle.policy.version, calendar: bundle.calendar.version };
    const rows = planOpeningRows(streams, versions, openedAt);
    this.plan = applyPlanRows(this.plan, rows, library);
    await this.record(PLAN_STREAM, 0, rows, nextPlanDue(this.plan, library));
    for (const { stream, task, section } of streams) {
      const { no, leadUnit, items, policy, calendar } = taskPlan(bundle, task, section);
      const opening = openingRows({ no, leadUnit }, items, { policy, calendar }, openedAt);
      const state = applyRows(emptyTask(stream), opening, library);
      const rowsOf = Object.values(state.items).map((item) => itemRow(item, state.calendar, library));
      this.tasks.set(stream, state);
      await this.record(stream, 0, opening, nextDue(state), rowsOf);
    }
    return this;
  }

  /** Passes through every due instant up to `until`, closes the letters, and sets the clock there. */
  async runTo(until: number): Promise<void> {
    await this.advance(until);
    await this.letters.closeLetters(this.planId, until);
    await moveClock(this.pool, this.planId, until);
  }

  /** Records all that falls due up to `until`, instant by instant. */
  async advance(until: number): Promise<void> {
    for (;;) {
      const due = Math.min(
        nextPlanDue(this.plan, this.library) ?? Number.POSITIVE_INFINITY,
        ...[...this.tasks.values()].map((state) => nextDue(state) ?? Number.POSITIVE_INFINITY),
      );
      if (due > until) break;
      if ((nextPlanDue(this.plan, this.library) ?? due + 1) <= due) await this.decidePlan([], due);
      for (const [stream, state] of this.tasks)
        if ((nextDue(state) ?? due + 1) <= due) await this.decide(stream, [], due);
    }
  }

  /** People's commands on one task's stream. Answers the refusals' codes. */
  async act(stream: string, now: number, ...commands: Command[]): Promise<string[]> {
    await moveClock(this.pool, this.planId, now);
    const outcomes = await this.decide(stream, commands, now);
    return outcomes.flatMap(({ refused }) => refused.map(({ code }) => code));
  }

  /** An order on the whole plan, applied by every task it concerns. */
  async order(now: number, command: PlanCommand): Promise<void> {
    await moveClock(this.pool, this.planId, now);
    for (const { to, body } of await this.decidePlan([command], now)) {
      if (!this.tasks.has(to)) await this.begin(to, now);
      await this.decide(to, [], now, [orderIn(body)]);
    }
  }

  /** A stream that an order begins. */
  private async begin(stream: string, now: number): Promise<void> {
    const no = this.plan.streams.find((info) => info.stream === stream)?.task ?? 0;
    const rows = openingRows({ no, leadUnit: "" }, [], this.plan, now);
    this.tasks.set(stream, applyRows(emptyTask(stream), rows, this.library));
    await this.record(stream, 0, rows, null);
  }

  private async decidePlan(commands: readonly PlanCommand[], now: number) {
    const before = this.plan.seq;
    const { rows, outcomes, messages, state } = decidePlan(this.plan, commands, now, this.library);
    this.plan = state;
    await this.record(PLAN_STREAM, before, rows, nextPlanDue(state, this.library), [], outcomes, { out: messages });
    return messages;
  }

  /** One batch of a task: what fell due by `now`, the orders, the commands. */
  async decide(
    stream: string,
    commands: readonly Command[],
    now: number,
    orders: readonly OrderMessage[] = [],
  ): Promise<readonly Outcome[]> {
    const before = this.tasks.get(stream) ?? emptyTask(stream);
    const { rows, outcomes, state, changed } = decideBatch(before, commands, now, this.library, orders);
    this.tasks.set(stream, state);
    const applied = orders.map((order) => messageKey(order, stream));
    await this.record(stream, before.seq, rows, nextDue(state), changed, outcomes, { applied });
    return outcomes;
  }

  private async record(
    stream: string,
    expectedSeq: number,
    rows: readonly NewRow[],
    due: number | null,
    items: readonly ItemRow[] = [],
    outcomes: readonly Outcome[] = [],
    { out = [], applied = [] }: { readonly out?: readonly StreamMessage[]; readonly applied?: readonly string[] } = {},
  ): Promise<void> {
    const request: RecordRequest = {
      planId: this.planId,
      stream,
      expectedSeq,
      rows,
      // As a workflow does: what was refused altogether leaves no answer.
      outcomes: outcomes.filter((outcome) => outcome.items.length > 0),
      items,
      nextDue: due,
      askedKeys: [],
      messagesOut: out,
      messagesApplied: applied,
    };
    const answer = await this.ledger.record(request);
    if (answer.kind !== "appended") throw new Error(`${stream} was not appended to: ${JSON.stringify(answer)}`);
  }
}
