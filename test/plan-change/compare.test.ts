/** What differs between a folder and a running plan, and what a running plan cannot take. */
import { describe, expect, it } from "vitest";
import type { Milestone } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { compare } from "../../plan-change/compare.js";
import { bundle } from "../support/small-bundle.js";

const versions = { plan: 1, roster: 1, policy: 1, calendar: 1 };
const compared = (wanted: PlanBundle) => compare(bundle, wanted, versions);
const withMilestone = (id: string, change: Partial<Milestone>): PlanBundle => ({
  ...bundle,
  plan: {
    ...bundle.plan,
    tasks: bundle.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((milestone) => (milestone.id === id ? { ...milestone, ...change } : milestone)),
    })),
  },
});
const refusals = (wanted: PlanBundle): string[] =>
  compared(wanted).refused.map(({ file, what, instead }) => `${file} | ${what.en} | ${instead.en}`);

describe("a folder against what runs", () => {
  it("that is the same changes nothing", () => {
    expect(compared(structuredClone(bundle))).toEqual({
      kinds: [],
      checklists: false,
      registers: false,
      readings: [],
      changes: [],
      refused: [],
    });
  });

  it("reads a date anew, and takes corrected texts", () => {
    const read = compared(withMilestone("works", { deadline: "2021-07-31" }));
    expect(read.readings).toEqual([{ milestone: "works", from: "2021-06-30", to: "2021-07-31" }]);
    expect(read).toMatchObject({ kinds: ["plan"], refused: [] });
    const text = compared(withMilestone("works", { closeCriteria: "通水并验收" }));
    expect(text).toMatchObject({ kinds: ["plan"], readings: [], refused: [] });
    expect(text.changes[0]?.what.zh).toBe("时限事项 works 的文字修订");
  });

  it("refuses what the plan's items were made from, with what to do instead", () => {
    const { plan, roster } = bundle;
    expect(refusals({ ...bundle, plan: { ...plan, start: "2021-05-01" } })).toEqual([
      "plan.yaml | start: 2021-04-12 to 2021-05-01 | this cannot be changed while the plan runs: put the old value back, or open another plan under another id",
    ]);
    expect(
      refusals({ ...bundle, plan: { ...plan, timeZone: { name: "Asia/Tokyo", offsetMinutes: 540 } } })[0],
    ).toContain("timeZone");
    expect(refusals({ ...bundle, plan: { ...plan, id: "other" } })[0]).toContain("id: small to other");
    expect(refusals({ ...bundle, plan: { ...plan, tasks: plan.tasks.slice(0, 1) } })[0]).toContain("task 2 is gone");
    const [first, ...rest] = plan.tasks;
    if (!first) throw new Error("the small plan has tasks");
    const less = { ...first, milestones: first.milestones.slice(1) };
    expect(refusals({ ...bundle, plan: { ...plan, tasks: [less, ...rest] } })[0]).toContain("milestone plan is gone");
    expect(refusals(withMilestone("works", { scope: "township" }))[0]).toContain(
      "scope of milestone works: village to township",
    );
    expect(refusals(withMilestone("works", { supporting: [{ unit: "helper" }] }))[0]).toContain("supporting");
    expect(refusals({ ...bundle, roster: { ...roster, units: roster.units.slice(1) } })[0]).toContain(
      "unit lead is gone | the ledger speaks of it",
    );
    expect(refusals({ ...bundle, roster: { ...roster, bodies: { ...roster.bodies, office: "lead" } } })[0]).toContain(
      "the units in bodies",
    );
  });

  it("asks for a higher version of a policy or calendar whose content has changed", () => {
    const policy = { ...bundle.policy, signWithin: 3 };
    expect(refusals({ ...bundle, policy })[0]).toMatch(/^policy.yaml \| .*version 1 already \| write version: 2$/);
    expect(compared({ ...bundle, policy: { ...policy, version: 2 } })).toMatchObject({
      kinds: ["policy"],
      refused: [],
    });
    const calendar = { ...bundle.calendar, years: bundle.calendar.years.slice(0, 1) };
    expect(refusals({ ...bundle, calendar })[0]).toContain("write version: 2");
  });

  it("names what changes in the roster, people by name", () => {
    const roster = {
      ...bundle.roster,
      persons: [...bundle.roster.persons, { id: "new", name: "新人" }],
      posts: bundle.roster.posts.map((post) =>
        post.id === "unit/desk"
          ? {
              ...post,
              holders: [
                { value: "p-unit-desk", to: "2021-06-01" },
                { value: "new", from: "2021-06-01" },
              ],
            }
          : post,
      ),
    };
    expect(compared({ ...bundle, roster }).changes.map(({ what }) => what.zh)).toEqual([
      "岗位 unit/desk：任职人员由p-unit-desk改为p-unit-desk（至2021年6月1日前）、新人（2021年6月1日起）",
      "新增人员 new",
    ]);
  });
});
