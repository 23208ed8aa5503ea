/** One inspection round of a plan: an actor over its stream of the ledger. It opens, closes and chases by itself; people file into it. */
import { ApplicationFailure, continueAsNew } from "@temporalio/workflow";
import type { AnyCommand } from "../domain/streams/advance.js";
import { runStream } from "./actor.js";
import { inspect } from "./messages.js";
import { FAILURE, type StreamInput } from "./names.js";

export async function inspectionWorkflow(input: StreamInput): Promise<void> {
  await runStream(input, {
    update: inspect,
    validate: validateCommand,
    continueAsNew: (carried) => continueAsNew<typeof inspectionWorkflow>({ ...input, carried }),
  });
}

/** Shape only: whether the act is legal is decided at the ledger's head. Must stay synchronous. */
function validateCommand(command: AnyCommand): void {
  const sound =
    typeof command?.key === "string" &&
    command.key !== "" &&
    "round" in command &&
    typeof command.round?.kind === "string";
  if (!sound || typeof command.actor?.person !== "string") {
    throw ApplicationFailure.nonRetryable("an act on a round needs a key, an actor and its kind", FAILURE.badMessage);
  }
}
