/**
 * People's acts as they come in: so many a second over HTTP, each sent at its moment whether or not those before it have been
 * answered, by the people who owe the items.
 */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { addAccount, setPerson } from "../prisma/accounts/account-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { issueToken } from "../prisma/accounts/token-store.js";
import type { Actable } from "./action.js";
import { type Latency, latencyOf, round } from "./statistics.js";

/** What was sent, and what came of it. */
export interface Acted extends Latency {
  readonly perSecond: number;
  readonly seconds: number;
  readonly failed: number;
  /** The first answer that was not 200; null where there was none. */
  readonly firstFailure: string | null;
}

/** A token for each of the people, of an account of their own. */
export async function tokensOf(
  pool: Pool,
  slug: string,
  persons: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map<string, string>();
  for (const person of new Set(persons)) {
    const account = `bench-${randomUUID().slice(0, 8)}`;
    const accountId = await addAccount(pool, { account, name: person });
    if (accountId === null) throw new Error(`there is an account ${account} already`);
    await setPerson(pool, accountId, slug, person);
    const expiresAt = new Date(Date.now() + 24 * 3_600_000);
    const what = { accountId, name: account, scopes: ["read", "act"], twoFactors: true, expiresAt } as const;
    tokens.set(person, (await issueToken(pool, what)).token);
  }
  return tokens;
}

/** Sends `perSecond` acts a second for so many seconds, on the items in turn; none after `over`. */
export async function actFor(
  origin: string,
  items: readonly Actable[],
  tokens: ReadonlyMap<string, string>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  signal: AbortSignal,
  over?: AbortSignal,
): Promise<Acted> {
  const agent = new Agent({ keepAlive: true });
  const count = perSecond * seconds;
  const took: number[] = [];
  const failures: string[] = [];
  const send = async (item: Actable, percent: number): Promise<void> => {
    const sent = performance.now();
    const answer = await report(origin, agent, item, tokens.get(item.actor.person) ?? "", percent);
    took.push(performance.now() - sent);
    if (answer !== null) failures.push(answer);
  };
  const since = performance.now();
  try {
    const sending: Promise<void>[] = [];
    for (let no = 0; no < count && !over?.aborted; no++) {
      await until(since + (no * 1_000) / perSecond);
      signal.throwIfAborted();
      sending.push(send(items[no % items.length] as Actable, 10 + (no % 80)));
    }
    await Promise.all(sending);
  } finally {
    agent.destroy();
  }
  return {
    ...latencyOf(took),
    perSecond,
    seconds: Math.min(seconds, round((performance.now() - since) / 1_000)),
    failed: failures.length,
    firstFailure: failures[0] ?? null,
  };
}

const until = (moment: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));

/** Reports progress on an item; null: accepted. */
function report(
  origin: string,
  agent: Agent,
  { planId, item }: Actable,
  token: string,
  percent: number,
): Promise<string | null> {
  const body = JSON.stringify({ items: [item], percent, text: "进度" });
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Idempotency-Key": randomUUID(),
  };
  return new Promise((resolve) => {
    const sent = request(
      `${origin}/api/v1/plans/${planId}/actions/reportProgress`,
      { method: "POST", agent, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error) => resolve(error.message));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve(response.statusCode === 200 ? null : `${response.statusCode}: ${text.slice(0, 300)}`);
        });
      },
    );
    sent.on("error", (error) => resolve(error.message));
    sent.end(body);
  });
}
