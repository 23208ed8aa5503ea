/**
 * Back-ups as plain COPY text, in the shape of `pg_dump --data-only`: what this writes psql can read, and what pg_dump wrote
 * (whole, or these tables alone) this can read. Only sources are read back: everything derived is made again (rebuild/).
 */
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { type Client, withClient } from "../database/connect.js";
import { tableForLetters, takeOlderLetters } from "./older-letters.js";
import { DERIVED, DERIVED_BEFORE, PASSING, SOURCES } from "./tables.js";

/** The target holds plans already, or the file is no back-up of this program's. */
export class NotRestored extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotRestored";
  }
}

/** By table: rows written or read. */
export type Counts = Readonly<Record<string, number>>;

/** Writes all sources as they stand at one moment; whoever writes meanwhile is not held up. */
export async function writeBackup(url: string, out: Writable): Promise<Counts> {
  return withClient(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const counts: Record<string, number> = {};
    out.write("-- duban: a back-up of its sources. Read it back with: npm run rebuild -- --from FILE\n\n");
    for (const table of SOURCES) {
      const columns = await columnsOf(client, table);
      out.write(`COPY public.${table} (${columns}) FROM stdin;\n`);
      const copy = client.query(copyTo(`COPY public.${table} (${columns}) TO STDOUT`));
      for await (const chunk of copy) if (!out.write(chunk)) await once(out, "drain");
      out.write("\\.\n\n");
      counts[table] = copy.rowCount;
    }
    await client.query("COMMIT");
    return counts;
  });
}

/** Reads a back-up into a database that has this release's tables and no plan; all of it or nothing. Throws NotRestored. */
export async function readBackup(url: string, from: Readable): Promise<Counts> {
  return withClient(url, async (client) => {
    await client.query("BEGIN");
    await mustBeEmpty(client);
    const counts: Record<string, number> = {};
    // A dump of the whole database has its tables in order of name, and adds the keys between them at its end.
    const keys = await foreignKeys(client);
    for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
    const lines = linesOf(from);
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      const [, table, columns] = HEAD.exec(next.value.toString("utf8")) ?? [];
      if (table === undefined) continue;
      counts[table] = await readTable(client, table, columns ?? "", lines);
    }
    if ((counts["plan"] ?? 0) === 0)
      throw new NotRestored("the file holds no plan: it is no back-up, or not one in plain text (pg_dump without -F)");
    await takeOlderLetters(client, await columnsOf(client, "letter"));
    for (const { table, name, definition } of keys)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    await numberOn(client);
    await client.query("COMMIT");
    return Object.fromEntries(Object.entries(counts).filter(([table]) => sources.has(table)));
  });
}

const HEAD = /^COPY (?:public\.)?"?(\w+)"? \(([\w", ]+)\) FROM stdin;$/;
const sources = new Set<string>(SOURCES);
/** Left out when they are in the file: derived, worth nothing any more, or this database's own. */
const skipped = new Set<string>([
  ...DERIVED.map(({ name }) => name),
  ...DERIVED_BEFORE,
  ...PASSING,
  "_prisma_migrations",
]);

async function readTable(
  client: Client,
  table: string,
  columns: string,
  lines: AsyncGenerator<Buffer, void>,
): Promise<number> {
  if (!sources.has(table) && !skipped.has(table))
    throw new NotRestored(`the file holds the table ${table}, which this release does not know: use the newer release`);
  let rows = 0;
  async function* data(): AsyncGenerator<Buffer> {
    for (;;) {
      const next = await lines.next();
      if (next.done) throw new NotRestored(`the file ends in the middle of table ${table}: it was cut off`);
      if (next.value.equals(END)) return;
      rows++;
      yield Buffer.concat([next.value, NEWLINE]);
    }
  }
  if (skipped.has(table)) for await (const _ of data());
  else {
    const into = table === "letter" ? await tableForLetters(client, columns) : `public.${table}`;
    await pipeline(data, client.query(copyFrom(`COPY ${into} (${columns}) FROM STDIN`)));
  }
  return rows;
}

const END = Buffer.from("\\.");
const NEWLINE = Buffer.from("\n");

/** Lines by line feed alone: values may hold any other character, and COPY writes line feeds in them as \n. */
async function* linesOf(from: Readable): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of from as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
      yield rest.subarray(start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

/** Two databases' facts are never mixed. */
async function mustBeEmpty(client: Client): Promise<void> {
  const counted = SOURCES.map((table) => `SELECT '${table}' AS name, count(*)::int AS rows FROM ${table}`);
  const { rows } = await client.query(`SELECT * FROM (${counted.join(" UNION ALL ")}) AS counted WHERE rows > 0`);
  if (rows.length === 0) return;
  const told = rows.map((row) => `${row.name} ${row.rows}`).join(", ");
  throw new NotRestored(
    `the database holds rows already (${told}): restore into an empty one (on one machine alone: move the folder .duban/postgres aside)`,
  );
}

/** Columns that number themselves go on after what was read. */
async function numberOn(client: Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND is_identity = 'YES' AND table_name = ANY($1)`,
    [SOURCES],
  );
  for (const { name, column } of rows)
    await client.query(
      `SELECT setval(pg_get_serial_sequence('public.${name}', '${column}'), max(${column})) FROM ${name} HAVING max(${column}) IS NOT NULL`,
    );
}

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

async function foreignKeys(client: Client): Promise<ForeignKey[]> {
  const { rows } = await client.query(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname`,
  );
  return rows;
}

async function columnsOf(client: Client, table: string): Promise<string> {
  const { rows } = await client.query(
    `SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1`,
    [table],
  );
  return rows[0].columns;
}
