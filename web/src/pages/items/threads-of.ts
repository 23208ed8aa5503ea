/** An item's ledger rows, gathered by what they belong to: an instruction, or an application for more time. */
import type { EventType, LedgerRow } from "../../api/types.js";

export interface Thread {
  readonly id: string;
  readonly rows: readonly LedgerRow[];
  /** Nobody is to say anything more. */
  readonly over: boolean;
}

const INSTRUCTION: ReadonlySet<string> = new Set<EventType>([
  "instructed",
  "instructionReplied",
  "instructionReturned",
  "instructionAccepted",
]);
const EXTENSION: ReadonlySet<string> = new Set<EventType>([
  "extensionRequested",
  "opinionGiven",
  "extensionProposed",
  "extensionDecided",
  "extensionWithdrawn",
]);
const ENDS: ReadonlySet<string> = new Set<EventType>(["instructionAccepted", "extensionDecided", "extensionWithdrawn"]);

/** The newest first. `name`: what rows are told apart by; one that does not say belongs to the thread before it. */
function threadsOf(rows: readonly LedgerRow[], types: ReadonlySet<string>, name: "instruction" | "no"): Thread[] {
  const threads = new Map<string, LedgerRow[]>();
  let last = "";
  for (const row of rows) {
    if (!types.has(row.type)) continue;
    const said = row.payload[name];
    if (typeof said === "string" || typeof said === "number") last = `${said}`;
    threads.set(last, [...(threads.get(last) ?? []), row]);
  }
  return [...threads].map(([id, own]) => ({ id, rows: own, over: ENDS.has(own.at(-1)?.type ?? "") })).reverse();
}

export const instructionsOf = (rows: readonly LedgerRow[]): Thread[] => threadsOf(rows, INSTRUCTION, "instruction");
export const extensionsOf = (rows: readonly LedgerRow[]): Thread[] => threadsOf(rows, EXTENSION, "no");
