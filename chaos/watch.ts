/** Watches progress: when something was acknowledged, and how the API answers all the while. */
import { setTimeout as sleep } from "node:timers/promises";

/** `work`: a storm's stream, an action, a closing. `letter`: taken by the mail server. `api`: a good answer of the API. */
export type Progress = "work" | "letter" | "api";

/** Milliseconds between two questions to the API. */
const ASK_EVERY = 40;
const ANSWER_WITHIN = 4_000;
/** What an API may answer while a part is away; anything else of 500 and above is a fault of its own. */
const AWAY = 503;

export interface Counted {
  readonly ok: number;
  readonly away: number;
  readonly unreachable: number;
  readonly broken: number;
}

export class Watch {
  private readonly seen: { readonly at: number; readonly of: Progress }[] = [];
  private readonly waiting = new Set<{ readonly of: Progress; readonly heard: (at: number) => void }>();
  private api: Counted = { ok: 0, away: 0, unreachable: 0, broken: 0 };
  /** What the API answered that it must not: status and the beginning of its body. */
  readonly broken: string[] = [];
  private inHand = 0;
  private stopped = false;
  private asking: Promise<void> = Promise.resolve();
  /** What the API is asked for, and with which token; null: nothing. */
  asked: { readonly address: string; readonly token: string } | null = null;

  note(of: Progress): void {
    const at = performance.now();
    this.seen.push({ at, of });
    for (const waiter of this.waiting) {
      if (waiter.of !== of) continue;
      this.waiting.delete(waiter);
      waiter.heard(at);
    }
  }

  /** Resolves with the milliseconds until the next progress of the kind after now. */
  next(of: Progress): Promise<number> {
    const since = performance.now();
    return new Promise((resolve) => this.waiting.add({ of, heard: (at) => resolve(at - since) }));
  }

  /** Counts as under way until it is done; done is progress. */
  async underWay<T>(work: Promise<T>): Promise<T> {
    this.inHand++;
    try {
      const result = await work;
      this.note("work");
      return result;
    } finally {
      this.inHand--;
    }
  }

  get inFlight(): number {
    return this.inHand;
  }

  apiCounts(): Counted {
    return this.api;
  }

  /** Asks for the address again and again until stopped. */
  start(): void {
    this.asking = (async () => {
      while (!this.stopped) {
        if (this.asked !== null) await this.askOnce(this.asked.address, this.asked.token);
        await sleep(ASK_EVERY);
      }
    })();
  }

  stop(): Promise<void> {
    this.stopped = true;
    return this.asking;
  }

  private async askOnce(url: string, token: string): Promise<void> {
    try {
      const answer = await fetch(url, {
        signal: AbortSignal.timeout(ANSWER_WITHIN),
        headers: { "cache-control": "no-cache", authorization: `Bearer ${token}` },
      });
      const body = await answer.text();
      if (answer.ok) {
        this.api = { ...this.api, ok: this.api.ok + 1 };
        this.note("api");
      } else if (answer.status === AWAY) {
        this.api = { ...this.api, away: this.api.away + 1 };
      } else {
        this.api = { ...this.api, broken: this.api.broken + 1 };
        this.broken.push(`${answer.status} ${body.slice(0, 200)}`);
      }
    } catch {
      // Killed, frozen or cut off: whoever asked gets no answer, and asks again.
      this.api = { ...this.api, unreachable: this.api.unreachable + 1 };
    }
  }
}
