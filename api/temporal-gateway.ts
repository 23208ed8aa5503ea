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
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from "@temporalio/client";
import {
  ApplicationFailure,
  SearchAttributeType,
  defineSearchAttributeKey,
  TypedSearchAttributes,
} from "@temporalio/common";
import type { Command } from "../domain/commands.js";
import type { OrderMessage, PlanCommand } from "../domain/orders.js";
import type { PlanBundle } from "../domain/plan.js";
import type { Outcome } from "../domain/record.js";
import { PLAN_STREAM, taskStreams } from "../domain/streams.js";
import {
  act,
  type Clock,
  closeLettersUpTo,
  deliver,
  drainLetters,
  nudge,
  order,
  tick,
  type TickAnswer,
} from "../workflows/messages.js";
import { FAILURE, POSTMAN, TASK_TIMEOUT, workflowId } from "../workflows/names.js";
import type { PlanInput } from "../workflows/plan.js";
import { Semaphore } from "./semaphore.js";

/** Nothing of the command was legal; `outcome.refused` says why, item by item. */
export class CommandRefused extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.refused.map((entry) => entry.reason).join("; "));
    this.name = "CommandRefused";
  }
}

/** The message could not be delivered in time. Sending it again with the same key is safe. */
export class NotDelivered extends Error {
  constructor(stream: string, cause: unknown) {
    super(
      `${stream} did not answer in time: is a worker running, and Temporal reachable? The request can be sent again safely.`,
      { cause },
    );
    this.name = "NotDelivered";
  }
}

export interface GatewayOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** Updates in flight per workflow from this process; the server's ten are shared by all API processes. */
  readonly inFlight?: number;
  /** How long an Update may take, worker restarts included (milliseconds). */
  readonly deliverWithin?: number;
  /** Told of every Update of people, from sending to its answer. */
  readonly observe?: (observation: UpdateObservation) => void;
}

export interface UpdateObservation {
  readonly update: "act" | "order";
  readonly outcome: "accepted" | "refused" | "failed";
  readonly seconds: number;
}

const planKey = defineSearchAttributeKey("DubanPlan", SearchAttributeType.KEYWORD);
const streamKey = defineSearchAttributeKey("DubanStream", SearchAttributeType.KEYWORD);
/** gRPC status codes that a later attempt may not meet. */
const TRANSIENT = new Set([4, 8, 10, 14]); // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE

export class TemporalGateway {
  private readonly lanes = new Map<string, Semaphore>();

  constructor(private readonly options: GatewayOptions) {}

  /**
   * Starts a plan's workflows (those that run already are left alone); resolves with the streams' names once all are open.
   * `opened`: the ledger has all of them open, so that workflows which run already need not be asked, which would have each
   * replay its whole history.
   */
  async openPlan(
    plan: Omit<PlanInput, "stream" | "carried">,
    bundle: PlanBundle,
    { opened = false }: { readonly opened?: boolean } = {},
  ): Promise<string[]> {
    const { planId, openedAt } = plan;
    const clock = { version: 0, now: openedAt };
    const tasks = taskStreams(bundle).map(({ stream }) => stream);
    const title = bundle.plan.title;
    const started = await this.start("planWorkflow", planId, PLAN_STREAM, [{ ...plan, stream: PLAN_STREAM }], title);
    if (opened && !started) return [PLAN_STREAM, ...tasks];
    // A tick at the clock's beginning moves nothing. The plan answers it once its tasks are started, a task once it is open.
    await this.tick(planId, PLAN_STREAM, clock);
    await Promise.all(tasks.map((stream) => this.tick(planId, stream, clock)));
    return [PLAN_STREAM, ...tasks];
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
        (handle) => handle.executeUpdate(act, { args: [command, clock], updateId: command.key }),
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
        (handle) => handle.executeUpdate(order, { args: [command, clock], updateId: command.key }),
        within,
      ),
    );
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
  tick(planId: string, stream: string, clock: Clock): Promise<TickAnswer> {
    // Several ticks at one instant are several: after an order the stream must look again.
    const updateId = `tick-${clock.version}-${randomUUID()}`;
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

  /** Tells a stream's workflow that the ledger may hold rows it does not know. */
  nudge(planId: string, stream: string): Promise<void> {
    return this.options.client.workflow.getHandle(workflowId(planId, stream)).signal(nudge);
  }

  /** Takes a recorded message to its stream once more; one that was applied already does nothing. */
  deliver(planId: string, stream: string, message: OrderMessage, clock: Clock | null): Promise<void> {
    return this.options.client.workflow.getHandle(workflowId(planId, stream)).signal(deliver, message, clock);
  }

  /**
   * State transitions the server counted for a workflow, over all its runs: each run names the one it continues. 0 for a
   * stream that has no workflow.
   */
  async stateTransitions(planId: string, stream: string): Promise<number> {
    const { client } = this.options;
    const name = workflowId(planId, stream);
    let sum = 0;
    let run: string | undefined;
    try {
      do {
        const described = await client.workflow.getHandle(name, run).describe();
        sum += Number(described.raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
        const beginning = await client.workflowService.getWorkflowExecutionHistory({
          namespace: client.options.namespace,
          execution: { workflowId: name, runId: described.runId },
          maximumPageSize: 1,
        });
        const started = beginning.history?.events?.[0]?.workflowExecutionStartedEventAttributes;
        run = started?.continuedExecutionRunId || undefined;
      } while (run !== undefined);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || sum > 0) throw error;
    }
    return sum;
  }

  /** Ends a rehearsal's workflow for good, where it still runs; the ledger stays. */
  async terminate(planId: string, stream: string, reason: string): Promise<void> {
    try {
      await this.options.client.workflow.getHandle(workflowId(planId, stream)).terminate(reason);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  /** Answers whether it was started now; false where it runs already. */
  private async start(
    type: string,
    planId: string,
    stream: string,
    args: unknown[],
    summary: string,
  ): Promise<boolean> {
    try {
      await this.options.client.workflow.start(type, {
        workflowId: workflowId(planId, stream),
        taskQueue: this.options.taskQueue,
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
        if (!isTransient(error)) throw error;
        if (Date.now() + pause > deadline) throw new NotDelivered(what, error);
        await sleep(pause);
      }
    }
  }
}

/** The server refuses Updates while a workflow's last task failed, as when its worker has just gone; another takes it up. */
const TASK_FAILED = /workflow task in failed state/i;

function isTransient(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (causedBy(error, TASK_FAILED)) return true;
  return isGrpcServiceError(error) && TRANSIENT.has(error.code);
}

/** Whether an error or what caused it says so. */
function causedBy(error: unknown, words: RegExp): boolean {
  return error instanceof Error && (words.test(error.message) || causedBy(error.cause, words));
}
