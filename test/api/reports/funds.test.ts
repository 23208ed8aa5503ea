/** Funds and months in the reports over HTTP: as they stood at the period's end, whenever the report is made, and said to be missing where they are. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import type { Registers } from "../../../domain/plan/registers.js";
import { stageRows } from "../../../prisma/registers/staging.js";
import { asked } from "../../support/asked-bundle.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { keepers, keptBundle, registerCommand, registers } from "../../support/kept-bundle.js";
import { Recorder } from "../../support/recorder.js";
import { wordText } from "../../support/word-text.js";
import { type Api, serve } from "../support.js";

const withFunds: Registers = {
  ...registers,
  registers: [
    ...registers.registers,
    {
      id: "funds",
      title: "资金台账",
      english: "Funds",
      clause: "三",
      keeper: { kind: "unit", unit: "lead" },
      rhythm: "monthly",
      key: ["year", "source"],
      columns: [
        { id: "year", title: "年度", english: "Year", type: "year", required: true },
        { id: "source", title: "来源", english: "Source", type: "choice", required: true, options: ["中央", "其他"] },
        { id: "planned", title: "计划", english: "Planned", type: "number", unit: "万元" },
        { id: "arrived", title: "到位", english: "Arrived", type: "number", unit: "万元" },
        { id: "spent", title: "支出", english: "Spent", type: "number", unit: "万元" },
        { id: "library", title: "入库", english: "In the library", type: "flag" },
      ],
      checks: [],
    },
  ],
  funds: {
    register: "funds",
    year: "year",
    source: "source",
    planned: "planned",
    arrived: "arrived",
    spent: "spent",
    library: "library",
  },
};
const bundle: PlanBundle = asked({ ...keptBundle, registers: withFunds });

let database: TestDatabase;
let api: Api;
let plan: Recorder;
beforeAll(async () => {
  database = await freshDatabase();
  plan = await new Recorder(database.pool, bundle, "funded").open();
  await plan.runTo(plan.at("2021-06-10", "10:00"));
  await fund("2021-06-10", 0, { year: "2021", source: "中央", planned: "100", arrived: "50", library: "是" });
  await plan.runTo(plan.at("2021-07-05", "10:00"));
  await fund("2021-07-05", 2, { arrived: "80", spent: "20" });
  await plan.runTo(plan.at("2021-08-02", "18:00"));
  api = await serve(database.pool);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function fund(day: string, was: number, cells: Record<string, string>): Promise<void> {
  const rows = [{ row: "a", was, cells }];
  const batch = await stageRows(database.pool, { planId: plan.planId, register: "funds" }, rows);
  const act = { kind: "changeRows", batch, rows: 1, from: "grid" } as const;
  expect(await plan.keep("funds", plan.at(day, "10:00"), registerCommand(keepers.lead, act))).toEqual([]);
}

async function report(period: string): Promise<string> {
  const response = await api.get(`/api/v1/plans/funded/reports/${period}/report.docx`);
  expect(response.status, period).toBe(200);
  return wordText(new Uint8Array(await response.arrayBuffer()));
}

it("says what the register held at the period's end, by source and in all", async () => {
  expect(await report("2021-06")).toContain(
    "截至2021年6月30日，2021年计划资金100万元，到位50万元（到位率50%），支出暂无数据，涉及项目1个，其中入库1个。",
  );
  expect(await report("2021-07")).toContain("到位80万元（到位率80%），支出20万元（支出率25%）");
  expect(await report("2021Q2")).toContain("到位50万元");
  expect(await report("2021H1")).toContain("资金来源计划（万元）到位（万元）");
});

it("says that there is no data before anybody filled it in, and nothing of it by the week", async () => {
  const may = await report("2021-05");
  expect(may).toContain("截至2021年5月31日，资金台账暂无数据。");
  expect(may).not.toMatch(/计划资金0|到位0/);
  expect(await report("2021-W24")).not.toContain("资金");
});

it("counts who answered the months whose figures were fixed in the period", async () => {
  expect(await report("2021-05")).toMatch(/2021年5月调度应报送(\d+)个单位（次），按期报送0个，逾期报送0个，未报送\1个/);
  expect(await report("2021Q2")).toContain("2021年4月、2021年5月调度应报送");
  // June's figures were fixed on the first of July.
  expect(await report("2021-06")).toContain("本期没有截止的月度调度。");
  expect(await report("2021-07")).toContain("2021年6月、2021年7月调度应报送");
  expect(await report("2021-W24")).not.toContain("月度调度");
});
