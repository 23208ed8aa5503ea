/** Entries of two documents side by side. */
import { canonicalJson } from "../domain/ledger/canonical.js";

export const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Entries of both lists by their key, in the order of the first. */
export function pairs<T, K>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (entry: T) => K,
): [K, T | undefined, T | undefined][] {
  const [old, young] = [before, after].map((list) => new Map(list.map((one) => [keyOf(one), one])));
  return [...new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])].map((key) => [
    key,
    old?.get(key),
    young?.get(key),
  ]);
}
