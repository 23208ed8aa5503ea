/** Further versions of checklists into a running plan: what is told, what is refused, and that rounds can go over to them. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { ChecklistLine, Checklists } from "../../domain/plan/checklists.js";
import { Source } from "../../loader/source.js";
import { checklistTexts } from "../../loader/checklist-form.js";
import { checkChecklists, readChecklists } from "../../loader/load-checklists.js";
import { loadPlan } from "../../loader/load-plan.js";
import { applyChange } from "../../plan-change/apply.js";
import { compareChecklists } from "../../plan-change/compare-checklists.js";
import { prepareChange, type Wanted } from "../../plan-change/change.js";
import { loadBundle, loadRuleSet } from "../../prisma/plans/plan-store.js";
import { checklists, inspectedBundle } from "../support/inspected-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

let run: PlanRun | undefined;
let folder: string | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  folder = undefined;
});

const edited = (change: (lines: readonly ChecklistLine[]) => ChecklistLine[], version = 2): Checklists => ({
  ...checklists,
  version,
  lines: change(checklists.lines),
});
const second = edited((lines) => lines.map((line) => (line.key === "losses" ? { ...line, good: "全部补齐" } : line)));
const refusals = (wanted: Checklists | undefined): string[] =>
  compareChecklists(checklists, wanted).refused.map(({ file, what }) => `${file}: ${what.en}`);

describe("checklists against those that run", () => {
  it("that are the same change nothing", () => {
    expect(compareChecklists(checklists, structuredClone(checklists))).toEqual({ changes: [], refused: [] });
  });

  it("are told line by line", () => {
    const wanted = edited(([first, ...rest]) => [
      ...rest.map((line) => (line.key === "losses" ? { ...line, good: "全部补齐" } : line)),
      { ...(first as ChecklistLine), key: "new" },
    ]);
    expect(compareChecklists(checklists, wanted).changes.map(({ what }) => what.en)).toEqual([
      "checklists version 1 → 2; rounds that are open stay on theirs until the office changes them",
      "line works is gone",
      "line losses: other good",
      "line new is new",
    ]);
    expect(refusals(wanted)).toEqual([]);
  });

  it("need a higher version, keep their classes of cause, and never give a key another meaning", () => {
    expect(refusals({ ...second, version: 1 })).toEqual([
      "checklists/common.yaml: its content has changed, but version is 1 and the plan has version 1 already",
    ]);
    expect(refusals({ ...second, causes: checklists.causes.slice(1) })).toEqual([
      "checklists/common.yaml: class of cause funds is gone",
    ]);
    expect(refusals(edited((lines) => lines.map((line) => ({ ...line, scope: "desk" }))))).toContain(
      "checklists: line works stands for something else: task 2 (visit) → task 2 (desk)",
    );
    expect(refusals(undefined)).toEqual(["checklists: the folder has no checklists"]);
  });
});

describe("checklists of a running plan", () => {
  it("are written as a further version, named by their hash in the plan's ledger", async () => {
    run = await startPlan(inspectedBundle);
    await run.startWorker();
    await run.open();
    const { database, gateway, planId } = run;
    const wanted: Wanted = {
      bundle: { ...inspectedBundle, checklists: second },
      handovers: [],
      adoptPolicy: null,
      reason: "完善检查清单",
    };
    const prepare = () => prepareChange(database.pool, planId, wanted);
    const preview = await prepare();
    expect(preview.refused).toEqual([]);
    expect(preview.documents.map(({ kind, version }) => [kind, version])).toEqual([["checklists", 2]]);
    await applyChange({ pool: database.pool, gateway }, planId, prepare);
    expect((await loadBundle(database.pool, planId)).checklists).toEqual(second);
    expect(Object.keys((await loadRuleSet(database.pool, planId)).checklists ?? {})).toEqual(["1", "2"]);
    const rows = await run.ledger.readStream(planId, "plan");
    expect(rows.at(-1)?.payload).toMatchObject({
      order: { kind: "changeDocuments", documents: [{ kind: "checklists", version: 2 }], reason: "完善检查清单" },
    });
    const again = await prepare();
    expect([again.documents, again.orders]).toEqual([[], []]);
  });
});

describe("checklists as files", () => {
  it("come back from their files as they were", async () => {
    const loaded = await loadPlan("plans/yimin-zhifu");
    if (!loaded.ok || !loaded.bundle.checklists) throw new Error("the seed plan has checklists");
    folder = await mkdtemp(path.join(tmpdir(), "duban-checklists-"));
    await mkdir(path.join(folder, "checklists"));
    for (const [name, text] of Object.entries(checklistTexts(loaded.bundle.checklists)))
      await writeFile(path.join(folder, "checklists", name), text);
    const sources = await readChecklists(folder);
    if (!sources) throw new Error("nothing was written");
    expect(checkChecklists(sources, loaded.bundle, [new Source("plan.yaml")])).toEqual(loaded.bundle.checklists);
    expect([sources.common, ...sources.lists].flatMap(({ problems }) => problems)).toEqual([]);
  });
});
