/** What the release 4591ca6 left behind (test/fixtures/release-4591ca6): its plan, its database, the rows it made. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import type { Pool } from "../../prisma/database/pool.js";
import { planFrom, scenarioFrom } from "../../scripts/cli.js";
import { type ContentRow, contentRows, firstDifference, type LedgerContent, type Queryable } from "./ledger-content.js";

const FOLDER = path.resolve(import.meta.dirname, "../fixtures/release-4591ca6");
const unpacked = (name: string): string => gunzipSync(readFileSync(path.join(FOLDER, name))).toString("utf8");

export const backupFile = path.join(FOLDER, "backup.sql.gz");

/** The plan that the fixture was made of, by today's loader, and one of its scenarios. */
export async function oldPlan(name: string): Promise<{ readonly bundle: PlanBundle; readonly scenario: Scenario }> {
  const folder = path.join(FOLDER, "plan");
  const bundle = await planFrom(folder);
  return { bundle, scenario: await scenarioFrom(folder, bundle, name) };
}

/** Rows that the old release recorded of the plan's whole rehearsal in a scenario. */
export function oldRows(name: "silence" | "lively"): ContentRow[] {
  const lines = unpacked(`${name}.rows.jsonl.gz`).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as ContentRow);
}

/** The old release's whole database, with its tables as they were, into an empty one. */
export async function restoreOldDatabase(pool: Pool): Promise<void> {
  await pool.query(unpacked("database.sql.gz"));
}

export async function rowsOf(pool: Queryable, planId: string): Promise<ContentRow[]> {
  const rows: ContentRow[] = [];
  for await (const row of contentRows(pool, planId)) rows.push(row);
  return rows;
}

const dayOf = (instant: number): string => new Date(instant + 480 * 60_000).toISOString().slice(0, 10);

interface Decided {
  readonly notices?: readonly ({
    readonly delivery: string;
    readonly closeAt: number;
    readonly facts: Readonly<Record<string, unknown>>;
  } | null)[];
}

/**
 * Less what this release means to say otherwise: numbers are given when it is signed, and the simulated signatures' keys with them
 * (decision 0096); a letter of another day than what it tells states the figures of its own.
 */
function comparable(row: ContentRow): ContentRow {
  const { documentNo: _, ...payload } = row.payload;
  const { notices, ...beside } = (row.decided ?? {}) as Decided;
  const told = notices?.map((notice) => {
    if (notice === null) return null;
    const { documentNo: __, ...facts } = notice.facts;
    const { overdue: ___, daysLeft: ____, ...without } = facts;
    return { ...notice, facts: dayOf(notice.closeAt) === dayOf(row.at) ? facts : without };
  });
  return {
    ...row,
    payload,
    cause: row.cause.replace(/^cmd\/signInstrument-.*/, "cmd/signInstrument"),
    decided: row.decided === null ? null : { ...beside, ...(told && { notices: told }) },
  };
}

/** Fails at the first row that differs, showing both. */
export function expectSameRows(now: readonly ContentRow[], before: readonly ContentRow[]): void {
  const difference = firstDifference(before.map(comparable), now.map(comparable));
  if (difference === null) return;
  const { place, before: was, now: is } = difference;
  throw new Error(`the ledgers part at ${place}\nbefore: ${was}\nnow:    ${is}`);
}

/** What the old release recorded of the seed plan's own scenarios, each with its seed: ledgers.json. */
export interface OldLedger extends LedgerContent {
  readonly seed: number;
  readonly jumps: number;
  readonly acts: number;
  readonly refused: number;
  /** The head of the whole ledger in the first hash format. */
  readonly head: string;
  readonly streams: Readonly<
    Record<string, { readonly rows: number; readonly content: string; readonly head: string }>
  >;
}

export function oldLedgers(): Readonly<Record<string, OldLedger>> {
  const file = readFileSync(path.join(FOLDER, "ledgers.json"), "utf8");
  return JSON.parse(file) as Readonly<Record<string, OldLedger>>;
}

/** The step of a row, with what the other row says of it: a newer release may say more. */
function stepOf({ stream, seq, type, item, at, cause, causeNo, payload }: ContentRow, like: ContentRow): ContentRow {
  const said = Object.entries(payload).filter(([name]) => Object.hasOwn(like.payload, name));
  const told = { payload: Object.fromEntries(said), actor: null, recipients: null, decided: null };
  return { stream, seq, type, item, at, cause, causeNo, ...told };
}

/** Of the yearly packages (decision 0100), which that release did not know as rows of their own. */
const OF_PACKAGES = new Set(["packagesAssigned", "packagesPressed", "packageSignedFor", "packageApplied"]);

/** The rows as they would stand without those of packages. */
function withoutPackages(rows: readonly ContentRow[]): ContentRow[] {
  const seqs = new Map<string, number>();
  return rows
    .filter(({ type }) => !OF_PACKAGES.has(type))
    .map((row) => {
      const seq = (seqs.get(row.stream) ?? 0) + 1;
      seqs.set(row.stream, seq);
      return { ...row, seq };
    });
}

/** Fails at the first step that differs, or says less than it did. Rows of packages are left out: they are new. */
export function expectSameSteps(all: readonly ContentRow[], before: readonly ContentRow[]): void {
  const now = withoutPackages(all);
  const steps = now.map((row, place) => stepOf(row, before[place] ?? row));
  expectSameRows(
    steps,
    before.map((row) => stepOf(row, row)),
  );
}
