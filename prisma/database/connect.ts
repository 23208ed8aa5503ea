/** The driver, in one place: single connections, and how PostgreSQL's types read in JavaScript. */
import pg from "pg";

// bigint columns hold plan instants and counts, all far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// Plan days stay text: a Date would read them in the machine's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** A connection of one's own, outside the pool. */
export type Client = pg.Client;

/** What a client's `query` takes beside statements: something that speaks the protocol itself, as COPY does. */
export type Submittable = pg.Submittable;

export interface ClientOptions {
  /** What PostgreSQL shows as the connection's application name. */
  readonly name?: string;
  /** Milliseconds within which the connection must stand; by default there is no limit. */
  readonly connectWithin?: number | undefined;
  /** Probes an idle connection, so that a lost host is noticed. */
  readonly keepAlive?: boolean;
}

/** A connection that still has to be opened (`connect`): listeners are set before. */
export function createClient(url: string | undefined, options: ClientOptions = {}): Client {
  return new pg.Client({
    connectionString: url,
    ...(options.name === undefined ? {} : { application_name: options.name }),
    ...(options.connectWithin === undefined ? {} : { connectionTimeoutMillis: options.connectWithin }),
    ...(options.keepAlive === undefined ? {} : { keepAlive: options.keepAlive }),
  });
}

/** Runs `work` on a connection of its own, which is closed afterwards: what was not committed is undone with it. */
export async function withClient<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  options: ClientOptions = {},
): Promise<T> {
  const client = createClient(url, options);
  // A loss between two statements is told by the next one; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A name as an identifier in a statement. */
export const quoteIdentifier = (name: string): string => pg.escapeIdentifier(name);
