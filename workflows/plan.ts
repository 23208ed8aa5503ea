/**
 * The plan as a whole: starts its tasks' workflows and its postman, gives the monthly 久拖未决清单, and sends orders that
 * concern many tasks to each of them. An actor over the plan's own stream of the ledger.
 */
import { ApplicationFailure, continueAsNew, ParentClosePolicy, startChild, workflowInfo } from "@temporalio/workflow";
import type { PlanCommand, TaskStreamInfo } from "../domain/streams/orders.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  nextPlanDue,
  planOpeningRows,
  type PlanState,
} from "../domain/streams/plan-stream.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { runStream, type StreamInput } from "./actor.js";
import { describePlan } from "./describe.js";
import { order } from "./messages.js";
import { FAILURE, POSTMAN, POSTMAN_SUMMARY, TASK_TIMEOUT, taskInput, taskSummary, workflowId } from "./names.js";
import { postmanWorkflow } from "./postman.js";
import { loadPlanOpening } from "./proxies.js";
import { taskWorkflow } from "./task.js";

export type PlanInput = StreamInput<PlanState>;

export async function planWorkflow(input: PlanInput): Promise<void> {
  const empty = emptyPlan(PLAN_STREAM);
  await runStream<PlanState, PlanCommand>(input, {
    empty,
    update: order,
    validate: validateOrder,
    async open(library) {
      const { streams, ...versions } = await loadPlanOpening(input.planId);
      const rows = planOpeningRows(streams, versions, input.openedAt);
      return { rows, outcomes: [], state: applyPlanRows(empty, rows, library) };
    },
    decide: (state, commands, now, library) => decidePlan(state, commands, now, library),
    nextDue: nextPlanDue,
    describe: describePlan,
    // A run that was continued has its children already; they outlive it.
    opened: (state) => (input.carried ? Promise.resolve() : startChildren(input, state)),
    // Before the order is sent on: a stream that is new has no workflow yet.
    recorded(before, after) {
      const begun = after.streams.slice(before.streams.length);
      return begun.length > 0 ? startTasks(input, begun) : null;
    },
    continueAsNew: (carried) => continueAsNew<typeof planWorkflow>({ ...input, carried }),
  });
}

async function startChildren(input: PlanInput, state: PlanState): Promise<void> {
  const { planId, mode } = input;
  await Promise.all([
    startOnce(POSTMAN, postmanWorkflow, [{ planId, mode }], planId, POSTMAN_SUMMARY),
    startTasks(input, state.streams),
  ]);
}

async function startTasks(input: PlanInput, streams: readonly TaskStreamInfo[]): Promise<void> {
  const { planId } = input;
  await Promise.all(
    streams.map((info) => startOnce(info.stream, taskWorkflow, [taskInput(input, info)], planId, taskSummary(info))),
  );
}

/** Starts a workflow of the plan; one that runs already is left alone. */
async function startOnce<A extends [unknown]>(
  stream: string,
  workflow: (...args: A) => Promise<void>,
  args: A,
  planId: string,
  summary: string,
): Promise<void> {
  try {
    await startChild<(...args: A) => Promise<void>>(workflow, {
      workflowId: workflowId(planId, stream),
      args,
      // It has a stream and a life of its own: the plan's workflow may be restarted without it.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowTaskTimeout: TASK_TIMEOUT,
      staticSummary: summary,
      searchAttributes: { ...workflowInfo().searchAttributes, DubanStream: [stream] },
    });
  } catch (error) {
    // The class of this error is not among the workflow library's exports.
    if (!(error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError")) throw error;
  }
}

/** Shape only. Must stay synchronous. */
function validateOrder(command: PlanCommand): void {
  const sound = typeof command?.key === "string" && command.key !== "" && typeof command.order?.kind === "string";
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("an order needs a key, an actor and its kind", FAILURE.badMessage);
  }
}
