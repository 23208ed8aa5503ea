/** What other servers said of a letter, on its way into the database: the last door through which their texts come. */
import { foreignLine } from "../../domain/language/text.js";

/** Characters of a refusal that are kept. */
const MOST = 400;

/** An error as it may be stored and shown. */
export const fitError = (error: string): string => foreignLine(error, MOST);

/** What the other side calls a message, likewise. */
export const fitReceipt = (receipt: string): string => foreignLine(receipt, MOST);
