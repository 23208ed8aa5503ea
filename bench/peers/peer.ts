/**
 * A peer: another way to do the storm's job, in a process of its own. It gets everything ready, says so, begins when it is
 * told to, and answers the milliseconds from the due instant until its last row was committed.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openPool, type Pool } from "../../prisma/database/pool.js";
import { dieWithParent } from "../../embedded/child.js";
import { withChild } from "../children.js";

export const PEERS = ["workflowPerItem", "dbos", "pgBoss", "pgBossFetch", "graphileWorker"] as const;
export type PeerName = (typeof PEERS)[number];

export interface PeerSettings {
  readonly name: PeerName;
  /** Of this round alone: names its schemas, queues and workflows. */
  readonly run: string;
  readonly items: number;
  /** For peers whose timers are set beforehand: how many times the usual they have for it. */
  readonly lead: number;
  /** Rows of notices that go with each item's row, in the same commit. */
  readonly notices: number;
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
}

/** A peer whose jobs are all there and due (or, for timers, whose timers are all set). */
export interface ReadyPeer {
  /** When its timers fall due; none where its jobs are due already. */
  readonly dueAt?: number;
  /** Does all jobs; answers the milliseconds it took. */
  go(): Promise<number>;
  close(): Promise<void>;
}

export type Peer = (settings: PeerSettings, rows: Rows) => Promise<ReadyPeer>;

/**
 * Where each job's result goes: one durable row per item, exactly once, committed by itself; and with it, where that is asked, a row
 * for each of its notices, found by person as ours are.
 */
export class Rows {
  private done = 0;
  private readonly all: Promise<void>;
  private finish: () => void = () => undefined;

  constructor(
    private readonly pool: Pool,
    private readonly table: string,
    private readonly items: number,
    private readonly notices: number,
  ) {
    this.all = new Promise((resolve) => (this.finish = resolve));
  }

  async create(): Promise<void> {
    await this.pool.query(
      `CREATE TABLE ${this.table} (item text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
       CREATE TABLE ${this.table}_notice (item text, no int, person text NOT NULL, instrument text NOT NULL, facts jsonb NOT NULL,
         PRIMARY KEY (item, no));
       CREATE INDEX ON ${this.table}_notice (person)`,
    );
  }

  async put(item: string): Promise<void> {
    const row = `INSERT INTO ${this.table} (item) VALUES ($1) ON CONFLICT DO NOTHING`;
    if (this.notices === 0) {
      const { rowCount } = await this.pool.query(row, [item]);
      this.done += rowCount ?? 0;
    } else {
      const { rows } = await this.pool.query<{ put: number }>(
        `WITH put AS (${row} RETURNING item),
         told AS (
           INSERT INTO ${this.table}_notice (item, no, person, instrument, facts)
           SELECT item, no, 'p' || no, 'reminder', '{"status": "assigned", "overdue": 0}' FROM put, generate_series(1, $2) AS no
         )
         SELECT count(*)::int AS put FROM put`,
        [item, this.notices],
      );
      this.done += rows[0]?.put ?? 0;
    }
    if (this.done === this.items) this.finish();
  }

  /** Resolves when every item has its row. */
  complete(): Promise<void> {
    return this.all;
  }

  /** What a peer had made for its round. */
  async dropSchema(schema: string): Promise<void> {
    await this.pool.query(`DROP SCHEMA ${schema} CASCADE`);
  }

  async drop(): Promise<void> {
    await this.pool.query(`DROP TABLE ${this.table}, ${this.table}_notice`);
  }
}

export const itemName = (no: number): string => `item-${no}`;

/** Milliseconds from `begin` until every row is committed. */
export async function timed(rows: Rows, begin: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await Promise.all([begin(), rows.complete()]);
  return performance.now() - since;
}

const ENTRY = fileURLToPath(new URL("./main.ts", import.meta.url));

/** On a machine that is busy with other things a peer gets more time to set its timers, and at last none. */
const LONGEST_LEAD = 8;

/** One round of a peer. Answers its milliseconds; begun anew where timers fell due before all of them were set, as starting is not measured. */
export async function runPeer(settings: Omit<PeerSettings, "run" | "lead">, signal: AbortSignal): Promise<number> {
  for (let lead = 1; lead <= LONGEST_LEAD; lead *= 2) {
    const full: PeerSettings = { ...settings, lead, run: randomUUID().slice(0, 8) };
    const ms = await withChild(ENTRY, full, signal, async (answer, child) => {
      const { late } = (await answer()) as { late: boolean };
      child.send("go");
      const done = (await answer()) as { ms: number };
      return late ? null : done.ms;
    });
    if (ms !== null) return ms;
  }
  throw new Error(`${settings.name}: timers fell due before all were set, with ${LONGEST_LEAD} times the usual lead`);
}

/** The child's side of `runPeer`. */
export async function servePeer(peer: Peer, settings: PeerSettings): Promise<void> {
  dieWithParent();
  const pool = openPool(settings.databaseUrl, { size: 10 });
  const rows = new Rows(pool, `peer_${settings.run}`, settings.items, settings.notices);
  await rows.create();
  try {
    const ready = await peer(settings, rows);
    process.send?.({ late: ready.dueAt !== undefined && Date.now() >= ready.dueAt });
    await once(process, "message");
    const ms = await ready.go();
    await ready.close();
    process.send?.({ ms });
  } finally {
    await rows.drop();
    await pool.end();
  }
}
