/**
 * One database that opens itself again. Browsers close it in the background or lose its connection, and then every call fails: work
 * that failed for that reason runs again on a new connection. All writes are by key, so that repeating one is harmless.
 */
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type OpenDBCallbacks,
  type StoreNames,
} from "idb";

/** Names of the errors after which a new connection helps. */
const REOPEN = new Set(["InvalidStateError", "AbortError", "UnknownError", "TransactionInactiveError"]);
const ATTEMPTS = 4;

export const isFull = (error: unknown): boolean => nameOf(error) === "QuotaExceededError";
const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "");

export class LocalDatabase<S extends DBSchema> {
  #open: Promise<IDBPDatabase<S>> | null = null;

  constructor(
    readonly name: string,
    private readonly version: number,
    private readonly upgrade: NonNullable<OpenDBCallbacks<S>["upgrade"]>,
  ) {}

  /** Runs `work` on an open connection. */
  async run<T>(work: (db: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(await this.#connection());
      } catch (error) {
        if (attempt >= ATTEMPTS || !REOPEN.has(nameOf(error))) throw error;
        this.close();
      }
    }
  }

  /**
   * Runs `work` in one transaction and resolves once the browser has committed it: only then is anything 已存本机. `strict`: it is on the
   * disk then, and outlasts an empty battery. A failure leaves nothing written, and is thrown.
   */
  write<T, const N extends StoreNames<S>[]>(
    stores: N,
    work: (tx: IDBPTransaction<S, N, "readwrite">) => Promise<T>,
  ): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(stores, "readwrite", { durability: "strict" });
      // An abort in the background is thrown below; it must not also be nobody's.
      tx.done.catch(() => undefined);
      try {
        const result = await work(tx);
        await tx.done;
        return result;
      } catch (error) {
        abort(tx);
        // Why the browser gave up says more than that a request of it failed.
        throw tx.error ?? error;
      }
    });
  }

  close(): void {
    const open = this.#open;
    this.#open = null;
    open?.then((db) => db.close()).catch(() => undefined);
  }

  #connection(): Promise<IDBPDatabase<S>> {
    const forget = (): void => void (this.#open = null);
    this.#open ??= openDB<S>(this.name, this.version, {
      upgrade: this.upgrade,
      // Another tab deletes or upgrades it: let it, and open anew with the next call.
      blocking: () => this.close(),
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return this.#open;
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It has ended already.
  }
}
