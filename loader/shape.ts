/** Shape of a file: the errors of its format at their lines, and what can still be checked beyond them. */
import type { z } from "zod";
import { cutText } from "../domain/language/text.js";
import { lookAlikeIn } from "./look-alikes.js";
import type { Path, Source } from "./source.js";

type Issue = z.core.$ZodIssue;

/** What to write where a key is missing. */
const MISSING: Readonly<Record<string, string>> = {
  pairing:
    "every village needs its 1+1+1 pairing (包抓): add pairing: [{ countyLeader: <post>, departmentHead: <post>, helpingUnit: <unit> }]",
  deadline: "add deadline: YYYY-MM-DD",
  leadUnits: "add leadUnits: [<unit id>, …] in the text's order (牵头单位)",
  owes: "add owes: firstLead, township, or { unit: <unit id> }",
  closeCriteria: "add closeCriteria: what counts as done (销号标准)",
  evidence: "add evidence: [<document>, …] (佐证清单)",
  fallback: "add fallback: [<post id>, …] ending at the office's desk, or [] for that desk itself",
  holders: "add holders: [<person id>], or [] while the post is vacant",
};

/** A file in its format. `complete` is false when faulty entries had to be left out; they are reported already. */
export interface Shaped<T> {
  readonly value: T;
  readonly complete: boolean;
}

/** The value at a path of plain data. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined,
    root,
  );
}

/**
 * Checks a file against its format and reports what is wrong. The answer lacks faulty entries, so that the rest can
 * still be checked and one run shows every problem; it is undefined when too little is left.
 */
export function shapeOf<S extends z.ZodType>(source: Source, format: S): Shaped<z.output<S>> | undefined {
  if (source.value === undefined || source.value === null) return undefined;
  const first = format.safeParse(source.value);
  if (first.success) return { value: first.data, complete: true };
  for (const issue of first.error.issues) reportIssue(source, issue);
  const { value, toFilePath } = withoutFaults(source.value, first.error.issues);
  const second = format.safeParse(value);
  if (!second.success) return undefined;
  source.toFilePath = toFilePath;
  return { value: second.data, complete: false };
}

function reportIssue(source: Source, issue: Issue): void {
  const path = pathOf(issue);
  const label = labelOf(source.value, path);
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const hint = lookAlikeIn(key) ?? "correct its spelling or remove it";
      source.report([...path, key], `${labelOf(source.value, [...path, key])} is no key of the format: ${hint}`, "key");
    }
    return;
  }
  if (path.length > 0 && valueAt(source.value, path) === undefined) {
    const key = String(path.at(-1));
    source.report(path, `${label} is missing: ${MISSING[key] ?? `add ${key}: …`}`);
    return;
  }
  const found = valueAt(source.value, path);
  source.report(path, `${label} ${complaint(issue, found)}${advice(issue, found)}`);
}

/** Where signs of a Chinese keyboard are why a value does not fit: which ones to write instead. */
function advice({ code }: Issue, found: unknown): string {
  const fixed =
    code === "invalid_type" || code === "invalid_value" || code === "invalid_format" || code === "invalid_union";
  const hint = fixed && typeof found === "string" ? lookAlikeIn(found) : undefined;
  return hint === undefined ? "" : `; ${hint}`;
}

function complaint(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input")
        ? `must be ${article(issue.expected)}, not ${described(found)}`
        : `${issue.message}, not ${described(found)}`;
    case "invalid_value":
      return `must be ${issue.values.map(String).join(" or ")}, not ${described(found)}`;
    case "too_small":
    case "too_big": {
      const limit = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      return /^Too (small|big)/.test(issue.message) ? `must be ${limit}, not ${described(found)}` : issue.message;
    }
    default:
      return issue.message;
  }
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: "a map of keys and values",
    array: "a list",
    string: "text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
  };
  return names[type] ?? type;
}

function described(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${cutText(text, 57)}…` : text;
}

function pathOf(issue: Issue): Path {
  return issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
}

/** `milestone t02-plan: deadline`, naming the innermost entry by its id where it has one. */
function labelOf(root: unknown, path: Path): string {
  let name = "";
  let from = 0;
  for (let length = 1; length < path.length; length++) {
    const entry = valueAt(root, path.slice(0, length));
    const id = valueAt(entry, ["id"]) ?? valueAt(entry, ["no"]) ?? valueAt(entry, ["year"]);
    if (typeof path[length - 1] === "number" && (typeof id === "string" || typeof id === "number")) {
      const list = String(path[length - 2] ?? "");
      name = `${list.replace(/ies$/, "y").replace(/s$/, "")} ${id}: `;
      from = length;
    }
  }
  const rest = path
    .slice(from)
    .map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`));
  return rest.length === 0 && name === "" ? "the file" : `${name}${rest.join("")}`;
}

/**
 * A copy without the entries that have issues: unknown keys go alone, else the innermost list entry goes. Indexes of
 * the copy lead back to the file's through `toFilePath`.
 */
function withoutFaults(root: unknown, issues: readonly Issue[]): { value: unknown; toFilePath: (path: Path) => Path } {
  const dropped = new Set<string>();
  for (const issue of issues) {
    const path = pathOf(issue);
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) dropped.add(JSON.stringify([...path, key]));
      continue;
    }
    const index = path.findLastIndex((key) => typeof key === "number");
    dropped.add(JSON.stringify(index === -1 ? path : path.slice(0, index + 1)));
  }
  const kept = new Map<string, number[]>();
  const copy = (value: unknown, path: Path): unknown => {
    const stays = (key: string | number): boolean => !dropped.has(JSON.stringify([...path, key]));
    if (Array.isArray(value)) {
      const indexes = value.map((_, index) => index).filter(stays);
      kept.set(JSON.stringify(path), indexes);
      return indexes.map((index) => copy(value[index], [...path, index]));
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => stays(key))
        .map(([key, entry]) => [key, copy(entry, [...path, key])]),
    );
  };
  const toFilePath = (path: Path): Path => {
    const result: (string | number)[] = [];
    for (const key of path) {
      const indexes = typeof key === "number" ? kept.get(JSON.stringify(result)) : undefined;
      result.push(typeof key === "number" ? (indexes?.[key] ?? key) : key);
    }
    return result;
  };
  return { value: copy(root, []), toFilePath };
}
