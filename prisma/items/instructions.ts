/** 批示 on items with what became of them, as the ledger tells it. */
import { decodeItemRow } from "../../domain/ledger/codec.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/items/statements.js";

const TYPES = [
  "instructed",
  "instructionReplied",
  "instructionForwarded",
  "instructionAccepted",
  "instructionReturned",
] as const satisfies readonly ItemEventType[];

/** reported: the unit has, and the office or the leader has yet to say; done: the leader accepted it. */
export type InstructionStanding = "open" | "reported" | "done";

export interface GivenInstruction {
  readonly item: string;
  readonly id: string;
  readonly unit: string;
  readonly instructorPost: string;
  /** Plan instant. */
  readonly at: number;
  readonly text: string;
  readonly replyBy: string;
  /** The unit's last report. */
  readonly reply: string | null;
  readonly standing: InstructionStanding;
  readonly doneAt: number | null;
}

/** Oldest first. `items`: on these only; null: on all. */
export async function givenInstructions(
  pool: Pool,
  planId: string,
  items: readonly string[] | null,
): Promise<GivenInstruction[]> {
  const rows = (await sql.instructionRows.run(pool, { planId, types: TYPES, items })).map(decodeItemRow);
  const found = new Map<string, GivenInstruction>();
  for (const row of rows) {
    if (row.type === "instructed") {
      const { instruction: id, unit, instructorPost, text, replyBy } = row.payload;
      const { item, at } = row;
      found.set(`${item} ${id}`, {
        item,
        id,
        unit,
        instructorPost,
        at,
        text,
        replyBy,
        reply: null,
        standing: "open",
        doneAt: null,
      });
      continue;
    }
    if (!("instruction" in row.payload)) continue;
    const key = `${row.item} ${String(row.payload.instruction)}`;
    const before = found.get(key);
    if (!before) continue;
    if (row.type === "instructionReplied") found.set(key, { ...before, reply: row.payload.text, standing: "reported" });
    if (row.type === "instructionReturned")
      found.set(key, { ...before, replyBy: row.payload.replyBy, standing: "open" });
    if (row.type === "instructionAccepted") found.set(key, { ...before, standing: "done", doneAt: row.at });
  }
  return [...found.values()];
}
