/** Reads what files import, with a real parser, and says what the map of the folders (rules.ts) does not allow. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { parseSync, Visitor } from "vite";
import type { FolderRule } from "./rules.js";

export interface Rules {
  readonly folders: Readonly<Record<string, FolderRule>>;
  readonly unruled: readonly string[];
  readonly homes: Readonly<Record<string, readonly string[]>>;
  readonly orders: Readonly<Record<string, readonly string[]>>;
  readonly pending: readonly string[];
}

/** One import or re-export; `to` is a path from the root, or a package's name, `node:` for all of Node's modules. */
export interface Import {
  readonly from: string;
  readonly line: number;
  readonly to: string;
  readonly isPackage: boolean;
  /** All that is imported are types. */
  readonly isType: boolean;
}

export interface Problem {
  /** `file:line`, or what the problem is of. */
  readonly at: string;
  readonly text: string;
}

/** Folders without source code of ours. */
const SKIPPED = /^(node_modules|generated|dist.*|coverage|fixtures|\..*)$/;
/** What commands write at the root: a concept may have the same name. */
const WRITTEN = "reports";
const SOURCE = /\.(ts|tsx|mts|js|mjs)$/;

/** All source files below the root, as paths from it. */
export function sourceFiles(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.test(entry.name) || path === WRITTEN ? [] : sourceFiles(root, path);
    return entry.isFile() && SOURCE.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** A file's imports: static ones, re-exports, `import()` of a text, and `import("…").Type`. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const { module, program, errors } = parseSync(basename(file), text);
  const broken = errors.find(({ severity }) => severity === "Error");
  if (broken) throw new Error(`${file} can't be parsed: ${broken.message}`);
  const found: { specifier: string; start: number; isType: boolean }[] = [];
  for (const { moduleRequest, entries } of module.staticImports)
    found.push({
      specifier: moduleRequest.value,
      start: moduleRequest.start,
      isType: entries.length > 0 && entries.every(({ isType }) => isType),
    });
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries))
    if (moduleRequest) found.push({ specifier: moduleRequest.value, start: moduleRequest.start, isType });
  const literal = (node: { type: string; value?: unknown; start: number }, isType: boolean): void => {
    if (node.type === "Literal" && typeof node.value === "string")
      found.push({ specifier: node.value, start: node.start, isType });
  };
  new Visitor({
    ImportExpression: ({ source }) => literal(source, false),
    TSImportType: ({ source }) => literal(source, true),
  }).visit(program);
  return found.map(({ specifier, start, isType }) => ({
    from: file,
    line: text.slice(0, start).split("\n").length,
    isType,
    ...target(file, specifier),
  }));
}

function target(file: string, specifier: string): Pick<Import, "to" | "isPackage"> {
  if (specifier.startsWith("node:")) return { to: "node:", isPackage: true };
  if (!specifier.startsWith(".")) {
    const [scope = "", name] = specifier.split("/");
    return { to: scope.startsWith("@") ? `${scope}/${name}` : scope, isPackage: true };
  }
  return { to: posix.join(dirname(file), specifier), isPackage: false };
}

/** Names a source file as it is stored: TypeScript's imports say `.js`, and the page's say nothing. */
function resolve(imported: Import, files: ReadonlySet<string>): Import {
  if (imported.isPackage) return imported;
  const { to } = imported;
  const stem = to.replace(/\.js$/, "");
  const stored = [to, `${stem}.ts`, `${stem}.tsx`, `${stem}/index.ts`].find((path) => files.has(path));
  // A file that isn't there (generated code, a fixture's imports) is TypeScript's in all likelihood.
  return { ...imported, to: stored ?? (to.endsWith(".js") ? `${stem}.ts` : to) };
}

/** Whether a path is the entry itself or lies in it. */
function within(path: string, entry: string): boolean {
  if (!entry.includes("*")) return path === entry || path.startsWith(`${entry}/`);
  const pattern = entry.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  return new RegExp(`^${pattern}(/|$)`).test(path);
}

/** The longest of the entries that a path lies in. */
function longest(path: string, entries: readonly string[]): string | undefined {
  return entries.filter((entry) => within(path, entry)).toSorted((a, b) => b.length - a.length)[0];
}

const listed = (entries: readonly string[]): string => (entries.length === 0 ? "nothing else" : entries.join(", "));

export class ImportCheck {
  private readonly imports: readonly Import[];
  private readonly problems: Problem[] = [];
  private readonly unusedPending: Set<string>;

  constructor(
    root: string,
    private readonly rules: Rules,
  ) {
    const files = sourceFiles(root);
    const known = new Set(files);
    this.unusedPending = new Set(rules.pending);
    this.imports = files.flatMap((file) => importsOf(root, file)).map((one) => resolve(one, known));
    this.checkFolders(files);
    this.checkMap();
    for (const one of this.imports.filter(({ from }) => !this.isUnruled(from))) {
      this.checkFolder(one);
      this.checkHome(one);
      this.checkOrder(one);
    }
    this.checkCycles();
    for (const arrow of this.unusedPending)
      this.add("lint/rules.ts", `"${arrow}" is no longer there: strike it out of PENDING`);
  }

  /** Sorted by file. */
  found(): readonly Problem[] {
    return this.problems.toSorted((a, b) => a.at.localeCompare(b.at, "en", { numeric: true }));
  }

  private add(at: string, text: string): void {
    this.problems.push({ at, text });
  }

  /** Adds a problem of an import, unless it is known and on its way out. */
  private report({ from, line, to }: Import, text: string): void {
    if (!this.isPending(from, to)) this.add(`${from}:${line}`, text);
  }

  private isUnruled(file: string): boolean {
    return longest(file, this.rules.unruled) !== undefined;
  }

  /** Rules are of use where files are: a rule that reads nothing is always green. */
  private checkFolders(files: readonly string[]): void {
    const folders = Object.keys(this.rules.folders);
    for (const folder of folders)
      if (!files.some((file) => longest(file, folders) === folder))
        this.add(folder, "has a rule in lint/rules.ts, and no file of it was read");
    for (const file of files)
      if (!this.isUnruled(file) && longest(file, folders) === undefined)
        this.add(file, "lies in no folder that has a rule: say in lint/rules.ts what it may import");
    for (const [folder, order] of Object.entries(this.rules.orders)) this.checkParts(folder, order, files);
  }

  private checkParts(folder: string, order: readonly string[], files: readonly string[]): void {
    const present = new Set(files.filter((file) => within(file, folder)).map((file) => partOf(file, folder, order)));
    for (const part of present)
      if (part !== "." && !order.includes(part))
        this.add(posix.join(folder, part), `has no place in the order of ${folder}: give it one in lint/rules.ts`);
    for (const part of order)
      if (!present.has(part) && !SKIPPED.test(part))
        this.add(posix.join(folder, part), "has a place in an order of lint/rules.ts, and no file of it was read");
  }

  /** The map itself goes one way: no folder reaches itself through what it may import. */
  private checkMap(): void {
    const folders = Object.entries(this.rules.folders);
    const names = folders.map(([name]) => name);
    const arrows = new Map(
      folders.map(([name, { folders: values = [], types = [] }]) => [
        name,
        new Set([...values, ...types].map((path) => longest(path, names) ?? path).filter((to) => to !== name)),
      ]),
    );
    for (const cycle of cyclesOf(arrows))
      this.add("lint/rules.ts", `lets folders import each other: ${cycle.join(" → ")}`);
  }

  private checkFolder(one: Import): void {
    const folders = Object.keys(this.rules.folders);
    const folder = longest(one.from, folders);
    if (folder === undefined) return;
    const { folders: values = [], types = [], packages, packageTypes = [] } = this.rules.folders[folder] ?? {};
    if (one.isPackage) {
      if (packages === undefined || packages.includes(one.to) || (one.isType && packageTypes.includes(one.to))) return;
      const onlyTypes = packageTypes.includes(one.to) ? `only types of ${one.to}` : listed(packages);
      this.report(one, `imports ${one.to}. Of packages, ${folder} may import ${onlyTypes}`);
    } else if (longest(one.to, folders) !== folder) {
      if (longest(one.to, values) !== undefined) return;
      const ofTypes = longest(one.to, types);
      if (ofTypes !== undefined && one.isType) return;
      const allowed =
        ofTypes === undefined
          ? listed([...values, ...types.map((path) => `types of ${path}`)])
          : `only types of ${ofTypes}`;
      this.report(one, `imports ${one.to}. Of other folders, ${folder} may import ${allowed}`);
    }
  }

  private checkHome(one: Import): void {
    const homes = one.isPackage ? this.rules.homes[one.to] : undefined;
    if (homes === undefined || longest(one.from, homes) !== undefined) return;
    this.report(one, `imports ${one.to}, which only ${homes.join(", ")} may`);
  }

  /** Where two files part ways in the tree, the folder's order says who may import whom. */
  private checkOrder(one: Import): void {
    if (one.isPackage) return;
    const folder = commonFolder(one.from, one.to);
    const order = this.rules.orders[folder];
    if (folder === "" || order === undefined) return;
    const [from, to] = [partOf(one.from, folder, order), partOf(one.to, folder, order)];
    if (from === to) return;
    const rank = (part: string): number => (order.includes(part) ? order.indexOf(part) : order.length);
    if (rank(from) > rank(to)) return;
    const below = order.slice(0, rank(from)).map((part) => (part === "." ? "its own files" : part));
    this.report(one, `imports ${one.to}, an arrow back up. In ${folder}, ${from} may import ${listed(below)}`);
  }

  /** Cycles of files, and of the files and folders in a folder that has no order. */
  private checkCycles(): void {
    const files = new Map<string, Set<string>>();
    const parts = new Map<string, Map<string, Set<string>>>();
    for (const { from, to, isPackage } of this.imports) {
      if (isPackage || this.isPending(from, to)) continue;
      edge(files, from, to);
      const folder = commonFolder(from, to);
      if (folder === "" || this.isUnruled(from) || this.rules.orders[folder] !== undefined) continue;
      const [source, goal] = [childOf(from, folder), childOf(to, folder)];
      if (source === goal) continue;
      const graph = parts.get(folder) ?? new Map<string, Set<string>>();
      parts.set(folder, graph);
      edge(graph, source, goal);
    }
    for (const cycle of cyclesOf(files)) this.add(cycle[0] ?? "", `files import each other: ${cycle.join(" → ")}`);
    for (const [folder, graph] of parts)
      for (const cycle of cyclesOf(graph).filter((nodes) => !nodes.every((node) => SOURCE.test(node))))
        this.add(folder, `parts of it import each other: ${cycle.join(" → ")}`);
  }

  private isPending(from: string, to: string): boolean {
    const pending = this.rules.pending.filter((arrow) => {
      const [source = "", goal = ""] = arrow.split(" → ");
      return within(from, source) && within(to, goal);
    });
    for (const arrow of pending) this.unusedPending.delete(arrow);
    return pending.length > 0;
  }
}

function edge(graph: Map<string, Set<string>>, from: string, to: string): void {
  const known = graph.get(from);
  if (known) known.add(to);
  else graph.set(from, new Set([to]));
}

/** The deepest folder that holds both files; empty: the root. */
function commonFolder(a: string, b: string): string {
  const [left, right] = [dirname(a).split("/"), dirname(b).split("/")];
  const at = left.findIndex((name, no) => name !== right[no]);
  return left.slice(0, at < 0 ? left.length : at).join("/");
}

/** Which part of a folder a file is in: an entry of its order, a folder in it, or `.`, all other files. */
function partOf(file: string, folder: string, order: readonly string[]): string {
  const rest = file.slice(folder.length + 1);
  return longest(rest, order) ?? (rest.includes("/") ? childOf(file, folder) : ".");
}

/** The folder or file of a folder that a path lies in. */
const childOf = (path: string, folder: string): string => path.slice(folder.length + 1).split("/")[0] ?? "";

/** One cycle for each knot of nodes that reach each other, its first node again at its end. */
function cyclesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    const way = wayBack(graph, start);
    if (way === undefined) continue;
    for (const node of way) done.add(node);
    cycles.push([...way, start]);
  }
  return cycles;
}

/** The shortest way from a node back to itself. */
function wayBack(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string): string[] | undefined {
  const seen = new Set<string>();
  const queue: string[][] = [[start]];
  for (let way = queue.shift(); way !== undefined; way = queue.shift())
    for (const next of graph.get(way.at(-1) ?? "") ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...way, next]);
    }
  return undefined;
}
