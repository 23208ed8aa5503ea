/** A plan's folder of one's own: a copy of plans/example, or of another, to edit. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface PlanCopy {
  readonly folder: string;
  /** Replaces text in a file; fails where it is not there. */
  edit(file: string, from: string | RegExp, to: string): void;
  remove(): void;
}

export function copyPlan(plan = "example"): PlanCopy {
  const folder = mkdtempSync(path.join(tmpdir(), "duban-plan-"));
  cpSync(path.join(ROOT, "plans", plan), folder, { recursive: true });
  return {
    folder,
    edit(file, from, to) {
      const name = path.join(folder, file);
      const before = readFileSync(name, "utf8");
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} has no ${String(from)} to replace`);
      writeFileSync(name, after);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
