/** Writes the tables of a run into docs/benchmarks.md, between the markers of each benchmark. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Surroundings } from "./run.js";

const begin = (name: string): string => `<!-- bench:${name} -->`;
const end = (name: string): string => `<!-- /bench:${name} -->`;

/** Replaces what stands between the markers of `name`. Throws where the document has no such markers. */
export function replaceSection(document: string, name: string, text: string): string {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(end(name));
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no ${begin(name)} … ${end(name)}`);
  return `${document.slice(0, from + begin(name).length)}\n\n${text.trim()}\n\n${document.slice(to)}`;
}

/** When and on what it was measured, in one paragraph. */
export function surroundingsText({ date, machine, versions }: Surroundings): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Measured ${date} on ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ${machine.system}, load ${machine.loadBefore} before; ${parts.join(", ")}.`;
}

export function writeDocs(file: string, sections: Readonly<Record<string, string>>): void {
  let document = readFileSync(file, "utf8");
  for (const [name, text] of Object.entries(sections)) document = replaceSection(document, name, text);
  writeFileSync(file, document);
}
