/** The storm's job with pg-boss: one job per item, all due before the clock starts. */
import PgBoss from "pg-boss";
import { itemName, type PeerSettings, type ReadyPeer, type Rows, timed } from "./peer.js";

const WORKERS = 4;
const BATCH = 100;
const QUEUE = "storm";

interface Job {
  readonly item: string;
}

async function enqueued(
  { databaseUrl, run, items }: PeerSettings,
  rows: Rows,
): Promise<{ boss: PgBoss; close: () => Promise<void> }> {
  const schema = `pgboss_${run}`;
  const boss = new PgBoss({ connectionString: databaseUrl, schema, max: 10, supervise: false, schedule: false });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE);
  await boss.insert(Array.from({ length: items }, (_, no) => ({ name: QUEUE, data: { item: itemName(no) } })));
  return {
    boss,
    async close() {
      // Waits until the last batch is marked as done too.
      await boss.stop({ graceful: true, wait: true });
      await rows.dropSchema(schema);
    },
  };
}

/** As pg-boss is meant to be used: `work`, at its shortest polling interval. */
export async function pgBoss(settings: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const { boss, close } = await enqueued(settings, rows);
  const work = (): Promise<string> =>
    boss.work<Job>(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      await Promise.all(jobs.map(({ data }) => rows.put(data.item)));
    });
  return { go: () => timed(rows, () => Promise.all(Array.from({ length: WORKERS }, work))), close };
}

/** Without the pause that `work` makes between two batches: `fetch` and `complete`, one after the other. */
export async function pgBossFetch(settings: PeerSettings, rows: Rows): Promise<ReadyPeer> {
  const { boss, close } = await enqueued(settings, rows);
  const lane = async (): Promise<void> => {
    for (;;) {
      const jobs = await boss.fetch<Job>(QUEUE, { batchSize: BATCH });
      if (jobs.length === 0) return;
      await Promise.all(jobs.map(({ data }) => rows.put(data.item)));
      await boss.complete(
        QUEUE,
        jobs.map(({ id }) => id),
      );
    }
  };
  return { go: () => timed(rows, () => Promise.all(Array.from({ length: WORKERS }, lane))), close };
}
