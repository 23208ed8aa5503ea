/**
 * Sends what waits, while the page is open: at its start, when the network or the page comes back, every minute, after a change, and
 * on the person's tap. One round at a time: text of all visits first, then photos, then receipts, submissions and what was said.
 */
import { type FilingDatabase, unsentCount } from "../local/database.js";
import type { VisitRecord } from "../local/records.js";
import { saveWithReserve } from "../local/space.js";
import { forgetOld, listVisits } from "../local/visits.js";
import { isFull } from "../local/with-db.js";
import { backOffMs, MOST_AWAY_MS } from "./back-off.js";
import { type Account, askAccount, askPerson } from "./identity.js";
import { type Halt, sendLines } from "./send-lines.js";
import { PieceSize, sendPhotos } from "./send-photos.js";
import { fetchReceipt, sendSpoken, submit } from "./send-rest.js";

export type SyncState = "idle" | "sending" | "away" | "signIn" | "otherAccount";

export interface SyncStatus {
  readonly state: SyncState;
  /** Device's clock: when the API was last heard, and when it is asked again by itself. */
  readonly heardAt: number | null;
  readonly nextAt: number | null;
  /** Visits that somebody else's session may not send, by key. */
  readonly foreign: readonly string[];
}

const EVERY_MS = 60_000;
/** After a tap: the next one may follow, and a text is still being typed. */
const SETTLE_MS = 2_500;

export class SyncEngine {
  status: SyncStatus = { state: "idle", heardAt: null, nextAt: null, foreign: [] };
  readonly #listeners = new Set<() => void>();
  readonly #pieces = new PieceSize();
  #running: Promise<void> | null = null;
  #again: "no" | "due" | "all" = "no";
  #failures = 0;
  #isStopped = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  constructor(
    private readonly db: FilingDatabase,
    private readonly account: string,
    /** Told after each step that has written something. */
    private readonly changed: () => void,
    /** Told who is signed in, as each round finds. */
    private readonly seen: (account: Account | null) => void = () => undefined,
  ) {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  start(): void {
    this.#isStopped = false;
    const now = (): void => void this.sendNow();
    const onVisible = (): void => {
      if (document.visibilityState === "visible") now();
    };
    addEventListener("online", now);
    addEventListener("pageshow", now);
    document.addEventListener("visibilitychange", onVisible);
    const every = setInterval(() => void this.#round("due"), EVERY_MS);
    this.#stops = [
      () => removeEventListener("online", now),
      () => removeEventListener("pageshow", now),
      () => document.removeEventListener("visibilitychange", onVisible),
      () => clearInterval(every),
      () => clearTimeout(this.#timer),
    ];
    now();
  }

  /** Nothing is sent any more; what is on its way ends by itself. */
  stop(): void {
    this.#isStopped = true;
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** At once, whatever waits for its time. */
  sendNow(): Promise<void> {
    return this.#round("all");
  }

  /** Something was saved: it goes when the person pauses. */
  saved(): void {
    if (this.#failures === 0) this.#wake(SETTLE_MS);
  }

  #wake(inMs: number): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round("due"), inMs);
    this.#become({ nextAt: Date.now() + inMs });
  }

  #round(what: "due" | "all"): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    if (this.#running) {
      if (this.#again !== "all") this.#again = what;
      return this.#running;
    }
    if (what === "due" && this.#failures > 0 && (this.status.nextAt ?? 0) > Date.now()) return Promise.resolve();
    this.#running = this.#send(what === "all").finally(() => {
      this.#running = null;
      const again = this.#again;
      this.#again = "no";
      if (again !== "no") void this.#round(again);
    });
    return this.#running;
  }

  async #send(force: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#become({ state: "sending", nextAt: null });
    let halt: Halt | "otherAccount" = { kind: "offline", why: "none" };
    try {
      // On a full device what is to be noted needs room too; what it lets go of makes more.
      halt = await saveWithReserve(this.db, () => this.#all(force), this.changed);
    } catch (error) {
      // Without the room for a note it goes on as if nobody were there: later, and at once when asked.
      if (!isFull(error)) throw error;
    } finally {
      this.changed();
      this.#settle(halt);
    }
  }

  #settle(halt: Halt | "otherAccount"): void {
    const heardAt =
      halt !== null && halt !== "otherAccount" && halt.kind === "offline" ? this.status.heardAt : Date.now();
    if (halt === null) {
      this.#failures = 0;
      this.#become({ state: "idle", heardAt });
      void this.#wakeForRest();
    } else if (halt === "otherAccount") this.#become({ state: "otherAccount", heardAt, nextAt: null });
    else if (halt.kind === "signIn") this.#become({ state: "signIn", heardAt, nextAt: null });
    else {
      this.#failures += 1;
      this.#become({ state: "away", heardAt });
      this.#wake(backOffMs(this.#failures, MOST_AWAY_MS));
    }
  }

  /** What is tried again by itself comes with the minute; the sooner ones are not waited for. */
  async #wakeForRest(): Promise<void> {
    if ((await unsentCount(this.db)) > 0) this.#become({ nextAt: Date.now() + EVERY_MS });
  }

  /** One round over all visits. */
  async #all(force: boolean): Promise<Halt | "otherAccount"> {
    const visits = await listVisits(this.db);
    const account = await askAccount();
    if (account.kind === "signIn") {
      this.seen(null);
      return account;
    }
    if (account.kind !== "ok") return { kind: "offline", why: "none" };
    this.seen(account.body);
    // Another person's session sends nothing of this one's.
    if (account.body.account !== this.account) return "otherAccount";
    const own = await this.#own(visits);
    if (!Array.isArray(own)) return own;
    const steps: ((visit: VisitRecord) => Promise<Halt>)[] = [
      (visit) => sendLines(this.db, visit, force),
      (visit) => sendPhotos(this.db, visit, this.#pieces, force),
      (visit) => fetchReceipt(this.db, visit),
      ({ key }) => submit(this.db, key),
      ({ key }) => sendSpoken(this.db, key),
    ];
    for (const step of steps)
      for (const visit of own) {
        const halt = await step(visit);
        this.changed();
        if (halt !== null) return halt;
        if (this.#isStopped) return null;
      }
    await forgetOld(this.db);
    return null;
  }

  /** The visits whose person the session is: what one took along another does not send. */
  async #own(visits: readonly VisitRecord[]): Promise<VisitRecord[] | Exclude<Halt, null>> {
    const own: VisitRecord[] = [];
    const foreign: string[] = [];
    const persons = new Map<string, string | null>();
    for (const visit of visits) {
      if (!persons.has(visit.plan)) {
        const answered = await askPerson(visit.plan);
        if (answered.kind === "signIn" || answered.kind === "offline") return answered;
        if (answered.kind === "busy") return { kind: "offline", why: "none" };
        persons.set(visit.plan, answered.kind === "ok" ? (answered.body.person?.id ?? null) : null);
      }
      if (persons.get(visit.plan) === visit.person.id) own.push(visit);
      else foreign.push(visit.key);
    }
    this.#become({ foreign });
    return own;
  }

  #become(change: Partial<SyncStatus>): void {
    this.status = { ...this.status, ...change };
    for (const listener of this.#listeners) listener();
  }
}
