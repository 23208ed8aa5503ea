/** `registers`: a workbook of 20,000 rows is looked at and recorded, and a register of 120,000 rows goes out; over HTTP, by one API process. */
import { randomUUID } from "node:crypto";
import exceljs from "exceljs";
import { valueOn } from "../domain/plan/dated.js";
import { dateAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { tokensOf } from "./acting.js";
import { atLeast, atMost } from "./aims.js";
import { startApi } from "./api-process.js";
import { residentMb } from "./cpu.js";
import { openPlans } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";

const REGISTER = "projects";
const IMPORTED = 20_000;
const EXPORTED = 120_000;
/** How often the API's memory is looked at (milliseconds). */
const LOOKS_EVERY = 100;

interface Played {
  readonly rows: number;
  readonly previewMs: number;
  readonly recordMs: number;
  readonly peakMb: number;
  /** Over what the process had before. */
  readonly grownMb: number;
  readonly exported: number;
  readonly xlsxPerSecond: number;
  readonly csvPerSecond: number;
}

async function workbook({ roster }: PlanBundle, count: number): Promise<Blob> {
  const file = new exceljs.Workbook();
  const sheet = file.addWorksheet("重点项目清单");
  sheet.addRow([
    "项目编号",
    "项目名称",
    "所在村",
    "工程类别",
    "建设单位",
    "总投资（万元）",
    "完成投资（万元）",
    "开工日期",
    "形象进度",
    "入库",
    "存在问题",
  ]);
  for (let no = 0; no < count; no++) {
    const village = roster.villages[no % roster.villages.length];
    sheet.addRow([
      `B-${no}`,
      `第${no}号基础设施项目`,
      village?.id,
      "农田水利",
      "水务局",
      100 + (no % 900),
      no % 100,
      "2021-05-01",
      "在建",
      "是",
      "资金到位较慢，已请财政局协调",
    ]);
  }
  return new Blob([await file.xlsx.writeBuffer()]);
}

async function play(bench: Bench): Promise<Played> {
  const bundle = await planFrom(SEED_PLAN);
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  const [count, many] = bench.size === "full" ? [IMPORTED, EXPORTED] : [200, 1_000];
  const { keeper } = bundle.registers?.registers.find(({ id }) => id === REGISTER) ?? {};
  const unit = bundle.roster.units.find(({ id }) => keeper?.kind === "unit" && id === keeper.unit);
  const person =
    valueOn(bundle.roster.posts.find(({ id }) => id === unit?.desk)?.holders ?? [], bundle.plan.start) ?? "";
  try {
    const token = (await tokensOf(opened.pool, bundle.plan.id, [person])).get(person) ?? "";
    const { child, origin } = await startApi(bench, bench.stack.databaseUrl, opened.taskQueue);
    try {
      const base = `${origin}/api/v1/plans/${planId}/registers/${REGISTER}`;
      const headers = () => ({ authorization: `Bearer ${token}`, "idempotency-key": randomUUID() });
      const form = new FormData();
      form.set("file", await workbook(bundle, count), "B.xlsx");
      const before = residentMb(child.pid());
      let peak = before;
      const looking = setInterval(() => void (peak = Math.max(peak, residentMb(child.pid()))), LOOKS_EVERY);
      const previewed = performance.now();
      const preview = await answered(
        await fetch(`${base}/imports`, { method: "POST", headers: headers(), body: form }),
      );
      const previewMs = performance.now() - previewed;
      const recorded = performance.now();
      const json = { ...headers(), "content-type": "application/json" };
      const body = JSON.stringify({ confirmed: true });
      const done = await answered(
        await fetch(`${base}/imports/${String(preview["batch"])}/confirm`, { method: "POST", headers: json, body }),
      );
      const recordMs = performance.now() - recorded;
      clearInterval(looking);
      await multiply(opened.pool, planId, many - count, dateAt(Date.now(), 480));
      const xlsxPerSecond = await rate(`${base}/files/rows.xlsx`, headers(), many);
      const csvPerSecond = await rate(`${base}/files/rows.csv`, headers(), many);
      return {
        rows: Number(done["changed"]),
        previewMs,
        recordMs,
        peakMb: peak,
        grownMb: peak - before,
        exported: many,
        xlsxPerSecond,
        csvPerSecond,
      };
    } finally {
      await child.stop();
    }
  } finally {
    await opened.gateway.workflows.terminate(planId, `register/${REGISTER}`, "measured");
    await opened.close();
  }
}

async function answered(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Rows like those that there are: what goes out is measured, not how they came. */
async function multiply(
  pool: Awaited<ReturnType<typeof openPlans>>["pool"],
  planId: string,
  more: number,
  day: string,
): Promise<void> {
  await pool.query(
    `INSERT INTO register_row (plan_id, register, row_id, seq, place, key, cells, removed, changed_on, person)
     SELECT $1, $2, 'x' || no, 1, 1000000000 + no, md5(no::text), (SELECT cells FROM register_row WHERE plan_id = $1 AND register = $2 LIMIT 1), false, $4::date, 'bench'
     FROM generate_series(1, $3::int) AS no`,
    [planId, REGISTER, more, day],
  );
}

async function rate(address: string, headers: Record<string, string>, rows: number): Promise<number> {
  const since = performance.now();
  const response = await fetch(address, { headers });
  if (!response.ok || !response.body) throw new Error(`${address}: ${response.status}`);
  for await (const _ of response.body) continue;
  return rows / ((performance.now() - since) / 1_000);
}

async function run(bench: Bench): Promise<Report> {
  const rounds: Played[] = [];
  for (let no = 0; no < bench.rounds; no++) {
    bench.signal.throwIfAborted();
    rounds.push(
      await bench.progress.step(
        ({ rows, previewMs, recordMs, grownMb }: Played) =>
          `registers, round ${no + 1}: ${rows} rows looked at in ${round(previewMs / 1_000, 1)} s, recorded in ${round(recordMs / 1_000, 1)} s, ${grownMb} MB more`,
        () => play(bench),
      ),
    );
  }
  const of = (pick: (one: Played) => number): number => median(rounds.map(pick));
  const [first] = rounds;
  const peakMb = round(of(({ peakMb: mb }) => mb));
  const [xlsx, csv] = [round(of((one) => one.xlsxPerSecond)), round(of((one) => one.csvPerSecond))];
  return {
    figures: {
      rows: first?.rows ?? 0,
      previewSeconds: round(of((one) => one.previewMs) / 1_000, 1),
      recordSeconds: round(of((one) => one.recordMs) / 1_000, 1),
      peakMb,
      grownMb: round(of((one) => one.grownMb)),
      exported: first?.exported ?? 0,
      xlsxPerSecond: xlsx,
      csvPerSecond: csv,
    },
    tables: [
      {
        title: `A workbook of ${first?.rows ?? 0} rows in, ${first?.exported ?? 0} rows out; one API process, one worker`,
        columns: ["round", "looked at, s", "recorded, s", "API's memory at most, MB", "xlsx rows/s", "CSV rows/s"],
        rows: rounds.map((one, no) => [
          no + 1,
          round(one.previewMs / 1_000, 1),
          round(one.recordMs / 1_000, 1),
          one.peakMb,
          round(one.xlsxPerSecond),
          round(one.csvPerSecond),
        ]),
      },
    ],
    aims: [
      atMost("memory of the API while it is imported", peakMb, 300, "MB"),
      atLeast("rows a second as xlsx", xlsx, 5_000, ""),
      atLeast("rows a second as CSV", csv, 5_000, ""),
    ],
  };
}

export const registersBenchmark: Benchmark = {
  name: "registers",
  about: "a workbook of 20,000 rows is imported, and 120,000 rows are exported",
  run,
};
