/** The storm's job with graphile-worker: one job per item, all due before the clock starts, ten at a time. */
import { Logger, makeWorkerUtils, run as runWorker, type Runner } from "graphile-worker";
import { itemName, type PeerSettings, type ReadyPeer, type Rows, timed } from "./peer.js";

const CONCURRENCY = 10;
const quiet = new Logger(() => (level, message) => {
  if (level === "error") console.error(message);
});

export async function graphileWorker({ databaseUrl, run, items }: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const schema = `graphile_${run}`;
  const shared = { connectionString: databaseUrl, schema, logger: quiet, maxPoolSize: CONCURRENCY + 2 };
  const utils = await makeWorkerUtils(shared);
  await utils.migrate();
  await utils.addJobs(
    Array.from({ length: items }, (_, no) => ({ identifier: "storm", payload: { item: itemName(no) } })),
  );
  let runner: Runner | undefined;
  return {
    go: () =>
      timed(rows, async () => {
        runner = await runWorker({
          ...shared,
          concurrency: CONCURRENCY,
          noHandleSignals: true,
          taskList: { storm: (payload) => rows.put((payload as { item: string }).item) },
        });
      }),
    async close() {
      await runner?.stop();
      await utils.withPgClient((client) => client.query(`DROP SCHEMA ${schema} CASCADE`));
      await utils.release();
    },
  };
}
