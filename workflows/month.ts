/** One month's request of a plan (调度): an actor over its stream of the ledger. It asks, urges and closes by itself; units answer. */
import { ApplicationFailure, continueAsNew } from "@temporalio/workflow";
import type { AnyCommand } from "../domain/streams/advance.js";
import { runStream } from "./actor.js";
import { progress } from "./messages.js";
import { FAILURE, type StreamInput } from "./names.js";

export async function monthWorkflow(input: StreamInput): Promise<void> {
  await runStream(input, {
    update: progress,
    validate: validateCommand,
    continueAsNew: (carried) => continueAsNew<typeof monthWorkflow>({ ...input, carried }),
  });
}

/** Shape only: whether the act is legal is decided at the ledger's head. Must stay synchronous. */
function validateCommand(command: AnyCommand): void {
  const sound =
    typeof command?.key === "string" &&
    command.key !== "" &&
    "month" in command &&
    typeof command.month?.kind === "string";
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("an act on a month needs a key, an actor and its kind", FAILURE.badMessage);
  }
}
