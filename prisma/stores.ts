/** All stores on one pool, for the processes that need several of them. */
import { LetterStore, type MessageIdOf } from "./letters/letter-store.js";
import { DirectoryCache } from "./plans/plan-store.js";
import { openPool, type Pool } from "./database/pool.js";

export interface Stores {
  /** For the stores that are plain functions. */
  readonly pool: Pool;
  readonly letters: LetterStore;
  close(): Promise<void>;
}

export function createStores(options: {
  readonly url: string;
  readonly poolSize?: number;
  readonly messageIdOf?: MessageIdOf;
}): Stores {
  const pool = openPool(options.url, options.poolSize === undefined ? {} : { size: options.poolSize });
  const directories = new DirectoryCache(pool);
  return {
    pool,
    letters: new LetterStore(pool, directories, options.messageIdOf),
    close: () => pool.end(),
  };
}
