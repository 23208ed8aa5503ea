/** Reads of single things, put together: what many requests ask for at the same moment is read by one statement. */
import DataLoader from "dataloader";

/** Keys in one statement: with many more, all who asked wait for the last of them to be answered (decision 0051). */
const AT_ONCE = 25;

/**
 * A read of one thing by its key, made of a read of several. Who asks while the process deals with the same round of input is
 * answered from one statement, sent after all of them had asked: nobody gets what was read before their request came. Nothing
 * is kept. `read` leaves out what there is not; what it throws is thrown to each of them, so a key
 * has been checked before: one that the database can't take would fail for all.
 */
export function batched<V>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {
  const loader = new DataLoader<string, V | null>(
    async (keys) => {
      const found = await read([...new Set(keys)]);
      return keys.map((key) => found.get(key) ?? null);
    },
    { cache: false, maxBatchSize: AT_ONCE, batchScheduleFn: (send) => void setImmediate(send) },
  );
  return (key: string): Promise<V | null> => loader.load(key);
}
