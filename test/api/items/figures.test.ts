/** 完成率 over HTTP: the office fixes the total, the unit counts, nobody types a percentage in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { bundle as small } from "../../support/small-bundle.js";
import { type Acting, type Answer, startActing } from "../acting.js";

/** Half of the county's plan is to be done, and all of each village's works. */
const bundle: PlanBundle = {
  ...small,
  plan: {
    ...small.plan,
    tasks: small.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((milestone) =>
        milestone.id === "plan" || milestone.id === "works"
          ? {
              ...milestone,
              metric: {
                name: "完成率",
                target: milestone.id === "plan" ? 50 : 100,
                unit: "%",
                formula: "已完成÷总任务量",
              },
            }
          : milestone,
      ),
    })),
  },
};

const PLAN = "plan/county";
let acting: Acting;
beforeAll(async () => {
  acting = await startActing(bundle);
  await acting.goTo("2021-04-13");
});
afterAll(() => acting.close());

const act = (person: string, action: string, more: Record<string, unknown>, items = [PLAN]): Promise<Answer> =>
  acting.act(person, action, { items, ...more });
const text = { text: "按清单推进" };
const light = async (): Promise<{ explanation: { zh: string; en: string }; inputs: Record<string, unknown> }> =>
  (await acting.get("p-office-desk", "/items/plan%2Fcounty/light")).body as never;

describe("a measured item", () => {
  it("takes no percentage, and nothing before its total is fixed", async () => {
    expect((await act("p-lead-desk", "signFor", {})).status).toBe(200);
    const typed = await act("p-lead-desk", "reportProgress", { percent: 40, ...text });
    expect(typed).toMatchObject({ status: 422, body: { code: "computedPercent" } });
    expect((typed.body.reason as { zh: string }).zh).toContain("不得手工填报百分比");
    const early = await act("p-lead-desk", "reportProgress", { figures: { done: 1 }, ...text });
    expect(early).toMatchObject({ status: 409, body: { code: "totalNotFixed" } });
    expect((early.body.reason as { zh: string }).zh).toContain("尚未由办公室核定");
    expect((await light()).explanation.zh).toContain("须完成50%，总任务量尚未核定");
  });

  it("has its total fixed by the office, by nobody else, and for several items at once", async () => {
    expect((await act("p-lead-desk", "fixTotal", { total: 40 })).status).toBe(403);
    expect((await act("auditor", "fixTotal", { total: 40 })).status).toBe(403);
    expect(await act("p-office-desk", "fixTotal", { total: 0 })).toMatchObject({ status: 400 });
    expect(await act("p-office-desk", "fixTotal", {})).toMatchObject({ status: 422, body: { code: "badValue" } });
    const fixed = await act("p-office-desk", "fixTotal", { total: 40, totals: { "works/v1": 7 } }, [
      PLAN,
      "works/v1",
      "works/v2",
      "ledger/town1",
    ]);
    expect(fixed.status).toBe(207);
    expect((fixed.body.outcomes as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
      "accepted",
      "accepted",
      "accepted",
      "refused",
    ]);
    const { rows } = await acting.run.database.pool.query(
      "SELECT id, state -> 'total' AS total FROM item WHERE plan_id = $1 AND state ? 'total' ORDER BY id",
      [acting.run.planId],
    );
    expect(rows).toEqual([
      { id: PLAN, total: 40 },
      { id: "works/v1", total: 7 },
      { id: "works/v2", total: 40 },
    ]);
  });

  it("has its percentage computed from what is counted: in its light, its explanation and its story", async () => {
    expect(await act("p-lead-desk", "reportProgress", { figures: { done: 41 }, ...text })).toMatchObject({
      status: 422,
      body: { code: "badValue" },
    });
    expect(await act("p-lead-desk", "reportProgress", { figures: { done: 5 }, ...text })).toMatchObject({
      status: 200,
    });
    const why = await light();
    expect(why.inputs).toMatchObject({ percent: 12.5, figures: { done: 5, total: 40, target: 50 } });
    expect(why.explanation.zh).toContain("总任务量40，已完成5，完成率12.5%（目标50%，序时进度");
    expect(why.explanation.en).toContain("5 of 40 done: 12.5 % (50 % to be reached");
    const story = JSON.stringify((await acting.get("p-office-desk", "/items/plan%2Fcounty/ledger?limit=50")).body);
    expect(story).toContain("核定总任务量40（目标50%）");
    expect(story).toContain("报告进展12.5%（已完成5，总任务量40）：按清单推进");
    const offered = (await acting.get("p-lead-desk", "/items/plan%2Fcounty/actions")).body.actions as {
      action: string;
      may: boolean;
    }[];
    expect(offered.find(({ action }) => action === "reportProgress")?.may).toBe(true);
  });

  it("has its total corrected with a reason only", async () => {
    expect(await act("p-office-desk", "fixTotal", { total: 50 })).toMatchObject({
      status: 422,
      body: { code: "badValue" },
    });
    expect(await act("p-office-desk", "fixTotal", { total: 40, reason: "再次" })).toMatchObject({ status: 409 });
    expect(await act("p-office-desk", "fixTotal", { total: 50, reason: "增列项目" })).toMatchObject({ status: 200 });
    expect((await light()).inputs).toMatchObject({ percent: 10, figures: { done: 5, total: 50 } });
    const story = JSON.stringify((await acting.get("p-office-desk", "/items/plan%2Fcounty/ledger?limit=50")).body);
    expect(story).toContain("更正总任务量，由40改为50，完成率10%：增列项目");
  });

  it("is not complete below its target, and the light of a day gone by has the figures of that day", async () => {
    await acting.goTo("2021-05-20");
    const data = new FormData();
    data.append("effectiveOn", "2021-05-20");
    data.append(
      "file",
      new Blob([new TextEncoder().encode("%PDF-1.4\n%%EOF\n")], { type: "application/pdf" }),
      "清单.pdf",
    );
    const filed = await acting.request("p-lead-desk", "/items/plan%2Fcounty/evidence", {
      method: "POST",
      headers: { "idempotency-key": "figures-evidence" },
      body: data,
    });
    const { file } = (await filed.json()) as { file: { sha256: string } };
    expect(filed.status, JSON.stringify(file)).toBe(200);
    const report = (done: number) =>
      act("p-lead-desk", "report", { ...text, evidence: [file.sha256], figures: { done } });
    const below = await report(24);
    expect(below).toMatchObject({ status: 422, body: { code: "belowTarget" } });
    expect((below.body.reason as { zh: string }).zh).toContain("未达到目标50%");
    expect(await report(25)).toMatchObject({ status: 200 });
    expect((await light()).inputs).toMatchObject({ status: "reported", percent: 50, figures: { done: 25, total: 50 } });
    const before = await acting.get("p-office-desk", "/items/plan%2Fcounty/light?on=2021-05-19");
    expect(before.body.inputs).toMatchObject({ percent: 10, figures: { done: 5, total: 50 } });
  });
});
