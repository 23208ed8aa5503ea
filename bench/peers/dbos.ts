/** The storm's job with a workflow per item by DBOS on the same PostgreSQL: each a durable sleep, then a step that puts the row. */
import { setTimeout as pause } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { itemName, type PeerSettings, type ReadyPeer, type Rows } from "./peer.js";

/** Starts under way at a time. */
const STARTS = 20;
/** Per item, so that every sleep is recorded before the first is due (milliseconds; a start and its sleep take 3 to 6). */
const PER_ITEM = 15;
const AT_LEAST = 3_000;
/** Connections of its own, as many as the rows have. */
const CONNECTIONS = 10;

export async function dbos({ databaseUrl, run, items, lead }: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const schema = `dbos_${run}`;
  DBOS.setConfig({
    name: `storm-${run}`,
    systemDatabaseUrl: databaseUrl,
    systemDatabaseSchemaName: schema,
    systemDatabasePoolSize: CONNECTIONS,
    logLevel: "error",
  });
  const dueAt = Date.now() + lead * (AT_LEAST + items * PER_ITEM);
  const record = DBOS.registerWorkflow(
    async (item: string): Promise<void> => {
      await DBOS.sleep(Math.max(1, dueAt - Date.now()));
      await DBOS.runStep(() => rows.put(item), { name: "recordItem" });
    },
    { name: "item" },
  );
  await DBOS.launch();
  const numbers = Array.from({ length: items }, (_, no) => no).values();
  const start = async (): Promise<void> => {
    for (const no of numbers) {
      await DBOS.startWorkflow(record, { workflowID: `${run}-${no}` })(itemName(no));
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
    async close() {
      await DBOS.shutdown();
      await rows.dropSchema(schema);
    },
  };
}
