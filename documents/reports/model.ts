/** A report of a period as an official document: what was counted, in the words of the office. */
import { dayZh } from "../../domain/language/dates.js";
import { fundsCells, fundsColumns, fundsText, NO_DATA } from "../../domain/reports/funds.js";
import { monthsText } from "../../domain/reports/months.js";
import { changesText, countsText, type Report, type ReportPart } from "../../domain/reports/report.js";
import type { WorklistRow } from "../../domain/worklist/row.js";
import type { Annex, Block, Column, OfficialDocument } from "../model.js";

const heading = (text: string): Block => ({ kind: "heading", level: 1, text });
const say = (text: string): Block => ({ kind: "paragraph", runs: [{ text }] });

export const reportTitle = ({ period, planTitle }: Pick<Report, "period" | "planTitle">): string =>
  `关于${planTitle}${period.words.zh}工作落实情况的报告`;

const PART_COLUMNS: readonly Column[] = [
  { title: "名称", width: 5 },
  ...["合计", "已销号", "绿灯", "黄灯", "红灯", "灰灯", "未开始"].map((title) => ({
    title,
    width: 1.6,
    align: "right" as const,
  })),
];

const partTable = (parts: readonly ReportPart[]): Block => ({
  kind: "table",
  columns: PART_COLUMNS,
  rows: parts.map(({ name, counts }) => [
    name,
    ...(["all", "blue", "green", "yellow", "red", "grey", "notStarted"] as const).map((light) => String(counts[light])),
  ]),
});

const placeOf = ({ village, township }: WorklistRow): string => village?.name ?? township?.name ?? "全区";

const rowTable = (rows: readonly WorklistRow[]): Block => ({
  kind: "table",
  columns: [
    { title: "序号", width: 1, align: "center" },
    { title: "事项", width: 6 },
    { title: "地点", width: 2.4 },
    { title: "主办单位", width: 3 },
    { title: "时限", width: 3 },
    { title: "办理状态", width: 4 },
  ],
  rows: rows.map((row, at) => [
    String(at + 1),
    row.title,
    placeOf(row),
    row.primaryUnit.name,
    dayZh(row.deadline),
    row.standing.zh,
  ]),
});

/** Problems said of in the text; the workbook has all of them. */
const MOST_PROBLEMS = 20;

function problems({ problems: said }: Report): Block[] {
  if (said.length === 0) return [say("各单位没有填报存在问题。")];
  const rest = said.length - MOST_PROBLEMS;
  return [
    ...said.slice(0, MOST_PROBLEMS).map(
      ({ unit, place, title, text }): Block => ({
        kind: "paragraph",
        level: 2,
        runs: [{ text: `${unit}${place === "" ? "" : `（${place}）`}“${title}”：${text.replace(/[。；]$/u, "")}。` }],
      }),
    ),
    ...(rest > 0 ? [say(`其余${rest}项见明细表。`)] : []),
  ];
}

const monthly = ({ monthly: said }: Report): Block[] =>
  said === undefined ? [] : [heading("月度调度和台账更新情况"), say(monthsText(said))];

/** A line of what there is, and a table by source; that there is nothing is said. */
function funds({ funds: found, period }: Report): Block[] {
  if (found === undefined) return [];
  const title = heading("资金和项目入库情况");
  if (found === null) return [title, say(`截至${dayZh(period.to)}，资金台账${NO_DATA}。`)];
  const [source = "", ...figures] = fundsColumns(found.unit);
  return [
    title,
    say(`截至${dayZh(period.to)}，${fundsText(found)}。`),
    {
      kind: "table",
      columns: [
        { title: source, width: 3.4 },
        ...figures.map((name) => ({ title: name, width: 2, align: "right" as const })),
      ],
      rows: [...found.sources, found.all].map((part) =>
        fundsCells(part).map((cell) => (cell === null ? NO_DATA : String(cell))),
      ),
    },
  ];
}

/** The document is dated the day after the period: what it says was so at the period's last instant. */
export function reportModel(report: Report, date: string): OfficialDocument {
  const { period, counts, since, red, next, issuer, addressee } = report;
  const annexes: Annex[] = [
    ...(red.length > 0 ? [{ title: "逾期事项清单", body: [rowTable(red)] }] : []),
    ...(next.rows.length > 0 ? [{ title: `${next.period.words.zh}到期事项清单`, body: [rowTable(next.rows)] }] : []),
  ];
  const redAnnex = red.length > 0 ? "（清单见附件1）" : "";
  const nextAnnex = next.rows.length > 0 ? `（清单见附件${red.length > 0 ? 2 : 1}）` : "";
  return {
    kind: "report",
    issuer: { fullName: issuer },
    title: reportTitle(report),
    addressee,
    body: [
      say(`现将${period.words.zh}（${dayZh(period.from)}至${dayZh(period.to)}）工作落实情况报告如下。`),
      heading("总体情况"),
      say(`截至${dayZh(period.to)}，${countsText(counts)}。${since === null ? "" : `${changesText(since)}。`}`),
      heading("各专项情况"),
      partTable(report.groups),
      heading("逾期事项"),
      say(red.length === 0 ? "没有逾期未办结事项。" : `逾期未办结${red.length}项${redAnnex}。`),
      heading("存在问题"),
      ...problems(report),
      ...monthly(report),
      ...funds(report),
      heading("下一步"),
      say(
        next.rows.length === 0
          ? `${next.period.words.zh}没有到期事项。`
          : `${next.period.words.zh}到期${next.rows.length}项${nextAnnex}，请各主办单位按期办结。`,
      ),
    ],
    annexes,
    signature: { name: issuer, date },
  };
}
