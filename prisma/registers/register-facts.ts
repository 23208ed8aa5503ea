/** What people's acts on a register are decided by, beside its rows: read in the transaction that holds its stream. */
import { createHash } from "node:crypto";
import { sha256 } from "../../domain/ledger/sha256.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { registerOf } from "../../domain/plan/registers.js";
import { NO_REGISTER_FACTS, type RegisterFacts, type WantedRow } from "../../domain/registers/acts.js";
import { keyOf } from "../../domain/registers/check-row.js";
import { registerOfStream } from "../../domain/registers/register-name.js";
import { cellsAfter } from "../../domain/registers/tables.js";
import type { AnyCommand } from "../../domain/streams/advance.js";
import type { TaskStreamInfo } from "../../domain/streams/streams.js";
import type { Connection, Queryable } from "../database/pool.js";
import * as sql from "../sql/registers/statements.js";

export interface FactsAsked {
  readonly planId: string;
  readonly stream: string;
  readonly commands: readonly AnyCommand[];
  /** All rows are needed. */
  readonly all: boolean;
  readonly bundle: PlanBundle;
  readonly taskStreams: () => Promise<readonly TaskStreamInfo[]>;
}

export async function readRegisterFacts(connection: Connection, asked: FactsAsked): Promise<RegisterFacts> {
  const { planId, stream, commands, all, bundle } = asked;
  const acts = commands.flatMap((command) => ("register" in command ? [command.register] : []));
  if (acts.length === 0 && !all) return NO_REGISTER_FACTS;
  const of = { planId, register: registerOfStream(stream) };
  const hashes = [...new Set(acts.flatMap((act) => (act.kind === "changeRows" ? [act.batch] : [])))];
  const batches = hashes.length === 0 ? {} : await readBatches(connection, of, hashes);
  const wanted = Object.values(batches).flat();
  const rows = await sql.rowsToDecide.run(connection, {
    ...of,
    rows: [...new Set(wanted.map(({ row }) => row))],
    keys: await keysOf(connection, of, wanted, bundle),
    all,
  });
  return { batches, rows, all, taskStreams: await asked.taskStreams() };
}

async function readBatches(
  connection: Queryable,
  of: { readonly planId: string; readonly register: string },
  hashes: readonly string[],
): Promise<Record<string, readonly WantedRow[]>> {
  const found = await sql.readBatches.run(connection, { ...of, hashes });
  // What is under another hash than its own is not what was sent.
  return Object.fromEntries(
    found.flatMap(({ sha256: hash, body }) =>
      sha256Of(body) === hash ? [[hash, JSON.parse(body) as WantedRow[]]] : [],
    ),
  );
}

/** Keys that rows will have: another row that has one already is in their way. */
async function keysOf(
  connection: Connection,
  of: { readonly planId: string; readonly register: string },
  wanted: readonly WantedRow[],
  { registers }: PlanBundle,
): Promise<string[]> {
  const register = registers && registerOf(registers, of.register);
  if (!register) return [];
  const keyed = wanted.filter(({ cells }) => cells !== null && register.key.some((id) => Object.hasOwn(cells, id)));
  if (keyed.length === 0) return [];
  const ids = [...new Set(keyed.map(({ row }) => row))];
  const before = await sql.rowsToDecide.run(connection, { ...of, rows: ids, keys: [], all: false });
  const cells = new Map(before.map((row) => [row.row, row.cells]));
  return [
    ...new Set(keyed.map((one) => sha256(keyOf(register, cellsAfter(cells.get(one.row) ?? {}, one.cells ?? {}))))),
  ];
}

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");
