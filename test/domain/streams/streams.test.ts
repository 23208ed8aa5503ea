/** Which ledger streams a plan has. */
import { describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { plannedItems } from "../../../domain/plan/planned-items.js";
import { itemsOfStream, MAX_ITEMS_PER_STREAM, taskStreams } from "../../../domain/streams/streams.js";
import { bundle } from "../../support/small-bundle.js";

/** The same plan with so many villages that task 2 has too many items for one stream. */
function large(): PlanBundle {
  const [first] = bundle.roster.villages;
  if (!first) throw new Error("the small plan has villages");
  const villages = Array.from({ length: MAX_ITEMS_PER_STREAM }, (_, no) => ({
    ...first,
    id: `v${no}`,
    township: no % 3 === 0 ? "town1" : "town2",
    concentratedArea: no < 10,
  }));
  return { ...bundle, roster: { ...bundle.roster, villages } };
}

describe("a plan's streams", () => {
  it("are one per task that has items", () => {
    expect(taskStreams(bundle).map(({ stream, milestones, local }) => [stream, milestones, local])).toEqual([
      ["task/1", ["plan", "ledger"], true],
      ["task/2", ["works", "area"], true],
    ]);
  });

  it("are one per township where a task has too many items, and nothing is left out or doubled", () => {
    const plan = large();
    const streams = taskStreams(plan);
    expect(streams.map(({ stream }) => stream)).toEqual(["task/1", "task/2/town1", "task/2/town2"]);
    const spread = streams.flatMap(({ task, section }) => itemsOfStream(plan, task, section).map((item) => item.id));
    expect(spread.sort()).toEqual(
      plannedItems(plan)
        .map((item) => item.id)
        .sort(),
    );
    for (const { task, section } of streams)
      expect(itemsOfStream(plan, task, section).length).toBeLessThanOrEqual(MAX_ITEMS_PER_STREAM);
  });
});
