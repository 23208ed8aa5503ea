import { getExternalWorkflowHandle, log } from "@temporalio/workflow";
import type { AdvanceAnswer } from "../domain/streams/advance.js";
import { lettersAwait } from "./messages.js";
import { POSTMAN, workflowId } from "./names.js";

/**
 * Tells a live plan's postman when the letters of recorded notices close. Nothing depends on its success: a postman asks
 * the store when it starts, and after each closing.
 */
export async function tellPostman(planId: string, { closeAt }: Pick<AdvanceAnswer, "closeAt">): Promise<void> {
  if (closeAt === null) return;
  try {
    await getExternalWorkflowHandle(workflowId(planId, POSTMAN)).signal(lettersAwait, closeAt);
  } catch (error) {
    log.warn("the postman was not told of letters to close", { error: String(error) });
  }
}
