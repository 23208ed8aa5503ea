/** The storm's job with a workflow per item on the same Temporal server: each a timer, then an activity that puts the row. */
import { setTimeout as pause } from "node:timers/promises";
import { ownWorker } from "./own-worker.js";
import { itemName, type PeerSettings, type ReadyPeer, type Rows } from "./peer.js";
import type { itemWorkflow } from "./workflows.js";

/** Starts under way at a time. */
const STARTS = 40;
/** Per item, so that every timer is set before the first is due (milliseconds; a start and its first task take 5 to 12). */
const PER_ITEM = 25;
const AT_LEAST = 3_000;

export async function workflowPerItem(settings: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const { run, items, lead, temporal } = settings;
  const taskQueue = `peer-${run}`;
  const activities = { recordItem: (item: string) => rows.put(item) };
  const own = await ownWorker({ temporal, taskQueue, activities, workflows: items });
  const dueAt = Date.now() + lead * (AT_LEAST + items * PER_ITEM);
  const numbers = Array.from({ length: items }, (_, no) => no).values();
  const start = async (): Promise<void> => {
    for (const no of numbers) {
      await own.client.workflow.start<typeof itemWorkflow>("itemWorkflow", {
        workflowId: `peer-${run}-${no}`,
        taskQueue,
        args: [itemName(no), dueAt],
      });
    }
  };
  await Promise.all(Array.from({ length: STARTS }, start));
  return {
    dueAt,
    async go() {
      await pause(Math.max(0, dueAt - Date.now()));
      await rows.complete();
      return Date.now() - dueAt;
    },
    close: () => own.close(),
  };
}
