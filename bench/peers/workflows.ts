/** The peers' workflows: one for each item, that sleeps until the item is due and then has it recorded; and one that answers Updates. */
import {
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from "@temporalio/workflow";

const { recordItem } = proxyActivities<{ recordItem(item: string): Promise<void> }>({ startToCloseTimeout: "30s" });

/** `dueAt`: epoch milliseconds. */
export async function itemWorkflow(item: string, dueAt: number): Promise<void> {
  await sleep(Math.max(1, dueAt - Date.now()));
  await recordItem(item);
}

const { recordUpdate } = proxyLocalActivities<{ recordUpdate(key: string): Promise<void> }>({
  startToCloseTimeout: "30s",
});

export const nothing = defineUpdate<void, [string]>("nothing");
export const oneRow = defineUpdate<void, [string]>("oneRow");

/** What an act can't be quicker than: an Update that is answered at once, and one that commits a row before. */
export async function answeringWorkflow(): Promise<void> {
  setHandler(nothing, () => undefined);
  setHandler(oneRow, (key) => recordUpdate(key));
  await condition(() => false);
}
