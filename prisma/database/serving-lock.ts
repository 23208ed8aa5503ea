/**
 * Who writes, and who must have the database to himself. Every worker holds the lock in common for as long as it runs; a
 * rebuild takes it alone, so that no workflow of before records into tables made anew. The lock is a connection's: a process
 * that is killed gives it back.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, createClient } from "./connect.js";

/** Two halves of an advisory lock's name of our own. */
const LOCK = [0x6475_6261, 1] as const;
/** Between two attempts to have the lock back after its connection was lost (milliseconds). */
const AGAIN_AFTER = 1_000;

export interface Serving {
  release(): Promise<void>;
}

/**
 * Holds the lock in common. Resolves once it is held, waiting for a rebuild that is under way, or once the database has proved
 * to be away: it is then taken as soon as the database is back. `name`: what others are told, e.g. `duban worker 4711 on host`.
 */
export async function serve(url: string, name: string, report: (problem: string) => void): Promise<Serving> {
  let released = false;
  let client: Client | undefined;
  const hold = async (): Promise<{ readonly lost: Promise<void> }> => {
    client = createClient(url, { name, keepAlive: true });
    const lost = new Promise<void>((resolve) => {
      client?.on("error", () => resolve());
      client?.on("end", () => resolve());
    });
    await client.connect();
    const { rows } = await client.query("SELECT pg_try_advisory_lock_shared($1, $2) AS taken", [...LOCK]);
    if (!rows[0].taken) {
      report("a rebuild of this database is under way: waiting for its end");
      await client.query("SELECT pg_advisory_lock_shared($1, $2)", [...LOCK]);
    }
    return { lost };
  };
  const keep = async (held: { readonly lost: Promise<void> } | null): Promise<void> => {
    for (let now = held; ; ) {
      await now?.lost;
      await client?.end().catch(() => undefined);
      if (released) return;
      await sleep(AGAIN_AFTER);
      if (released) return;
      // What is wrong with the database is told by the pool, whose statements are somebody's work.
      now = await hold().catch(() => null);
    }
  };
  const keeping = keep(await hold().catch(() => null));
  return {
    async release() {
      released = true;
      await client?.end().catch(() => undefined);
      await keeping;
    },
  };
}

/** Processes write to this database: a rebuild has to wait until they are stopped. */
export class StillServed extends Error {
  constructor(readonly who: readonly string[]) {
    super(
      `this database is being written to by ${who.join(", ")}: stop every worker first (npm start: Ctrl-C), then run it again`,
    );
    this.name = "StillServed";
  }
}

/** Has the database alone until `release`. Throws StillServed. */
export async function haveAlone(url: string): Promise<Serving> {
  const client = createClient(url, { name: `duban rebuild ${process.pid}` });
  await client.connect();
  client.on("error", () => undefined);
  try {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1, $2) AS taken", [...LOCK]);
    if (!rows[0].taken) throw new StillServed(await holders(client));
  } catch (error) {
    await client.end();
    throw error;
  }
  return { release: () => client.end() };
}

/** Of other roles' connections a role that is no superuser is told the name alone. */
async function holders(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT a.application_name AS name, a.client_addr::text AS address, to_char(a.backend_start, 'YYYY-MM-DD HH24:MI TZ') AS since
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid::bigint = $1 AND l.objid::bigint = $2 AND l.granted ORDER BY a.backend_start`,
    [...LOCK],
  );
  return rows.map(
    ({ name, address, since }) =>
      `${name}${address === null ? "" : ` at ${address}`}${since === null ? "" : ` since ${since}`}`,
  );
}
