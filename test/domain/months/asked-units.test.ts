/** Who is asked by the month: units that can answer, never the name that stands for several of them. */
import { expect, it } from "vitest";
import { monthOpeningRows } from "../../../domain/months/open-month.js";
import { ALL_TOWNSHIPS } from "../../../domain/plan/roster.js";
import { seedBundle } from "../../plans/seed.js";
import { ruleSetOf } from "../../support/alone.js";

it("asks each township that a plan means by 各乡镇（街道）, and nobody under that name", async () => {
  const bundle = await seedBundle();
  const month = "2021-12";
  const at = Date.parse("2021-12-20T01:00:00Z");
  const info = { stream: `month/${month}`, month, askedOn: "2021-12-20", dueOn: "2021-12-27", closesOn: "2021-12-30" };
  const rows = monthOpeningRows(
    info.stream,
    bundle,
    { info: { ...info, openedAt: at }, items: [], kept: {} },
    at,
    ruleSetOf(bundle),
  );
  const asked = rows.flatMap((row) => (row.type === "progressRequested" ? [row.payload.unit] : []));
  expect(asked).toEqual(expect.arrayContaining(bundle.roster.townships.map(({ id }) => id)));
  expect(bundle.roster.units.map(({ id }) => id)).toContain(ALL_TOWNSHIPS);
  expect(asked).not.toContain(ALL_TOWNSHIPS);
});
