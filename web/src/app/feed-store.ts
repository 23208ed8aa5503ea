/** What has happened in a plan since the page was opened, and that whatever is shown be read anew. One for each open plan. */
import type { QueryClient } from "@tanstack/react-query";
import { connection } from "../api/connection.js";
import { followFeed } from "../api/feed.js";
import * as queries from "../api/queries.js";
import type { FeedPage, FeedRow } from "../api/types.js";

export interface FeedState {
  /** The newest last. */
  readonly rows: readonly FeedRow[];
  /** Where earlier rows are asked for; null when there are none. */
  readonly before: string | null;
  /** Whether news come through by themselves. */
  readonly live: boolean;
  readonly error: unknown;
  readonly loaded: boolean;
}

const NOTHING: FeedState = { rows: [], before: null, live: false, error: null, loaded: false };

/** Rows kept: enough for what one reads, few enough for what one draws. */
const MOST = 600;
/** A jump brings hundreds of rows within a moment: they are shown together (milliseconds). */
const TOGETHER = 120;
/** Between two readings of everything that is shown. */
const READ_AGAIN = 900;
/** A browser opens six connections to a server at most, over all its tabs: one that is not looked at lets go of its own. */
const HIDDEN_FOR = 15_000;

export class FeedStore {
  private state = NOTHING;
  private readonly listeners = new Set<() => void>();
  private arrived: FeedRow[] = [];
  private showing: ReturnType<typeof setTimeout> | undefined;
  private reading: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private unfollow: (() => void) | null = null;
  private forget: (() => void) | null = null;
  /** Counts readings: an answer to an earlier one comes too late. */
  private turn = 0;

  constructor(
    private readonly planId: string,
    private readonly queryClient: QueryClient,
  ) {}

  readonly current = (): FeedState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  start(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    // A feed that is followed already takes itself up again.
    this.forget = connection.onBack(() => {
      if (this.unfollow === null && document.visibilityState !== "hidden") void this.read();
    });
    void this.read();
  }

  stop(): void {
    this.turn++;
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.forget?.();
    for (const timer of [this.showing, this.reading, this.hiding]) clearTimeout(timer);
    this.unfollow?.();
    this.unfollow = null;
  }

  /** Reads the newest rows and follows from there. */
  readonly read = async (): Promise<void> => {
    const turn = ++this.turn;
    this.unfollow?.();
    this.unfollow = null;
    try {
      const newest = await this.queryClient.fetchQuery({ ...queries.newestFeed(this.planId), staleTime: 0 });
      const page = await this.readOn(newest);
      if (turn !== this.turn) return;
      this.arrived = [];
      this.become({ rows: page.rows, before: page.before, error: null, loaded: true });
      this.follow(newest.after);
    } catch (error) {
      if (turn === this.turn) this.become({ error, loaded: true });
    }
  };

  /** Reads on backwards. */
  readonly readEarlier = async (): Promise<void> => {
    const { before } = this.state;
    if (before === null) return;
    const page = await this.readOn(await queries.earlierFeed(this.planId, before));
    if (this.state.before === before) this.become({ rows: [...page.rows, ...this.state.rows], before: page.before });
  };

  /** A page may hold nothing that is shown: who asked wants to see something, so reading goes on until there is. */
  private async readOn(page: FeedPage): Promise<FeedPage> {
    let read = page;
    while (read.rows.length === 0 && read.before !== null) read = await queries.earlierFeed(this.planId, read.before);
    return read;
  }

  private follow(after: string): void {
    this.unfollow = followFeed(this.planId, after, {
      row: (row) => this.take(row),
      reset: () => {
        this.readAgain();
        void this.read();
      },
      hearing: (live) => live !== this.state.live && this.become({ live }),
    });
  }

  private take(row: FeedRow): void {
    this.arrived.push(row);
    this.readAgain();
    this.showing ??= setTimeout(() => {
      this.showing = undefined;
      const rows = [...this.state.rows, ...this.arrived];
      this.arrived = [];
      // What falls off the end can be read again from where the page began.
      this.become({ rows: rows.length > MOST ? rows.slice(-MOST) : rows });
    }, TOGETHER);
  }

  private readAgain(): void {
    this.reading ??= setTimeout(() => {
      this.reading = undefined;
      void this.queryClient.invalidateQueries({ queryKey: ["plan", this.planId] });
    }, READ_AGAIN);
  }

  private readonly onVisibility = (): void => {
    clearTimeout(this.hiding);
    if (document.visibilityState === "hidden") {
      this.hiding = setTimeout(() => {
        this.turn++;
        this.unfollow?.();
        this.unfollow = null;
      }, HIDDEN_FOR);
    } else if (this.unfollow === null) {
      void this.read();
      void this.queryClient.invalidateQueries({ queryKey: ["plan", this.planId] });
    }
  };

  private become(next: Partial<FeedState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) listener();
  }
}
