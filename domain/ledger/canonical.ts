/**
 * JSON with sorted keys: the same value is always the same text, whatever made it. Undefined members are left out. Recording a storm of
 * rows spends most of its own time here.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  let text = "";
  if (Array.isArray(value)) {
    for (const member of value as readonly unknown[]) text += `${text === "" ? "" : ","}${canonicalJson(member)}`;
    return `[${text}]`;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name of sorted(Object.keys(object))) {
    const member = object[name];
    if (member !== undefined) text += `${text === "" ? "" : ","}${quoted(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Sorts a few names by their code units, in place. */
function sorted(names: string[]): string[] {
  for (let end = 1; end < names.length; end++) {
    const name = names[end] as string;
    let at = end;
    for (; at > 0 && (names[at - 1] as string) > name; at--) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
}

/** Names met before: all rows have the same few. Ids that are names are many, so that not all are kept. */
const names = new Map<string, string>();
const MOST_NAMES = 1_000;

function quoted(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(name);
  if (names.size < MOST_NAMES) names.set(name, text);
  return text;
}

/** Compares texts by their code units: the same order on every machine and database, whatever its language. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
