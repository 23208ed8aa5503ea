/**
 * What the page stands on: who is here, their database, the lock, the engine. One for each person; React reads it and is told when
 * something has changed. What the screens show is what the database has, and nothing else: 已存本机 is read back, not hoped for.
 */
import { openFiling, type FilingDatabase, Phone, type PhoneUser, waitingForOthers } from "./local/database.js";
import { keepReserve, readSpace, saveWithReserve, type Space } from "./local/space.js";
import { WriterLock } from "./local/writer.js";
import { type Account, askAccount } from "./sync/identity.js";
import { SyncEngine } from "./sync/engine.js";

export const phone = new Phone();

/** Texts that are being typed: written down when the page goes or the lock does. */
const typing = new Set<() => Promise<void>>();
export const flushTyping = async (): Promise<void> => void (await Promise.all([...typing].map((flush) => flush())));
export function whileTyping(flush: () => Promise<void>): () => void {
  typing.add(flush);
  return () => void typing.delete(flush);
}

/** A person at work on this device. */
export class Desk {
  readonly db: FilingDatabase;
  readonly lock: WriterLock;
  readonly engine: SyncEngine;
  device = "";
  others = 0;
  space: Space | null = null;
  /** Why something could not be saved: said until something could. */
  saveFailed: string | null = null;
  #version = 0;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly user: PhoneUser,
    seen: (account: Account | null) => void,
  ) {
    this.db = openFiling(user.account);
    this.lock = new WriterLock(user.account, flushTyping);
    this.engine = new SyncEngine(this.db, user.account, () => this.#changed(true), seen);
  }

  async open(): Promise<void> {
    this.device = await phone.device();
    this.lock.subscribe(() => this.#lockTold());
    await this.lock.start();
    await this.refresh();
  }

  /** Reads anew what is not in a visit: space, and what waits for others. */
  async refresh(): Promise<void> {
    this.space = await readSpace(this.db, false);
    this.others = await waitingForOthers(phone, this.user.account);
    this.#tell();
  }

  get isWriter(): boolean {
    return this.lock.role === "writer";
  }

  /** Saves by `save`, with the reserve where the device is full; resolves once it is committed. Throws where nothing helped. */
  async save<T>(save: () => Promise<T>): Promise<T> {
    try {
      const result = await saveWithReserve(this.db, save, () => void this.refresh());
      this.saveFailed = null;
      return result;
    } catch (error) {
      this.saveFailed = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#changed(true);
      this.engine.saved();
    }
  }

  /** Photos one after the other: never more than two in memory. They do not touch the reserve, which is for answers. */
  savePhoto<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#photos.then(work).finally(() => {
      this.#changed(true);
      this.engine.saved();
    });
    this.#photos = done.catch(() => undefined);
    return done;
  }
  #photos: Promise<unknown> = Promise.resolve();

  /** Before a visit is taken along: the browser is asked not to clear anything, and the reserve put aside. */
  async prepare(): Promise<void> {
    await keepReserve(this.db);
    this.space = await readSpace(this.db, true);
    this.#tell();
  }

  /** Counts every change, so that whoever shows something reads anew. */
  readonly version = (): number => this.#version;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  close(): void {
    this.#isClosed = true;
    this.engine.stop();
    this.lock.close();
    this.db.close();
  }

  #sending = false;
  #lockTold(): void {
    const writes = this.isWriter && !this.#isClosed;
    if (writes && !this.#sending) this.engine.start();
    if (!writes && this.#sending) this.engine.stop();
    this.#sending = writes;
    this.#changed(false);
  }

  #isClosed = false;
  #changed(here: boolean): void {
    // A request that was on its way when the person left ends after that.
    if (this.#isClosed) return;
    if (here) this.lock.changed();
    this.#tell();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

export type Whereabouts =
  | { readonly kind: "starting" }
  | { readonly kind: "nobody"; readonly others: number }
  | { readonly kind: "unusable"; readonly why: string }
  | { readonly kind: "here"; readonly desk: Desk };

/** Who is at this device, as the session says; without a network, who was last. */
export class Model {
  where: Whereabouts = { kind: "starting" };
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly current = (): Whereabouts => this.where;

  /** The form opens from the device at once; the API is asked beside it. */
  async start(): Promise<void> {
    try {
      const known = await phone.current();
      if (known) await this.#inTurn(() => this.#enter(known));
      await this.ask();
    } catch (error) {
      // Without a database nothing can be saved; better said than found out in the village.
      this.#become({ kind: "unusable", why: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Asks who is signed in. No answer changes nothing. */
  async ask(): Promise<void> {
    const answered = await askAccount();
    if (answered.kind === "ok") await this.#seen(answered.body);
    else if (this.where.kind === "starting" || (answered.kind === "signIn" && this.where.kind !== "here"))
      this.#become({ kind: "nobody", others: await waitingForOthers(phone, null) });
  }

  /** One after the other: the start, the engine and the page may all find out who is here, and two desks would lock each other out. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
  #turn: Promise<void> = Promise.resolve();

  #seen(account: Account | null): Promise<void> {
    return account ? this.#inTurn(() => this.#isHere(account)) : Promise.resolve();
  }

  async #isHere(account: Account): Promise<void> {
    const user: PhoneUser = { account: account.account, name: account.name, seenAt: Date.now() };
    await phone.signedIn(user);
    if (this.where.kind === "here" && this.where.desk.user.account === user.account) return;
    await this.#enter(user);
  }

  async #enter(user: PhoneUser): Promise<void> {
    if (this.where.kind === "here") {
      await flushTyping();
      this.where.desk.close();
    }
    const desk = new Desk(user, (account) => void this.#seen(account));
    await desk.open();
    this.#become({ kind: "here", desk });
  }

  #become(where: Whereabouts): void {
    this.where = where;
    for (const listener of this.#listeners) listener();
  }
}
