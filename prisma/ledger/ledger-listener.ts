/**
 * Listens to what the ledger store says of every append, on one connection of its own, and wakes those who follow a plan.
 * A connection that is lost is made again; whoever follows is then woken, as something may have been said meanwhile.
 */
import { LEDGER_CHANNEL } from "./tell-appends.js";
import { type Client, createClient } from "../database/connect.js";
import type { Pool } from "../database/pool.js";
import { listen } from "../database/server.js";

export interface Follower {
  /** There may be something new. */
  wake(): void;
  /** Nothing can be heard for now (`false`), or again (`true`). */
  hearing(hears: boolean): void;
}

/** Between two attempts to connect (milliseconds): doubled each time. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

export class LedgerListener {
  private readonly followers = new Map<string, Set<Follower>>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private pause = FIRST_PAUSE;
  private stopped = false;
  private connecting: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly report: (problem: string) => void,
  ) {}

  /** Resolves once appends are heard. Throws where the database is away. */
  async follow(planId: string, follower: Follower): Promise<() => void> {
    await this.connected();
    const followers = this.followers.get(planId) ?? new Set();
    this.followers.set(planId, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.followers.get(planId) === followers) this.followers.delete(planId);
    };
  }

  /** How many follow, over all plans. */
  get count(): number {
    return [...this.followers.values()].reduce((sum, followers) => sum + followers.size, 0);
  }

  async close(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.connecting?.catch(() => undefined);
    await this.client?.end();
    this.client = null;
  }

  private connected(): Promise<void> {
    if (this.client) return Promise.resolve();
    this.connecting ??= this.connect().finally(() => {
      this.connecting = null;
    });
    return this.connecting;
  }

  private async connect(): Promise<void> {
    const { connectionString, connectionTimeoutMillis } = this.pool.options;
    const client = createClient(connectionString, { connectWithin: connectionTimeoutMillis, keepAlive: true });
    client.on("notification", ({ channel, payload = "" }) => {
      if (channel === LEDGER_CHANNEL) this.wake(payload.slice(0, payload.indexOf(" ")));
    });
    // Told by `end` too; without a listener it would end the process.
    client.on("error", (error) => this.report(`the connection that hears the ledger: ${error.message}`));
    client.on("end", () => this.lost(client));
    try {
      await client.connect();
      await listen(client, LEDGER_CHANNEL);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.pause = FIRST_PAUSE;
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = null;
    if (this.stopped) return;
    this.tell((follower) => follower.hearing(false));
    this.retry();
  }

  private retry(): void {
    this.timer = setTimeout(() => {
      this.connected().then(
        () =>
          this.tell((follower) => {
            follower.hearing(true);
            follower.wake();
          }),
        () => {
          this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
          if (!this.stopped && this.count > 0) this.retry();
        },
      );
    }, this.pause);
  }

  private wake(planId: string): void {
    for (const follower of this.followers.get(planId) ?? []) follower.wake();
  }

  private tell(what: (follower: Follower) => void): void {
    for (const followers of this.followers.values()) for (const follower of followers) what(follower);
  }
}
