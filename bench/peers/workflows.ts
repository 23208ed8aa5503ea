/** The peer's workflow: one for each item, that sleeps until the item is due and then has it recorded. */
import { proxyActivities, sleep } from "@temporalio/workflow";

const { recordItem } = proxyActivities<{ recordItem(item: string): Promise<void> }>({ startToCloseTimeout: "30s" });

/** `dueAt`: epoch milliseconds. */
export async function itemWorkflow(item: string, dueAt: number): Promise<void> {
  await sleep(Math.max(1, dueAt - Date.now()));
  await recordItem(item);
}
