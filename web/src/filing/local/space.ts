/** Room on the device: asked for, measured, and a reserve that is given up so that an answer is saved when there is none left. */
import type { FilingDatabase } from "./database.js";
import { isFull } from "./with-db.js";

const RESERVE = "reserve";
/** A reserve is to be there: where it is not, it has been used. */
const WANTED = "reserveWanted";
/** Bytes. Answers of many visits fit into it; photos stop. */
export const RESERVE_BYTES = 5 * 2 ** 20;
/** What a visit's photos take, as expected (bytes): 20 of 500 KB. */
export const EXPECTED_BYTES = 20 * 500_000;

export interface Space {
  /** The browser promised not to clear it; null: it cannot be asked. */
  readonly persistent: boolean | null;
  /** Bytes left; null: the browser does not say. */
  readonly left: number | null;
  /** The reserve has been used: photos stop. */
  readonly full: boolean;
}

/** Absent without HTTPS, and in older browsers. */
const storage = (): StorageManager | undefined => navigator.storage as StorageManager | undefined;

export async function readSpace(db: FilingDatabase, ask: boolean): Promise<Space> {
  const manager = storage();
  const persistent = ask ? await manager?.persist?.() : await manager?.persisted?.();
  const { quota, usage } = (await manager?.estimate?.()) ?? {};
  const left = quota === undefined || usage === undefined ? null : quota - usage;
  return { persistent: persistent ?? null, left, full: await isReserveUsed(db) };
}

export const isScarce = ({ left }: Space): boolean => left !== null && left < 2 * EXPECTED_BYTES;

/** Puts the reserve aside; without room for it photos are not begun. */
export async function keepReserve(db: FilingDatabase): Promise<void> {
  try {
    await db.write(["meta"], (tx) => tx.store.put(true, WANTED));
    await db.write(["meta"], async (tx) => {
      if ((await tx.store.getKey(RESERVE)) === undefined) await tx.store.put(filled(RESERVE_BYTES), RESERVE);
    });
  } catch (error) {
    // That it is wanted and not there is what is read as full.
    if (!isFull(error)) throw error;
  }
}

/** Not zeros: they would be stored in next to no room. */
function filled(bytes: number): ArrayBuffer {
  const block = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(block.subarray(at, Math.min(bytes, at + 65_536)));
  return block.buffer;
}

/** Deletes and writes nothing: on a full device even a word more would be refused. */
const giveUpReserve = (db: FilingDatabase): Promise<void> => db.write(["meta"], (tx) => tx.store.delete(RESERVE));

const isReserveUsed = (db: FilingDatabase): Promise<boolean> =>
  db.run(async (open) => {
    const tx = open.transaction("meta");
    const [wanted, reserve] = await Promise.all([tx.store.getKey(WANTED), tx.store.getKey(RESERVE)]);
    return wanted !== undefined && reserve === undefined;
  });

/** Saves; where the device is full, with the room of the reserve (`used` is told). What does not fit even then is thrown. */
export async function saveWithReserve<T>(
  db: FilingDatabase,
  save: () => Promise<T>,
  used: () => void = () => undefined,
): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (!isFull(error)) throw error;
    await giveUpReserve(db);
    used();
    return save();
  }
}
