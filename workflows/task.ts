/** One task of a plan, or one township's part of it, with all its items: an actor over its stream of the ledger. */
import { ApplicationFailure, continueAsNew } from "@temporalio/workflow";
import type { AnyCommand } from "../domain/streams/advance.js";
import { runStream } from "./actor.js";
import { act } from "./messages.js";
import { FAILURE, type StreamInput } from "./names.js";

export async function taskWorkflow(input: StreamInput): Promise<void> {
  await runStream(input, {
    update: act,
    validate: validateCommand,
    continueAsNew: (carried) => continueAsNew<typeof taskWorkflow>({ ...input, carried }),
  });
}

/** Shape only: whether the step is legal is decided at the ledger's head. Must stay synchronous. */
function validateCommand(command: AnyCommand): void {
  const sound =
    typeof command?.key === "string" &&
    command.key !== "" &&
    "items" in command &&
    Array.isArray(command.items) &&
    command.items.length > 0;
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("a command needs a key, an actor and at least one item", FAILURE.badMessage);
  }
}
