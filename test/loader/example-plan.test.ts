/** plans/example: what one copies to begin a plan of one's own must load as it stands. */
import path from "node:path";
import { expect, it } from "vitest";
import { plannedItems } from "../../domain/plan/planned-items.js";
import { loadExistingItems } from "../../loader/load-existing.js";
import { loadPlan } from "../../loader/load-plan.js";

const FOLDER = path.resolve(import.meta.dirname, "../../plans/example");

it("loads without a problem, with every kind of item", async () => {
  const loaded = await loadPlan(FOLDER);
  expect(loaded).toMatchObject({ ok: true });
  if (!loaded.ok) return;
  const { bundle } = loaded;
  expect(bundle.roster.sample).toBe(true);
  expect(plannedItems(bundle).map(({ id, primaryUnit }) => `${id} ${primaryUnit}`)).toEqual([
    "t01-plan/county shuiwuju",
    "t01-ledger/dongxiang dongxiang",
    "t01-ledger/xixiang xixiang",
    ...["v01", "v02", "v03", "v04"].map((village) => `t02-pipes/${village} shuiwuju`),
  ]);
  expect(await loadExistingItems(FOLDER, bundle)).toEqual({ ok: true, existing: {} });
});
