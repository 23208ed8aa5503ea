/**
 * The plan as a whole: starts the workflows of its tasks, inspection rounds and months and its postman, gives the monthly 久拖未决清单, and sends orders that
 * concern many tasks to each of them. An actor over the plan's own stream of the ledger.
 */
import { ApplicationFailure, continueAsNew, ParentClosePolicy, startChild, workflowInfo } from "@temporalio/workflow";
import type { AnyCommand } from "../domain/streams/advance.js";
import type { StreamInfo } from "../domain/streams/streams.js";
import { runStream } from "./actor.js";
import { inspectionWorkflow } from "./inspection.js";
import { order } from "./messages.js";
import { monthWorkflow } from "./month.js";
import {
  begunInput,
  FAILURE,
  isMonthInfo,
  isRoundInfo,
  monthSummary,
  POSTMAN,
  POSTMAN_SUMMARY,
  roundSummary,
  type StreamInput,
  TASK_TIMEOUT,
  taskInput,
  taskSummary,
  workflowId,
} from "./names.js";
import { postmanWorkflow } from "./postman.js";
import { taskWorkflow } from "./task.js";

export async function planWorkflow(input: StreamInput): Promise<void> {
  await runStream(input, {
    update: order,
    validate: validateOrder,
    // A run that was continued has its postman already, which outlives it.
    begin: () => (input.carried ? Promise.resolve() : startPostman(input)),
    // Before an order is answered and sent on: a stream that is new has no workflow yet.
    recorded: ({ toStart }) => (toStart.length > 0 ? startStreams(input, toStart) : null),
    continueAsNew: (carried) => continueAsNew<typeof planWorkflow>({ ...input, carried }),
  });
}

async function startPostman({ planId, mode }: StreamInput): Promise<void> {
  await startOnce(POSTMAN, postmanWorkflow, [{ planId, mode }], planId, POSTMAN_SUMMARY);
}

async function startStreams(input: StreamInput, streams: readonly StreamInfo[]): Promise<void> {
  const { planId } = input;
  await Promise.all(
    streams.map((info) => {
      if (isRoundInfo(info))
        return startOnce(info.stream, inspectionWorkflow, [begunInput(input, info)], planId, roundSummary(info));
      if (isMonthInfo(info))
        return startOnce(info.stream, monthWorkflow, [begunInput(input, info)], planId, monthSummary(info));
      return startOnce(info.stream, taskWorkflow, [taskInput(input, info)], planId, taskSummary(info));
    }),
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
function validateOrder(command: AnyCommand): void {
  const sound =
    typeof command?.key === "string" &&
    command.key !== "" &&
    "order" in command &&
    typeof command.order?.kind === "string";
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("an order needs a key, an actor and its kind", FAILURE.badMessage);
  }
}
