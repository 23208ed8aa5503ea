/** What other servers said of a letter, on its way into the database: the last door through which their texts come. */
import { foreignLine } from "../../domain/language/foreign-text.js";
import type { DeliveryResult } from "./delivery-settling.js";

/** Characters of a refusal that are kept. */
const MOST = 400;
/** In the place of what the database can't hold. */
const UNFIT = "the answer's text cannot be stored";

/** An error as it may be stored and shown. */
export const fitError = (error: string): string => foreignLine(error, MOST);

/** The result with what was said in a line that can be stored. */
export function fitResult(result: DeliveryResult): DeliveryResult {
  const { outcome } = result;
  if (outcome.kind !== "accepted") return { ...result, outcome: { ...outcome, error: fitError(outcome.error) } };
  const receipt = outcome.receipt === null ? null : foreignLine(outcome.receipt);
  return { ...result, outcome: { kind: "accepted", receipt } };
}

/** The result without a word of others. */
export function withoutWords(result: DeliveryResult): DeliveryResult {
  const { outcome } = result;
  return outcome.kind === "accepted"
    ? { ...result, outcome: { kind: "accepted", receipt: null } }
    : { ...result, outcome: { ...outcome, error: UNFIT } };
}
