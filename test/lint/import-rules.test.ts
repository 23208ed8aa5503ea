/** The import rules of .oxlintrc.json, each with what it must report: a rule that reads nothing is always green. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURES = join(ROOT, "test/lint-fixtures");

interface Report {
  diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
  number_of_files: number;
}

function oxlint(cwd: string, args: string[]): Report {
  const run = spawnSync(join(ROOT, "node_modules/.bin/oxlint"), ["--format=json", ...args], { cwd, encoding: "utf8" });
  if (run.error) throw run.error;
  return JSON.parse(run.stdout) as Report;
}

/** A project of fixtures alone, under the real configuration, in the real folders' names. */
const project = mkdtempSync(join(tmpdir(), "duban-lint-"));
cpSync(FIXTURES, project, { recursive: true });
for (const name of [".oxlintrc.json", "tsconfig.json"]) cpSync(join(ROOT, name), join(project, name));
symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules")); // oxlint looks there for its type-aware part
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The checker has a rule of its own within its folder's. */
const folders = [
  ...readdirSync(FIXTURES).map((folder) => (folder === "domain" ? "domain/items" : folder)),
  "chaos/checker",
];
const reported = oxlint(project, []).diagnostics.filter(({ code }) => code.includes("no-restricted-imports"));

describe("import rules", () => {
  it.each(folders)("report what %s must not import, and nothing else", (folder) => {
    const file = `${folder}/imports.ts`;
    const lines = readFileSync(join(FIXTURES, file), "utf8").split("\n");
    const forbidden = lines.flatMap((line, index) => (line.includes("// forbidden") ? [index + 1] : []));
    // Some releases of the linter report a line once for each of its two passes.
    const found = [
      ...new Set(reported.filter(({ filename }) => filename.endsWith(file)).map(({ labels }) => labels[0]?.span.line)),
    ];
    expect(forbidden.length).toBeGreaterThan(0);
    expect(found.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(forbidden);
  });

  it("read the files of every folder that has a rule", () => {
    const present = folders.filter(
      (folder) =>
        existsSync(join(ROOT, folder)) &&
        readdirSync(join(ROOT, folder), { recursive: true }).some((name) => String(name).endsWith(".ts")),
    );
    expect(present).toContain("domain");
    for (const folder of present) expect(oxlint(ROOT, [folder]).number_of_files, folder).toBeGreaterThan(0);
    // The linter begins anew for each folder.
  }, 240_000);
});
