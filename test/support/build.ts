/** A second build of the product: this tree's sources, copied and changed, for a worker of another release. */
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** What no worker needs. */
const LEFT_OUT = new Set(["node_modules", "test", "web", "docs", "bench", "chaos", "plans", "deploy"]);

export interface Change {
  /** Folders or files, from the root. */
  readonly in: readonly string[];
  readonly from: string | RegExp;
  readonly to: string;
}

/** Makes the build in `folder`. Every change must find what it changes: else the test would compare a build with itself. */
export function otherBuild(folder: string, changes: readonly Change[]): string {
  for (const entry of readdirSync(ROOT))
    if (!entry.startsWith(".") && !LEFT_OUT.has(entry))
      cpSync(path.join(ROOT, entry), path.join(folder, entry), { recursive: true });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  for (const change of changes) {
    let found = 0;
    for (const file of change.in.flatMap((each) => filesOf(path.join(folder, each)))) {
      const text = readFileSync(file, "utf8");
      const changed = text.replaceAll(change.from, change.to);
      if (changed === text) continue;
      writeFileSync(file, changed);
      found++;
    }
    if (found === 0)
      throw new Error(`${change.in.join(", ")} no longer says ${String(change.from)}: the build would not differ`);
  }
  return folder;
}

function filesOf(place: string): string[] {
  if (place.endsWith(".ts")) return [place];
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(place, name));
}
