/** Asks every workflow of a plan where its stream ends, for the checker to compare with the ledger. */
import type { Caller } from "./caller.js";
import type { Head, Journal } from "./journal.js";
import type { Stage } from "./stage.js";

/** Of an answer only what says where the stream stands: an answer may hold much more. */
const MEMBERS = ["seq", "hash", "nextDue"] as const;

export async function noteHeads(stage: Stage, journal: Journal, planId: string, caller: Caller): Promise<void> {
  const { rows } = await caller.patient(() =>
    stage.pool.query<{ name: string }>('SELECT name FROM stream WHERE plan_id = $1 ORDER BY name COLLATE "C"', [
      planId,
    ]),
  );
  for (const { name } of rows) {
    const handle = stage.client.workflow.getHandle(`plan/${planId}/${name}`);
    const answer = await caller.patient(() => handle.query<Head>("streamHead"));
    journal.head(planId, name, Object.fromEntries(MEMBERS.map((member) => [member, answer[member]])));
  }
}
