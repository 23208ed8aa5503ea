/**
 * Whether the API is there. Once a request finds it away, this asks /readyz until every part is back; whoever subscribed is
 * told, and reads anew. No page needs to be reloaded by hand.
 */

export interface ConnectionState {
  readonly away: boolean;
  /** What the API said about it, in the reader's language; null where nothing answers at all. */
  readonly detail: string | null;
}

const THERE: ConnectionState = { away: false, detail: null };

/** Between two questions (milliseconds): soon at first, since most restarts take seconds. */
const SOONEST = 1_000;
const LATEST = 8_000;

async function ready(): Promise<boolean> {
  try {
    return (await fetch("/readyz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

class Connection {
  private state = THERE;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = SOONEST;

  constructor() {
    window.addEventListener("online", () => this.state.away && void this.ask());
  }

  readonly current = (): ConnectionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Told each time that the API is back. Answers how to stop. */
  readonly onBack = (listener: () => void): (() => void) => {
    let { away: wasAway } = this.state;
    return this.subscribe(() => {
      const { away } = this.state;
      if (wasAway && !away) listener();
      wasAway = away;
    });
  };

  /** A request got no answer, or was told that a part is missing. */
  lost(detail: string | null): void {
    const known = this.state.away;
    if (!known || detail !== this.state.detail) this.become({ away: true, detail });
    if (known) return;
    this.wait = SOONEST;
    this.askLater();
  }

  /** An answer came: the API and what it stands on are there. */
  heard(): void {
    if (!this.state.away) return;
    clearTimeout(this.timer);
    this.become(THERE);
  }

  private become(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  private askLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), this.wait);
    this.wait = Math.min(this.wait * 2, LATEST);
  }

  /** Asks now, and resolves once it is there. */
  async untilThere(): Promise<void> {
    if (await ready()) return this.heard();
    this.lost(this.state.detail);
    await new Promise<void>((resolve) => {
      const forget = this.onBack(() => {
        forget();
        resolve();
      });
    });
  }

  private async ask(): Promise<void> {
    if (await ready()) this.heard();
    else if (this.state.away) this.askLater();
  }
}

export const connection = new Connection();
