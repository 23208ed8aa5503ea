/** One task of a plan, or one township's part of it, with all its items: an actor over its stream of the ledger. */
import { ApplicationFailure, continueAsNew } from "@temporalio/workflow";
import type { TaskPlan } from "../activities/contract.js";
import type { Command } from "../domain/items/commands.js";
import {
  applyRows,
  decideBatch,
  emptyTask,
  itemRow,
  nextDue,
  openingRows,
  type TaskState,
} from "../domain/streams/task-stream.js";
import { runStream, type StreamInput } from "./actor.js";
import { describeTask } from "./describe.js";
import { act } from "./messages.js";
import { FAILURE } from "./names.js";
import { loadTaskPlan } from "./proxies.js";

export interface TaskInput extends StreamInput<TaskState> {
  readonly task: number;
  /** Township id, or `county`, where the task is split; else null. */
  readonly section: string | null;
  /** Begun while the plan ran, for items that come by order: it opens without any. */
  readonly late?: boolean;
}

export async function taskWorkflow(input: TaskInput): Promise<void> {
  const empty = emptyTask(input.stream);
  await runStream<TaskState, Command>(input, {
    empty,
    update: act,
    validate: validateCommand,
    async open(library) {
      const plan: TaskPlan = await loadTaskPlan(input.planId, input.task, input.section);
      const { no, leadUnit, policy, calendar, takeover } = plan;
      const running = takeover && { takeover, library };
      const rows = openingRows(
        { no, leadUnit },
        input.late ? [] : plan.items,
        { policy, calendar },
        input.openedAt,
        running,
      );
      const state = applyRows(empty, rows, library);
      const items = Object.values(state.items).map((item) => itemRow(item, state.calendar, library));
      return { rows, outcomes: [], state, items };
    },
    decide(state, commands, now, library, orders) {
      const { changed, ...decided } = decideBatch(state, commands, now, library, orders);
      return { ...decided, items: changed };
    },
    nextDue,
    describe: describeTask,
    continueAsNew: (carried) => continueAsNew<typeof taskWorkflow>({ ...input, carried }),
  });
}

/** Shape only: whether the step is legal is decided in the loop, from recorded state. Must stay synchronous. */
function validateCommand(command: Command): void {
  const sound =
    typeof command?.key === "string" && command.key !== "" && Array.isArray(command.items) && command.items.length > 0;
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("a command needs a key, an actor and at least one item", FAILURE.badMessage);
  }
}
