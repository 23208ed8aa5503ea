/** One register of a plan: an actor over its stream of the ledger. It begins with the first act on it, and waits for its keepers. */
import { ApplicationFailure, continueAsNew } from "@temporalio/workflow";
import type { AnyCommand } from "../domain/streams/advance.js";
import { runStream } from "./actor.js";
import { keep } from "./messages.js";
import { FAILURE, type StreamInput } from "./names.js";

export async function registerWorkflow(input: StreamInput): Promise<void> {
  await runStream(input, {
    update: keep,
    validate: validateCommand,
    continueAsNew: (carried) => continueAsNew<typeof registerWorkflow>({ ...input, carried }),
  });
}

/** Shape only: whether the act is legal is decided at the ledger's head. Must stay synchronous. */
function validateCommand(command: AnyCommand): void {
  const sound =
    typeof command?.key === "string" &&
    command.key !== "" &&
    "register" in command &&
    typeof command.register?.kind === "string";
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable(
      "an act on a register needs a key, an actor and its kind",
      FAILURE.badMessage,
    );
  }
}
