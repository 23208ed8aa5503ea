/**
 * What a person's act cannot be quicker than on the same servers: an Update that is answered at once, and one that commits one row by a
 * local activity; one at a time, by a worker that has nothing else to do. Started by the benchmark of acts with its settings (JSON).
 */
import { openPool } from "../../prisma/database/pool.js";
import { dieWithParent } from "../../embedded/child.js";
import { ownWorker } from "./own-worker.js";
import type { FloorSettings, Floors } from "./floors.js";
import { type answeringWorkflow, nothing, oneRow } from "./workflows.js";

/** Not counted: a process that has just begun compiles what it does. */
const BEFORE = 30;

const { run, count, databaseUrl, temporal } = JSON.parse(process.argv[2] ?? "") as FloorSettings;
dieWithParent();
const pool = openPool(databaseUrl, { size: 2 });
const table = `floor_${run}`;
await pool.query(`CREATE TABLE ${table} (key text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`);
const recordUpdate = async (key: string): Promise<void> =>
  void (await pool.query(`INSERT INTO ${table} (key) VALUES ($1)`, [key]));
const own = await ownWorker({ temporal, taskQueue: table, activities: { recordUpdate }, workflows: 1 });
const workflow = await own.client.workflow.start<typeof answeringWorkflow>("answeringWorkflow", {
  workflowId: table,
  taskQueue: table,
});

async function timed(update: typeof nothing, name: string): Promise<number[]> {
  const took: number[] = [];
  for (let no = 0; no < BEFORE + count; no++) {
    const since = performance.now();
    await workflow.executeUpdate(update, { args: [`${name}-${no}`] });
    if (no >= BEFORE) took.push(performance.now() - since);
  }
  return took;
}

const floors: Floors = { nothing: await timed(nothing, "nothing"), oneRow: await timed(oneRow, "row") };
await workflow.terminate("measured");
await own.close();
await pool.query(`DROP TABLE ${table}`);
await pool.end();
process.send?.(floors, undefined, undefined, () => process.exit(0));
