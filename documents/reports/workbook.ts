/** A report's workbook: the figures of its parts, and every item that they count. */
import { WORKLIST_COLUMN_IDS, WORKLIST_COLUMNS } from "../../domain/worklist/columns.js";
import { worklistCell } from "../../domain/worklist/cells.js";
import type { WorklistRow } from "../../domain/worklist/row.js";
import { inWords } from "../../domain/plan/words.js";
import type { Words } from "../../domain/plan/plan.js";
import { type Funds, fundsCells, fundsColumns } from "../../domain/reports/funds.js";
import type { Report, ReportPart } from "../../domain/reports/report.js";
import type { Sheet, SheetColumn, Workbook } from "../xlsx/model.js";
import { reportTitle } from "./model.js";

const LIGHTS = [
  ["all", "合计"],
  ["blue", "已销号"],
  ["green", "绿灯"],
  ["yellow", "黄灯"],
  ["red", "红灯"],
  ["grey", "灰灯"],
  ["notStarted", "未开始"],
] as const;

const parts = (name: string, list: readonly ReportPart[]): Sheet => ({
  name,
  columns: [
    { title: name, width: 28 },
    ...LIGHTS.map(([, title]): SheetColumn => ({ title, width: 9, kind: "number" })),
  ],
  rows: list.map((part) => [part.name, ...LIGHTS.map(([light]) => part.counts[light])]),
});

/** What is not known is an empty cell. */
const fundsSheet = ({ unit, sources, all }: Funds): Sheet => ({
  name: "资金",
  columns: fundsColumns(unit).map(
    (title, at): SheetColumn => (at === 0 ? { title, width: 20 } : { title, width: 13, kind: "number" }),
  ),
  rows: [...sources, all].map((part) => [...fundsCells(part)]),
});

function items(name: string, rows: readonly WorklistRow[], words: Words): Sheet {
  return {
    name,
    columns: WORKLIST_COLUMN_IDS.map((id) => {
      const { title, width, kind } = WORKLIST_COLUMNS[id];
      return { title: inWords(title.zh, words), width, kind };
    }),
    rows: rows.map((row, at) => WORKLIST_COLUMN_IDS.map((id) => worklistCell(row, id, "zh", at + 1))),
  };
}

/** `date`: the day that the file says it is of. */
export function reportWorkbook(report: Report, date: string, words: Words): Workbook {
  const { groups, units, townships, red, next, problems, rows, counts } = report;
  return {
    title: reportTitle(report),
    creator: report.issuer,
    date,
    sheets: [
      parts("总体", [{ name: report.period.words.zh, counts }]),
      parts("专项", groups),
      parts("主办单位", units),
      parts("乡镇", townships),
      items("逾期事项", red, words),
      items("下期到期", next.rows, words),
      {
        name: "存在问题",
        columns: [
          { title: "主办单位", width: 18 },
          { title: "地点", width: 14 },
          { title: "事项", width: 34 },
          { title: "存在问题", width: 50 },
        ],
        rows: problems.map(({ unit, place, title, text }) => [unit, place, title, text]),
      },
      ...(report.funds ? [fundsSheet(report.funds)] : []),
      items("全部事项", rows, words),
    ],
  };
}
