/**
 * Requests of people by their own keys. A key is bound to its request's content when it is first seen, and to the first
 * accepted answer. A request that was cut off before its answer was kept finds what it led to in the ledger, where it was
 * recorded under keys derived from it (`commandKey`).
 */
import { createHash } from "node:crypto";
import type { Outcome } from "../../domain/ledger/record.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { compareText } from "../../domain/ledger/canonical.js";
import { clientOf } from "../database/client.js";
import { toJson } from "../database/columns.js";
import { Prisma } from "../generated/client.js";
import * as sql from "../sql/actions/statements.js";
import type { ItemOutcome } from "../sql/actions/statements.js";
import type { Pool } from "../database/pool.js";

export type { ItemOutcome };

/** One request of one account. */
export interface ActionRequest {
  readonly accountId: string;
  /** The caller's Idempotency-Key. */
  readonly key: string;
  readonly planId: string;
  readonly action: string;
  /** Of all that was asked for. */
  readonly hash: string;
}

export interface FoundItem {
  readonly id: string;
  readonly stream: string;
  readonly state: ItemState;
}

export interface Begun {
  /** The hash that the key is bound to; another than the request's: the key was used for something else. */
  readonly hash: string;
  /** The first accepted answer; null where there is none yet. */
  readonly answer: readonly ItemOutcome[] | null;
  readonly items: readonly FoundItem[];
  /** What is in the ledger for this request already. */
  readonly outcomes: readonly Outcome[];
}

/** Names a request's commands in one capacity: the same for every repetition. */
export function commandPrefix(
  { accountId, key, planId, action }: Omit<ActionRequest, "hash">,
  capacity: string,
): string {
  const name = [accountId, key, planId, action, capacity].join("\0");
  return `a-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

/** The key of the command that a request sends to a stream: for all of its items, or for one of them. */
export function commandKey(prefix: string, stream: string, item: string | null = null): string {
  return item === null ? `${prefix}@${stream}` : `${prefix}@${stream}#${item}`;
}

/** Binds the key, and reads the items and what was recorded for the request before: one statement for all of it. */
export async function beginAction(
  pool: Pool,
  request: ActionRequest,
  items: readonly string[],
  prefixes: readonly string[],
): Promise<Begun> {
  const { accountId, key, planId, action, hash } = request;
  // Of two that come at the same moment the second has waited for the first, whose row its own statement does not see yet.
  for (;;) {
    const begun = await sql.beginAction.one(pool, { accountId, key, planId, action, hash, items, prefixes });
    if (begun.hash !== null) return { ...begun, hash: begun.hash };
  }
}

/** Keeps a request's first accepted answer, as it was given. */
export async function keepAnswer(pool: Pool, { accountId, key }: ActionRequest, answer: object): Promise<void> {
  await clientOf(pool).actionRequest.updateMany({
    where: { accountId, key, answer: { equals: Prisma.DbNull } },
    data: { answer: toJson(answer) },
  });
}

/** Rows of one type by which streams carried an order out, in the order in which they recorded them. */
export async function changeRows(pool: Pool, planId: string, order: string, type: string): Promise<LedgerPosition[]> {
  const rows = await clientOf(pool).ledger.findMany({
    where: { planId, cause: `order/${order}`, type },
    select: { itemId: true, stream: true, seq: true, type: true, at: true },
  });
  return rows
    .map(({ itemId, at, ...row }) => ({ ...row, item: itemId, at: Number(at) }))
    .toSorted((one, other) => compareText(one.stream, other.stream) || one.seq - other.seq);
}

/** Where a command's rows stand in the ledger. */
export interface LedgerPosition {
  /** Null: of the plan's own stream. */
  readonly item: string | null;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  /** Plan instant. */
  readonly at: number;
}

/** The rows that outcomes led to, in the ledger's order. `keep`: the request whose answer they are from now on. */
export async function positionsOf(
  pool: Pool,
  planId: string,
  outcomes: readonly ItemOutcome[],
  keep: ActionRequest | null = null,
): Promise<LedgerPosition[]> {
  const commands = [
    ...new Map(outcomes.flatMap(({ command }) => (command ? [[command.key, command] as const] : []))).values(),
  ];
  return sql.answerPositions.run(pool, {
    planId,
    streams: commands.map(({ stream }) => stream),
    causes: commands.map(({ key }) => `cmd/${key}`),
    accountId: keep?.accountId ?? null,
    key: keep?.key ?? null,
    answer: keep && outcomes,
  });
}
