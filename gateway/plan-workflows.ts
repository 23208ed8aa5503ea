/** A plan's workflows on the Temporal server: started, ended, started anew from the ledger, and what they cost there. */
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from "@temporalio/client";
import { SearchAttributeType, defineSearchAttributeKey, TypedSearchAttributes } from "@temporalio/common";
import { registerOfStream } from "../domain/registers/register-name.js";
import {
  type MonthStreamInfo,
  PLAN_STREAM,
  type RoundStreamInfo,
  type TaskStreamInfo,
} from "../domain/streams/streams.js";
import {
  begunInput,
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
export class PlanWorkflows {
  /** `taskQueue`: on which they run, where nothing says otherwise. */
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  /**
   * Starts a plan's workflows anew, from the ledger: those that run are ended, whatever they hold. No worker need be running.
   * Cut off in the middle it leaves the plan's own workflow not running, which `TemporalGateway.openPlan` and another call mend.
   */
  async restart(
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
  async taskQueueOf(planId: string): Promise<string> {
    try {
      return (await this.client.workflow.getHandle(workflowId(planId, PLAN_STREAM)).describe()).taskQueue;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return this.taskQueue;
      throw error;
    }
  }

  /** One that runs already is left alone. */
  startRegister(
    plan: Pick<StreamInput, "planId" | "mode" | "openedAt">,
    stream: string,
    queue: string,
  ): Promise<boolean> {
    const summary = registerSummary(registerOfStream(stream));
    return this.start("registerWorkflow", plan.planId, stream, [{ ...plan, stream }], summary, queue);
  }

  /**
   * What the server counted for a stream's workflow, over all its runs: each run names the one it continues. Nothing for a
   * stream that has no workflow.
   */
  async usage(planId: string, stream: string): Promise<WorkflowUsage> {
    const { client } = this;
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
      await this.client.workflow.getHandle(workflowId(planId, stream)).terminate(reason);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Answers whether it was started now; false where it runs already. */
  async start(
    type: string,
    planId: string,
    stream: string,
    args: unknown[],
    summary: string,
    taskQueue = this.taskQueue,
  ): Promise<boolean> {
    try {
      await this.client.workflow.start(type, {
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
}
