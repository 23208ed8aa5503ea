/** The map of the folders (lint/rules.ts) on fixtures, each with what must be reported: a rule that reads nothing is always green. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { ImportCheck, type Rules, sourceFiles } from "../../lint/imports.js";
import { FOLDERS, HOMES, ORDERS, UNRULED } from "../../lint/rules.js";

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));
const RULES: Rules = { folders: FOLDERS, unruled: UNRULED, homes: HOMES, orders: ORDERS, pending: [] };

const scratch = mkdtempSync(join(tmpdir(), "duban-lint-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A project of these files alone. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(scratch, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const found = (root: string, rules: Partial<Rules> = {}): string[] =>
  new ImportCheck(root, { folders: {}, unruled: [], homes: {}, orders: {}, pending: [], ...rules })
    .found()
    .map(({ at, text }) => `${at}  ${text}`);

describe("the map of the folders", () => {
  // Of the real tree, so that the fixtures' own folder is no part of what they are checked in.
  const root = join(scratch, "fixtures");
  cpSync(FIXTURES, root, { recursive: true });
  const reported = new ImportCheck(root, RULES).found().map(({ at }) => at);
  const files = sourceFiles(root);

  it.each(files)("reports what %s must not import, and nothing else", (file) => {
    const lines = readFileSync(join(root, file), "utf8").split("\n");
    const forbidden = lines.flatMap((line, index) => (line.includes("// forbidden") ? [`${file}:${index + 1}`] : []));
    expect(forbidden.length).toBeGreaterThan(0);
    expect([...new Set(reported.filter((at) => at.startsWith(`${file}:`)))]).toEqual(forbidden);
  });

  it("has a fixture for every folder that has a rule", () => {
    expect(Object.keys(FOLDERS).filter((folder) => !reported.some((at) => at.startsWith(`${folder}/`)))).toEqual([]);
  });
});

describe("the check", () => {
  it("says where, what, and what is allowed", () => {
    const root = project("said", { "low/a.ts": 'import "../high/b.js";\n', "high/b.ts": "export {};\n" });
    expect(found(root, { folders: { low: { types: ["other"] }, high: {} } })).toEqual([
      "low/a.ts:1  imports high/b.ts. Of other folders, low may import types of other",
    ]);
  });

  it("fails where it read no file of a folder that has a rule or a place", () => {
    const root = project("unread", { "low/plan/a.ts": "export {};\n" });
    expect(found(root, { folders: { low: {}, high: {} }, orders: { low: ["plan", "items"] } })).toEqual([
      "high  has a rule in lint/rules.ts, and no file of it was read",
      "low/items  has a place in an order of lint/rules.ts, and no file of it was read",
    ]);
  });

  it("fails where a folder has neither a rule nor a place", () => {
    const root = project("unruled", { "new/a.ts": "export {};\n", "low/items/b.ts": "", "low/plan/c.ts": "" });
    expect(found(root, { folders: { low: {} }, orders: { low: ["plan"] } })).toEqual([
      "low/items  has no place in the order of low: give it one in lint/rules.ts",
      "new/a.ts  lies in no folder that has a rule: say in lint/rules.ts what it may import",
    ]);
  });

  it("finds cycles of files, types and re-exports too", () => {
    const root = project("files", {
      "low/a.ts": 'import type { B } from "./b.js";\nexport type A = B;\n',
      "low/b.ts": 'export * from "./c.js";\n',
      "low/c.ts": 'export type B = import("./a.js").A;\n',
    });
    expect(found(root, { folders: { low: {} } })).toEqual([
      "low/a.ts  files import each other: low/a.ts → low/b.ts → low/c.ts → low/a.ts",
    ]);
  });

  it("finds folders that import each other without a cycle of files", () => {
    const root = project("folders", {
      "low/a/one.ts": 'import "../b/two.js";\n',
      "low/b/two.ts": "export {};\n",
      "low/b/three.ts": 'import "../a/four.js";\n',
      "low/a/four.ts": "export {};\n",
    });
    expect(found(root, { folders: { low: {} } })).toEqual(["low  parts of it import each other: a → b → a"]);
  });

  it("refuses a map that is itself a cycle", () => {
    const root = project("map", { "a/one.ts": "", "b/two.ts": "" });
    expect(found(root, { folders: { a: { folders: ["b"] }, b: { types: ["a/one.ts"] } } })).toEqual([
      "lint/rules.ts  lets folders import each other: a → b → a",
    ]);
  });

  it("lets a pending arrow be, until it is gone", () => {
    const root = project("pending", { "low/a.ts": 'import "../high/b.js";\n', "high/b.ts": "export {};\n" });
    const folders = { low: {}, high: {} };
    expect(found(root, { folders, pending: ["low → high/b.ts"] })).toEqual([]);
    expect(found(root, { folders: { low: { folders: ["high"] }, high: {} }, pending: ["low → elsewhere"] })).toEqual([
      'lint/rules.ts  "low → elsewhere" is no longer there: strike it out of PENDING',
    ]);
  });
});
