/** One truth: where each workflow believes its stream to end, where the ledger ends, and what the tables say. */
import { rebuildPlan } from "../../prisma/rebuild/rebuild.js";
import { streamHead } from "../../workflows/messages.js";
import { workflowId } from "../../workflows/names.js";
import type { PlanRun } from "./plan-run.js";

interface Recorded {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  readonly nextDue: number | null;
  readonly last: number;
}

/** What is not one, in words; empty where all is. The plan must be at rest. */
export async function disagreements({ database: { pool }, client, planId }: PlanRun): Promise<string[]> {
  const { rows } = await pool.query<Recorded>(
    `SELECT s.name AS stream, s.seq, s.head_hash AS hash, s.next_due AS "nextDue",
       (SELECT max(l.seq) FROM ledger l WHERE l.plan_id = s.plan_id AND l.stream = s.name AND (l.seq < s.seq OR l.hash = s.head_hash)) AS last
     FROM stream s WHERE s.plan_id = $1 ORDER BY s.name`,
    [planId],
  );
  const found: string[] = [];
  for (const { stream, last, ...head } of rows) {
    const believed = await client.workflow.getHandle(workflowId(planId, stream)).query(streamHead);
    for (const member of ["seq", "hash", "nextDue"] as const)
      if (believed[member] !== head[member])
        found.push(`${stream}: its workflow says ${member} ${believed[member]}, its head ${head[member]}`);
    if (last !== head.seq) found.push(`${stream}: its head says row ${head.seq}, the ledger ends with ${last}`);
  }
  const { tables, broken } = await rebuildPlan(pool, planId, { mode: "check" });
  if (broken !== null) found.push(broken);
  for (const { table, differences } of tables)
    for (const { key, what, columns } of differences) found.push(`${table} ${key} ${what}: ${JSON.stringify(columns)}`);
  return found;
}
