/** Least-recently-used caches of values that are read once and asked for often, with what the library leaves to its users. */
import { LRUCache } from "lru-cache";

export type Cache<V extends object> = LRUCache<string, V>;

/** Of so many entries. */
export const cacheOf = <V extends object>(entries: number): Cache<V> => new LRUCache({ max: entries });

/** Of entries that weigh `most` together: each weighs 1 until it is weighed. */
export const weighedCache = <V extends object>(most: number): Cache<V> =>
  new LRUCache({ maxSize: most, sizeCalculation: () => 1 });

/** Says what an entry weighs, once that is known; nothing where another took its place. The newest stays, whatever it weighs. */
export function weigh<V extends object>(cache: Cache<V>, key: string, value: V, weight: number): void {
  if (cache.peek(key) !== value) return;
  // The size of an entry that is set to the very same value would stay what it was.
  cache.delete(key);
  cache.set(key, value, { size: Math.min(Math.max(weight, 1), cache.maxSize) });
}

/** Drops an entry, unless another took its place. */
export function drop<V extends object>(cache: Cache<V>, key: string, value: V): void {
  if (cache.peek(key) === value) cache.delete(key);
}

/** The cached value, or the one made now. */
export function cached<V extends object>(cache: Cache<V>, key: string, make: () => V): V {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
