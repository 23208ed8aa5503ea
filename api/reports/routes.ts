/** Reports of weeks, months, quarters and half-years, made from the ledger as it stood at the period's last instant. */
import { reportFile } from "../../documents/files/report-files.js";
import { DOCX_TYPE } from "../../documents/docx/render.js";
import { reportTitle } from "../../documents/reports/model.js";
import { XLSX_TYPE } from "../../documents/xlsx/render.js";
import { addDays, instantAt } from "../../domain/plan/plan-date.js";
import { columnOf, registerOf } from "../../domain/plan/registers.js";
import { wordsOf } from "../../domain/plan/words.js";
import { PERIOD_KINDS, type Period, periodAfter, periodOf, periodsOver } from "../../domain/reports/period.js";
import { fundsOf } from "../../domain/reports/funds.js";
import { monthsOfPeriod } from "../../domain/reports/months.js";
import { type Report, reportOf } from "../../domain/reports/report.js";
import type { Pool } from "../../prisma/database/pool.js";
import { closedMonths } from "../../prisma/months/month-store.js";
import { rowsOnDay } from "../../prisma/registers/read-registers.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import type { PlanSight } from "../rights/sight.js";
import { planDownload, planRoute } from "../serving/route.js";
import type { Services } from "../serving/services.js";
import type { PlanView } from "../views/plan-view.js";
import { worklistOf, worklistRows } from "../worklist/list.js";
import { reportParams, reports } from "./schemas.js";

export const getReports = planRoute({
  method: "get",
  path: "/reports",
  tag: "plans",
  summary: "Periods with a report 报告期间",
  response: reports,
  changesWith: "ledger",
  handler: ({ plan }) => ({
    periods: PERIOD_KINDS.flatMap((kind) => periodsOver(kind, plan.from, plan.today)),
  }),
});

function periodAsked(id: string, { from, today }: PlanView): Period {
  const period = periodOf(id);
  if (period && period.to < today && period.to >= from) return period;
  throw new ProblemError("unknownReport", {
    zh: "没有该期间的报告：期间尚未结束，或者在方案开始之前。",
    en: "There is no report of that period: it is not over, or it was before the plan.",
  });
}

/** Rows read at once. */
const PIECE = 500;

async function made(period: Period, plan: PlanView, sight: PlanSight, { pool }: Services): Promise<Report> {
  const { names, bundle } = plan;
  const before = addDays(period.from, -1);
  const since = before >= plan.from ? before : null;
  const list = await worklistOf({ on: period.to, ...(since === null ? {} : { since }), sort: "task" }, plan, sight);
  const rows = [];
  for (let at = 0; at < list.items.length; at += PIECE)
    rows.push(...(await worklistRows(pool, plan, list, list.items.slice(at, at + PIECE))));
  const overdue = new Map(list.items.map(({ item, reason }) => [item.id, reason.workingDaysOverdue]));
  const { bodies } = bundle.roster;
  return reportOf({
    period,
    planTitle: bundle.plan.shortTitle,
    issuer: names.unit(bodies.office, period.to).fullName,
    addressee: names.unit(bodies.leadingGroup, period.to).fullName,
    rows,
    since,
    next: periodAfter(period),
    overdue: ({ id }) => overdue.get(id) ?? 0,
    ...(period.kind === "week"
      ? {}
      : { ...(await fundsIn(period, plan, pool)), ...(await monthlyIn(period, plan, pool)) }),
  });
}

/** The funds of the period's year as they stood at its end. */
async function fundsIn({ to }: Period, { id: planId, bundle }: PlanView, pool: Pool): Promise<Pick<Report, "funds">> {
  const { registers } = bundle;
  const { funds } = registers ?? {};
  const register = registers && funds && registerOf(registers, funds.register);
  if (!register) return {};
  const rows = await rowsOnDay(pool, { planId, register: register.id }, { column: null, values: [] }, to);
  const unit = columnOf(register, funds.planned)?.unit ?? "";
  return {
    funds: fundsOf(
      rows.map(({ cells }) => cells),
      funds,
      to.slice(0, 4),
      unit,
    ),
  };
}

/** The months whose figures were fixed in the period. */
async function monthlyIn(
  { from, to }: Period,
  { id, bundle: { policy }, ruleSet: { offsetMinutes } }: PlanView,
  pool: Pool,
): Promise<Pick<Report, "monthly">> {
  const startOf = (day: string): number => instantAt(day, "00:00", offsetMinutes);
  const closed = await closedMonths(pool, id, startOf(from), startOf(addDays(to, 1)));
  return policy.months === undefined && closed.length === 0 ? {} : { monthly: monthsOfPeriod(closed) };
}

export const getReportFile = planDownload({
  method: "get",
  path: "/reports/{period}/{file}",
  tag: "plans",
  summary: "A report as a file 周报、月报、季报、半年报",
  description:
    "Word by GB/T 9704-2012, or a workbook with every item. Of a period that is over it has the same bytes whenever it is made, as long as the plan's texts and roster say the same of it.",
  mediaType: DOCX_TYPE,
  params: reportParams,
  problems: ["unknownReport"],
  async send({ plan, params: { period: id, file }, sight, services }, req, res) {
    const period = periodAsked(id, plan);
    const type = file === "report.docx" ? DOCX_TYPE : XLSX_TYPE;
    // That it is there is known without making it.
    if (req.method === "HEAD") return void res.status(200).type(type).end();
    const report = await made(period, plan, sight, services);
    const words = wordsOf(plan.bundle.plan, "zh");
    const bytes = await reportFile(file, report, addDays(period.to, 1), words);
    res.status(200).type(type);
    res.setHeader("Content-Disposition", disposition(`${reportTitle(report)}.${file.split(".")[1] ?? ""}`));
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(Buffer.from(bytes));
  },
});
