/** A list's members by a key, in their order; those without one are left out. (`Map.groupBy` came with Node 21.) */
export function groupBy<T, K>(list: Iterable<T>, keyOf: (one: T) => K | null | undefined): Map<NonNullable<K>, T[]> {
  const groups = new Map<NonNullable<K>, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === null || key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
