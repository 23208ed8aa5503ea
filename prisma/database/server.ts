/** What is asked of a PostgreSQL server, rather than of the product's tables in it. */
import { type Client, quoteIdentifier } from "./connect.js";
import type { Queryable } from "./pool.js";

/** Throws where the database does not answer. */
export async function ping(on: Queryable): Promise<void> {
  await on.query("SELECT 1");
}

/** As the server writes it, e.g. `18.1`. */
export async function serverVersion(on: Queryable): Promise<string> {
  const { rows } = await on.query<{ server_version: string }>("SHOW server_version");
  return rows[0]?.server_version ?? "";
}

export interface ServerFacts {
  /** `180001` for 18.1. */
  readonly version: number;
  /** The version as the server writes it. */
  readonly shown: string;
  readonly encoding: string;
  /** The server's clock: milliseconds since 1970. */
  readonly now: number;
  /** Whether the user may create tables. */
  readonly mayCreate: boolean;
}

export async function serverFacts(on: Queryable): Promise<ServerFacts> {
  const { rows } = await on.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS shown,
       pg_encoding_to_char(encoding) AS encoding, (extract(epoch FROM now()) * 1000)::float8 AS now,
       has_schema_privilege('public', 'CREATE') AS "mayCreate"
     FROM pg_database WHERE datname = current_database()`,
  );
  const [facts] = rows;
  if (!facts) throw new Error("the server does not know the database that it is connected to");
  return facts;
}

/** From now on the client hears what is said on the channel (its event `notification`). */
export async function listen(client: Client, channel: string): Promise<void> {
  await client.query(`LISTEN ${quoteIdentifier(channel)}`);
}

/** Throws where there is a database of that name. */
export async function createDatabase(on: Queryable, name: string, template: string): Promise<void> {
  await on.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}`);
}

/** Drops the database where there is one, throwing out whoever is connected. */
export async function dropDatabase(on: Queryable, name: string): Promise<void> {
  await on.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
}
