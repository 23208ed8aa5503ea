/**
 * The only user of the Temporal client: starts a plan's workflows and sends them messages.
 *
 * Updates carry the request's key as their id, so sending again after a doubtful failure is safe. Per workflow at most
 * nine are in flight (the server allows ten): a queue here beats its RESOURCE_EXHAUSTED retries by two orders of magnitude.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from "@temporalio/client";
import {
  ApplicationFailure,
  SearchAttributeType,
  defineSearchAttributeKey,
  TypedSearchAttributes,
} from "@temporalio/common";
import type { RoundCommand } from "../domain/inspections/acts.js";
import type { RegisterCommand } from "../domain/registers/acts.js";
import { registerOfStream } from "../domain/registers/register-name.js";
import type { Command } from "../domain/items/commands.js";
import type { MonthCommand } from "../domain/months/acts.js";
import type { AnyCommand, Signed } from "../domain/streams/advance.js";
import type { PlanCommand } from "../domain/streams/orders.js";
import type { CommandKey } from "../prisma/ledger/command-key.js";
import type { MonthStreamInfo, RoundStreamInfo, TaskStreamInfo } from "../domain/streams/streams.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Outcome } from "../domain/ledger/record.js";
import { PLAN_STREAM, taskStreams } from "../domain/streams/streams.js";
import {
  act,
  type Clock,
  closeLettersUpTo,
  deliver,
  drainLetters,
  inspect,
  keep,
  inspectAll,
  lettersQueued,
  order,
  progress,
  resync,
  type StreamHead,
  tick,
} from "../workflows/messages.js";
import {
  begunInput,
  FAILURE,
  monthSummary,
  POSTMAN,
  POSTMAN_SUMMARY,
  registerSummary,
  roundSummary,
  type StreamInput,
  TASK_TIMEOUT,
  taskInput,
  taskSummary,
  workflowId,
} from "../workflows/names.js";
import { CommandRefused, GONE, isTransient, NeedsRebuild, NotDelivered } from "./failures.js";
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

/** What a restart found: streams whose workflow ran and was ended, and those that had none. */
export interface Restarted {
  readonly ended: readonly string[];
  readonly missing: readonly string[];
  readonly taskQueue: string;
}

/** What a workflow costs the Temporal server. */
export interface WorkflowUsage {
  readonly stateTransitions: number;
  /** Of its histories: all that goes between worker and server and is kept. */
  readonly historyBytes: number;
}

const planKey = defineSearchAttributeKey("DubanPlan", SearchAttributeType.KEYWORD);
const streamKey = defineSearchAttributeKey("DubanStream", SearchAttributeType.KEYWORD);
/** gRPC status codes that a later attempt may not meet. */
export class TemporalGateway {
  private readonly lanes = new Map<string, Semaphore>();

  constructor(private readonly options: GatewayOptions) {}

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
    const started = await this.start("planWorkflow", planId, PLAN_STREAM, [{ ...plan, stream: PLAN_STREAM }], title);
    if (opened && !started) return [PLAN_STREAM, ...tasks];
    // A tick at the clock's beginning moves nothing. The plan answers it once its tasks are started, a task once it is open.
    await this.tick(planId, PLAN_STREAM, clock);
    await Promise.all(tasks.map((stream) => this.tick(planId, stream, clock)));
    return [PLAN_STREAM, ...tasks];
  }

  /**
   * Starts a plan's workflows anew, from the ledger: those that run are ended, whatever they hold. No worker need be running.
   * Cut off in the middle it leaves the plan's own workflow not running, which `openPlan` and another call mend.
   */
  async restartPlan(
    plan: Omit<StreamInput, "stream" | "carried">,
    {
      tasks,
      rounds,
      months,
      registers = [],
    }: {
      readonly tasks: readonly TaskStreamInfo[];
      readonly rounds: readonly RoundStreamInfo[];
      readonly months: readonly MonthStreamInfo[];
      /** Streams of registers that have rows. */
      readonly registers?: readonly string[];
    },
    title: string,
  ): Promise<Restarted> {
    const { planId, mode } = plan;
    const queue = await this.taskQueueOf(planId);
    const ended: string[] = [];
    const missing: string[] = [];
    // The plan's own goes first and comes last: it would start the others itself.
    const begun = [...tasks, ...rounds, ...months].map((info) => info.stream);
    for (const stream of [PLAN_STREAM, ...begun, ...registers, POSTMAN])
      ((await this.terminate(planId, stream, "rebuilt from the ledger")) ? ended : missing).push(stream);
    for (const info of tasks) {
      const args = [taskInput(plan, info)] satisfies [StreamInput];
      await this.start("taskWorkflow", planId, info.stream, args, taskSummary(info), queue);
    }
    for (const info of rounds)
      await this.start("inspectionWorkflow", planId, info.stream, [begunInput(plan, info)], roundSummary(info), queue);
    for (const info of months)
      await this.start("monthWorkflow", planId, info.stream, [begunInput(plan, info)], monthSummary(info), queue);
    for (const stream of registers) await this.startRegister(plan, stream, queue);
    await this.start("postmanWorkflow", planId, POSTMAN, [{ planId, mode }], POSTMAN_SUMMARY, queue);
    await this.start("planWorkflow", planId, PLAN_STREAM, [{ ...plan, stream: PLAN_STREAM }], title, queue);
    return { ended, missing, taskQueue: queue };
  }

  /** The queue that the plan's workflow ran on last; this process's own where none is known. */
  private async taskQueueOf(planId: string): Promise<string> {
    try {
      return (await this.options.client.workflow.getHandle(workflowId(planId, PLAN_STREAM)).describe()).taskQueue;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return this.options.taskQueue;
      throw error;
    }
  }

  /**
   * Sends a person's command; resolves once the ledger has it. `within`: how long it may take (milliseconds), where that is
   * less than what an Update may take anyway. Throws CommandRefused or NotDelivered.
   */
  async act(planId: string, stream: string, command: Command, clock: Clock | null, within?: number): Promise<Outcome> {
    return this.accepted(
      "act",
      this.update(
        planId,
        stream,
        command.key,
        (handle) =>
          handle.executeUpdate(act, { args: [this.signed(planId, stream, command), clock], updateId: command.key }),
        within,
      ),
    );
  }

  /** Gives an order on the whole plan; resolves once the ledger has it. Throws CommandRefused or NotDelivered. */
  async order(planId: string, command: PlanCommand, clock: Clock | null, within?: number): Promise<Outcome> {
    return this.accepted(
      "order",
      this.update(
        planId,
        PLAN_STREAM,
        command.key,
        (handle) =>
          handle.executeUpdate(order, {
            args: [this.signed(planId, PLAN_STREAM, command), clock],
            updateId: command.key,
          }),
        within,
      ),
    );
  }

  /** Sends a person's act on a round of inspections; resolves once the ledger has it. Throws CommandRefused or NotDelivered. */
  async inspect(
    planId: string,
    stream: string,
    command: RoundCommand,
    clock: Clock | null,
    within?: number,
  ): Promise<Outcome> {
    return this.accepted(
      "inspect",
      this.update(
        planId,
        stream,
        command.key,
        (handle) =>
          handle.executeUpdate(inspect, { args: [this.signed(planId, stream, command), clock], updateId: command.key }),
        within,
      ),
    );
  }

  /** Sends a person's act on a month's request; resolves once the ledger has it. Throws CommandRefused or NotDelivered. */
  async progress(
    planId: string,
    stream: string,
    command: MonthCommand,
    clock: Clock | null,
    within?: number,
  ): Promise<Outcome> {
    const { key: updateId } = command;
    const args: [Signed<MonthCommand>, Clock | null] = [this.signed(planId, stream, command), clock];
    const sent = this.update(
      planId,
      stream,
      updateId,
      (handle) => handle.executeUpdate(progress, { args, updateId }),
      within,
    );
    return this.accepted("progress", sent);
  }

  /**
   * Sends a person's act on a register; resolves once the ledger has it. A register's workflow begins with the first act on it, and again
   * after Temporal's data was lost: it takes its stream up where the ledger ends. `begin`: what it is started with. Throws CommandRefused or
   * NotDelivered.
   */
  async keep(
    planId: string,
    stream: string,
    command: RegisterCommand,
    clock: Clock | null,
    begin: Pick<StreamInput, "mode" | "openedAt">,
    within?: number,
  ): Promise<Outcome> {
    const send = (): Promise<Outcome> =>
      this.update(
        planId,
        stream,
        command.key,
        (handle) =>
          handle.executeUpdate(keep, { args: [this.signed(planId, stream, command), clock], updateId: command.key }),
        within,
      );
    return this.accepted("keep", this.begun(planId, stream, begin, send));
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
      await this.startRegister({ planId, ...begin }, stream, await this.taskQueueOf(planId));
      return send();
    }
  }

  /** One that runs already is left alone. */
  private startRegister(
    plan: Pick<StreamInput, "planId" | "mode" | "openedAt">,
    stream: string,
    queue: string,
  ): Promise<boolean> {
    const summary = registerSummary(registerOfStream(stream));
    return this.start("registerWorkflow", plan.planId, stream, [{ ...plan, stream }], summary, queue);
  }

  /**
   * Sends people's acts on a round that are to be recorded together, in this order, some 20 at most. Resolves with the outcome of each
   * once the ledger has them. Throws NotDelivered.
   */
  inspectAll(
    planId: string,
    stream: string,
    commands: readonly RoundCommand[],
    clock: Clock | null,
  ): Promise<readonly Outcome[]> {
    const updateId = `${commands[0]?.key ?? ""}+${commands.length}`;
    const signed = commands.map((command) => this.signed(planId, stream, command));
    return this.update(planId, stream, updateId, (handle) =>
      handle.executeUpdate(inspectAll, { args: [signed, clock], updateId }),
    );
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

  /**
   * What the server counted for a stream's workflow, over all its runs: each run names the one it continues. Nothing for a
   * stream that has no workflow.
   */
  async usage(planId: string, stream: string): Promise<WorkflowUsage> {
    const { client } = this.options;
    const name = workflowId(planId, stream);
    let stateTransitions = 0;
    let historyBytes = 0;
    let run: string | undefined;
    try {
      do {
        const described = await client.workflow.getHandle(name, run).describe();
        stateTransitions += Number(described.raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
        historyBytes += Number(described.raw.workflowExecutionInfo?.historySizeBytes ?? 0);
        const beginning = await client.workflowService.getWorkflowExecutionHistory({
          namespace: client.options.namespace,
          execution: { workflowId: name, runId: described.runId },
          maximumPageSize: 1,
        });
        const started = beginning.history?.events?.[0]?.workflowExecutionStartedEventAttributes;
        run = started?.continuedExecutionRunId || undefined;
      } while (run !== undefined);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || stateTransitions > 0) throw error;
    }
    return { stateTransitions, historyBytes };
  }

  /** Ends a workflow for good, where it still runs; the ledger stays. Answers whether it ran. */
  async terminate(planId: string, stream: string, reason: string): Promise<boolean> {
    try {
      await this.options.client.workflow.getHandle(workflowId(planId, stream)).terminate(reason);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Answers whether it was started now; false where it runs already. */
  private async start(
    type: string,
    planId: string,
    stream: string,
    args: unknown[],
    summary: string,
    taskQueue = this.options.taskQueue,
  ): Promise<boolean> {
    try {
      await this.options.client.workflow.start(type, {
        workflowId: workflowId(planId, stream),
        taskQueue,
        args,
        staticSummary: summary,
        workflowTaskTimeout: TASK_TIMEOUT,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: planKey, value: planId },
          { key: streamKey, value: stream },
        ]),
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
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
