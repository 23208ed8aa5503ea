/**
 * The only user of the Temporal client: starts a plan's workflows and sends them messages.
 *
 * Updates carry the request's key as their id, so sending again after a doubtful failure is safe. Per workflow at most
 * nine are in flight (the server allows ten): a queue here beats its RESOURCE_EXHAUSTED retries by two orders of magnitude.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from "@temporalio/client";
import { ApplicationFailure, type UpdateDefinition } from "@temporalio/common";
import type { RoundCommand } from "../domain/inspections/acts.js";
import type { RegisterCommand } from "../domain/registers/acts.js";
import type { Command } from "../domain/items/commands.js";
import type { MonthCommand } from "../domain/months/acts.js";
import type { AnyCommand, Signed } from "../domain/streams/advance.js";
import type { PlanCommand } from "../domain/streams/orders.js";
import type { CommandKey } from "../prisma/ledger/command-key.js";
import type { TaskStreamInfo } from "../domain/streams/streams.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Outcome } from "../domain/ledger/record.js";
import { PLAN_STREAM, taskStreams } from "../domain/streams/streams.js";
import {
  act,
  askAll,
  type Clock,
  closeLettersUpTo,
  deliver,
  drainLetters,
  inspect,
  keep,
  lettersQueued,
  order,
  progress,
  resync,
  type StreamHead,
  tick,
} from "../workflows/messages.js";
import { FAILURE, POSTMAN, type StreamInput, workflowId } from "../workflows/names.js";
import { CommandRefused, GONE, isTransient, NeedsRebuild, NotDelivered } from "./failures.js";
import { PlanWorkflows } from "./plan-workflows.js";
import { Semaphore } from "./semaphore.js";

export interface GatewayOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** Signs what people ask; null for who starts workflows and asks nothing. */
  readonly commandKey: CommandKey | null;
  /** Updates in flight per workflow from this process; the server's ten are shared by all API processes. */
  readonly inFlight?: number;
  /** How long an Update may take, worker restarts included (milliseconds). */
  readonly deliverWithin?: number;
  /** Told of every Update of people, from sending to its answer. */
  readonly observe?: (observation: UpdateObservation) => void;
}

export interface UpdateObservation {
  readonly update: "act" | "order" | "inspect" | "keep" | "progress";
  readonly outcome: "accepted" | "refused" | "failed";
  readonly seconds: number;
}

export class TemporalGateway {
  readonly workflows: PlanWorkflows;
  private readonly lanes = new Map<string, Semaphore>();

  constructor(private readonly options: GatewayOptions) {
    this.workflows = new PlanWorkflows(options.client, options.taskQueue);
  }

  /**
   * Starts a plan's workflows (those that run already are left alone); resolves with the streams' names once all are open.
   * `opened`: the ledger has all of them open, so that workflows which run already need not be asked, which would have each
   * replay its whole history. `tasks`: the streams that it has, where the plan has been opened before.
   */
  async openPlan(
    plan: Omit<StreamInput, "stream" | "carried">,
    bundle: PlanBundle,
    {
      opened = false,
      tasks: infos = taskStreams(bundle),
    }: { readonly opened?: boolean; readonly tasks?: readonly TaskStreamInfo[] } = {},
  ): Promise<string[]> {
    const { planId, openedAt } = plan;
    const clock = { version: 0, now: openedAt };
    const tasks = infos.map(({ stream }) => stream);
    const title = bundle.plan.title;
    const started = await this.workflows.start(
      "planWorkflow",
      planId,
      PLAN_STREAM,
      [{ ...plan, stream: PLAN_STREAM }],
      title,
    );
    if (opened && !started) return [PLAN_STREAM, ...tasks];
    // A tick at the clock's beginning moves nothing. The plan answers it once its tasks are started, a task once it is open.
    await this.tick(planId, PLAN_STREAM, clock);
    await Promise.all(tasks.map((stream) => this.tick(planId, stream, clock)));
    return [PLAN_STREAM, ...tasks];
  }

  /**
   * Sends a person's command to a task's stream; resolves once the ledger has it. `within`: how long it may take (milliseconds), where
   * that is less than what an Update may take anyway. Throws CommandRefused or NotDelivered, as do the others.
   */
  act(planId: string, stream: string, command: Command, clock: Clock | null, within?: number): Promise<Outcome> {
    return this.ask(act, planId, stream, command, clock, within);
  }

  /** Gives an order on the whole plan. */
  order(planId: string, command: PlanCommand, clock: Clock | null, within?: number): Promise<Outcome> {
    return this.ask(order, planId, PLAN_STREAM, command, clock, within);
  }

  /** Sends a person's act on a round of inspections. */
  inspect(
    planId: string,
    stream: string,
    command: RoundCommand,
    clock: Clock | null,
    within?: number,
  ): Promise<Outcome> {
    return this.ask(inspect, planId, stream, command, clock, within);
  }

  /** Sends a person's act on a month's request. */
  progress(
    planId: string,
    stream: string,
    command: MonthCommand,
    clock: Clock | null,
    within?: number,
  ): Promise<Outcome> {
    return this.ask(progress, planId, stream, command, clock, within);
  }

  /**
   * Sends a person's act on a register. A register's workflow begins with the first act on it, and again after Temporal's data was lost: it
   * takes its stream up where the ledger ends. `begin`: what it is started with.
   */
  keep(
    planId: string,
    stream: string,
    command: RegisterCommand,
    clock: Clock | null,
    begin: Pick<StreamInput, "mode" | "openedAt">,
    within?: number,
  ): Promise<Outcome> {
    return this.begun(planId, stream, begin, () => this.ask(keep, planId, stream, command, clock, within));
  }

  private async ask<C extends AnyCommand>(
    update: UpdateDefinition<Outcome, [Signed<C>, Clock | null], UpdateObservation["update"]>,
    planId: string,
    stream: string,
    command: C,
    clock: Clock | null,
    within?: number,
  ): Promise<Outcome> {
    const { key: updateId } = command;
    const args: [Signed<C>, Clock | null] = [this.signed(planId, stream, command), clock];
    const sent = this.update(
      planId,
      stream,
      updateId,
      (handle) => handle.executeUpdate(update, { args, updateId }),
      within,
    );
    return this.accepted(update.name, sent);
  }

  private async begun<T>(
    planId: string,
    stream: string,
    begin: Pick<StreamInput, "mode" | "openedAt">,
    send: () => Promise<T>,
  ): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof NeedsRebuild) || !(error.cause instanceof WorkflowNotFoundError)) throw error;
      await this.workflows.startRegister({ planId, ...begin }, stream, await this.workflows.taskQueueOf(planId));
      return send();
    }
  }

  /**
   * Sends people's commands to one stream that are to be recorded together, in this order, some 20 at most. Resolves with the outcome of
   * each once the ledger has them: one that is refused altogether too. `begin`: with what the stream's workflow is started where none
   * runs, as a register's. Throws NotDelivered.
   */
  askAll(
    planId: string,
    stream: string,
    commands: readonly AnyCommand[],
    clock: Clock | null,
    begin?: Pick<StreamInput, "mode" | "openedAt">,
  ): Promise<readonly Outcome[]> {
    const updateId = `${commands[0]?.key ?? ""}+${commands.length}`;
    const signed = commands.map((command) => this.signed(planId, stream, command));
    const send = (): Promise<readonly Outcome[]> =>
      this.update(planId, stream, updateId, (handle) =>
        handle.executeUpdate(askAll, { args: [signed, clock], updateId }),
      );
    return begin ? this.begun(planId, stream, begin, send) : send();
  }

  private signed<C extends AnyCommand>(planId: string, stream: string, command: C): Signed<C> {
    const { commandKey } = this.options;
    if (!commandKey) throw new Error("this gateway has no command key: it asks nothing of streams");
    return commandKey.sign(planId, stream, command);
  }

  private async accepted(update: UpdateObservation["update"], answer: Promise<Outcome>): Promise<Outcome> {
    const since = performance.now();
    const observe = (outcome: UpdateObservation["outcome"]): void =>
      this.options.observe?.({ update, outcome, seconds: (performance.now() - since) / 1_000 });
    try {
      const outcome = await answer;
      observe("accepted");
      return outcome;
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
      const refused = cause instanceof ApplicationFailure && cause.type === FAILURE.refused;
      observe(refused ? "refused" : "failed");
      if (refused) throw new CommandRefused(cause.details?.[0] as Outcome);
      throw error;
    }
  }

  /** Moves a rehearsal's task to the clock; resolves once all that is due by then is recorded. */
  tick(planId: string, stream: string, clock: Clock): Promise<StreamHead> {
    // Several ticks at one instant are several: after an order the stream must look again.
    const updateId = `tick-${clock.version}-${randomUUID().slice(0, 8)}`;
    return this.update(planId, stream, updateId, (handle) => handle.executeUpdate(tick, { args: [clock], updateId }));
  }

  closeLetters(planId: string, upTo: number): Promise<number> {
    // Closing again makes nothing new, so each call may be an Update of its own: something may have come since.
    const updateId = `close-${randomUUID()}`;
    return this.update(planId, POSTMAN, updateId, (handle) =>
      handle.executeUpdate(closeLettersUpTo, { args: [upTo], updateId }),
    );
  }

  drainLetters(planId: string, key: string): Promise<{ readonly sent: number; readonly failed: number }> {
    return this.update(planId, POSTMAN, key, (handle) =>
      handle.executeUpdate(drainLetters, { args: [], updateId: key }),
    );
  }

  /** Tells the postman that letters were put back into the queue. */
  async sendQueuedLetters(planId: string): Promise<void> {
    await this.signal(POSTMAN, planId, (handle) => handle.signal(lettersQueued));
  }

  /** Tells a stream's workflow to look at the ledger's head. */
  async resync(planId: string, stream: string): Promise<void> {
    await this.signal(stream, planId, (handle) => handle.signal(resync));
  }

  private async signal(
    stream: string,
    planId: string,
    send: (handle: ReturnType<Client["workflow"]["getHandle"]>) => Promise<void>,
  ): Promise<void> {
    try {
      await send(this.options.client.workflow.getHandle(workflowId(planId, stream)));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new NeedsRebuild(stream, GONE, error);
    }
  }

  /** Takes a recorded message to its stream once more; one that was applied already does nothing. */
  async deliver(planId: string, stream: string, message: string, clock: Clock | null): Promise<void> {
    await this.signal(stream, planId, (handle) => handle.signal(deliver, message, clock));
  }

  private update<T>(
    planId: string,
    stream: string,
    id: string,
    send: (handle: ReturnType<Client["workflow"]["getHandle"]>) => Promise<T>,
    within = this.options.deliverWithin ?? 60_000,
  ): Promise<T> {
    const name = workflowId(planId, stream);
    const lane = this.lanes.get(name) ?? new Semaphore(this.options.inFlight ?? 9);
    this.lanes.set(name, lane);
    // Waiting for its turn is part of the time it may take.
    const deadline = Date.now() + within;
    return lane.run(() =>
      this.send(`${name} (${id})`, deadline, () => send(this.options.client.workflow.getHandle(name))),
    );
  }

  private async send<T>(what: string, deadline: number, send: () => Promise<T>): Promise<T> {
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        return await this.options.client.withDeadline(deadline, send);
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) throw new NeedsRebuild(what, GONE, error);
        const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
        if (cause instanceof ApplicationFailure && cause.type === FAILURE.ledgerRestored)
          throw new NeedsRebuild(what, cause.message, error);
        if (!isTransient(error)) throw error;
        if (Date.now() + pause > deadline) throw new NotDelivered(what, error);
        await sleep(pause);
      }
    }
  }
}
