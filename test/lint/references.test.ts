/** What comments, tests and documents refer to is in the repository, down to the section that they name. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "../../lint/imports.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const markdown = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: folder !== "" })
    .map((name) => join(folder, String(name)))
    .filter((path) => path.endsWith(".md"));

/** The sections of a document by their titles, without numbers. */
const sections = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(/^#+ (?:[\d.]+ )?(.+)$/gm)].map(([, title = ""]) => title);

/** What is wrong with a text's references: `name.md`, a link, or `name.md, "Section"`. */
function broken(file: string, text: string): string[] {
  return [...text.matchAll(/(?<![\w*/.-])((?:\.{1,2}\/)*[\w][\w./-]*\.md)(?:,\s+(?:\*\s+)?"([^"]+)")?/g)].flatMap(
    ([, path = "", quoted]) => {
      const section = quoted?.replace(/\s+(\* )?/g, " ");
      const found = [ROOT, join(ROOT, dirname(file)), join(ROOT, "docs")]
        .map((folder) => join(folder, path))
        .find((candidate) => existsSync(candidate));
      if (found === undefined) return [`${file} refers to ${path}`];
      return section === undefined || sections(found).includes(section)
        ? []
        : [`${file} refers to "${section}" of ${path}`];
    },
  );
}

/** Paths that a document names in backticks: a folder or file from the root, `{zh,en}` and `*` written out. */
function paths(text: string): string[] {
  const named = [...text.matchAll(/`([a-z-]+\/[\w./{},*-]*)`/g)].map(([, path = ""]) => path);
  const braces = (path: string): string[] => {
    const [whole, choice] = /\{([^}]*)\}/.exec(path) ?? [];
    return whole === undefined ? [path] : (choice ?? "").split(",").flatMap((one) => braces(path.replace(whole, one)));
  };
  return named.flatMap(braces);
}

/** Whether a path is there; a star in a file's name stands for one or more of them. */
function isThere(path: string): boolean {
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  const folder = join(ROOT, dirname(path));
  const [before = "", after = ""] = basename(path).split("*");
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(before) && name.endsWith(after));
}

describe("references to documents", () => {
  it("lead somewhere", () => {
    const documents = [...markdown(""), ...markdown("docs")];
    // All but this file, whose examples lead nowhere.
    const files = [...sourceFiles(ROOT), ...documents].filter((file) => file !== "test/lint/references.test.ts");
    expect(documents).toContain("docs/domain.md");
    expect(files.flatMap((file) => broken(file, readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
  });

  it("name folders and files that are there, in the architecture's words", () => {
    const named = paths(readFileSync(join(ROOT, "docs/architecture.md"), "utf8"));
    expect(named).toContain("domain/instruments/names.en.ts");
    // What stands for any: a concept in every layer.
    expect(named.filter((path) => !/<concept>|…/.test(path) && !isThere(path))).toEqual([]);
  });

  it("are found out where they lead nowhere", () => {
    expect(
      broken("domain/x.ts", '/** See elsewhere.md, and docs/domain.md,\n * "Clocks" and docs/domain.md, "Bells". */'),
    ).toEqual(["domain/x.ts refers to elsewhere.md", 'domain/x.ts refers to "Bells" of docs/domain.md']);
  });
});
