/** The ids a roster declares: also of entries with other faults, so that these cause no second, misleading problem. */
import { valueAt } from "./shape.js";
import type { Source } from "./source.js";

export type RosterList = "units" | "posts" | "persons" | "townships" | "villages";

export type RosterIds = Readonly<Record<RosterList, ReadonlySet<string>>>;

/** Undefined when the roster is not there to be asked. */
export function rosterIds(source: Source): RosterIds | undefined {
  const lists = ["units", "posts", "persons", "townships", "villages"] as const;
  if (!lists.every((list) => Array.isArray(valueAt(source.value, [list])))) return undefined;
  const idsOf = (list: RosterList): ReadonlySet<string> =>
    new Set(
      (valueAt(source.value, [list]) as unknown[])
        .map((entry) => valueAt(entry, ["id"]))
        .filter((id) => typeof id === "string"),
    );
  return {
    units: idsOf("units"),
    posts: idsOf("posts"),
    persons: idsOf("persons"),
    townships: idsOf("townships"),
    villages: idsOf("villages"),
  };
}

/** The known id nearest to a misspelt one, as a hint. */
export function nearest(id: string, known: Iterable<string>): string {
  let best = "";
  let distance = 4;
  for (const candidate of known) {
    const next = editDistance(id, candidate);
    if (next < distance) [best, distance] = [candidate, next];
  }
  return best === "" ? "" : ` (did you mean ${best}?)`;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 4;
}

const NAMES: Readonly<Record<RosterList, string>> = {
  units: "unit",
  posts: "post",
  persons: "person",
  townships: "township",
  villages: "village",
};

/** Reports an id that the roster does not declare. */
export function requireKnown(
  source: Source,
  path: readonly (string | number)[],
  id: string,
  list: RosterList,
  ids: RosterIds | undefined,
): void {
  if (!ids || ids[list].has(id)) return;
  source.report(
    path,
    `unknown ${NAMES[list]} ${id}${nearest(id, ids[list])}: write the id of one of the ${list} in roster.yaml, or add it there`,
  );
}

/** Reports every entry whose id an earlier one has, naming the line of the first. */
export function requireUnique(
  source: Source,
  what: string,
  entries: readonly { readonly id: string | number; readonly path: readonly (string | number)[] }[],
): void {
  const first = new Map<string | number, readonly (string | number)[]>();
  for (const { id, path } of entries) {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, path);
    else
      source.report(
        path,
        `duplicate ${what} ${id}, already used in line ${source.position(earlier).line}: give this one another`,
      );
  }
}
