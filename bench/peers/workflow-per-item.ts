/** The storm's job with a workflow per item on the same Temporal server: each a timer, then an activity that puts the row. */
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { itemName, type PeerSettings, type ReadyPeer, type Rows } from "./peer.js";
import type { itemWorkflow } from "./workflows.js";

/** Starts under way at a time. */
const STARTS = 40;
/** Per item, so that every timer is set before the first is due (milliseconds; a start and its first task take 5 to 12). */
const PER_ITEM = 25;
const AT_LEAST = 3_000;

/** Every workflow stays in the worker's memory, as its tasks would otherwise be replayed. */
export async function workflowPerItem(settings: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const { run, items } = settings;
  const { address, namespace } = settings.temporal;
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const native = await NativeConnection.connect({ address });
  const taskQueue = `peer-${run}`;
  let waiting = items;
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
    bundlerOptions: { logger: new DefaultLogger("ERROR") } as object,
    activities: { recordItem: (item: string) => rows.put(item) },
    maxCachedWorkflows: items + 100,
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const dueAt = Date.now() + AT_LEAST + items * PER_ITEM;
  const numbers = Array.from({ length: items }, (_, no) => no).values();
  const start = async (): Promise<void> => {
    for (const no of numbers) {
      await client.workflow.start<typeof itemWorkflow>("itemWorkflow", {
        workflowId: `peer-${run}-${no}`,
        taskQueue,
        args: [itemName(no), dueAt],
      });
      waiting--;
    }
  };
  await Promise.all(Array.from({ length: STARTS }, start));
  return {
    async go() {
      await pause(Math.max(0, dueAt - Date.now()));
      if (waiting > 0) throw new Error(`${waiting} workflows were not started when they fell due`);
      await rows.complete();
      return Date.now() - dueAt;
    },
    async close() {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
}
