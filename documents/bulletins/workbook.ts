/** The ledger workbook (检查台账) of a round: its visits, lines, findings and objections one by one, and the figures made of them. */
import { type BulletinContent, figuresByKey } from "../../domain/bulletins/content.js";
import type { FindingFact, LineFact, Records, VisitFact } from "../../domain/bulletins/facts.js";
import type { Figure } from "../../domain/bulletins/figures.js";
import { COLUMN_WORDS, GRADE_WORDS } from "../../domain/bulletins/words.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Sheet, SheetCell, SheetColumn, Workbook } from "../xlsx/model.js";

/** Names as the office writes them. */
export interface WorkbookNames {
  readonly unit: (id: string) => string;
  readonly place: (place: LineFact["place"]) => string;
  readonly township: (id: string) => string;
  readonly line: (key: string) => string;
  readonly cause: (id: string) => string;
}

const text = (title: string, width: number): SheetColumn => ({ title, width, kind: "text" });
const number = (title: string, width = 9): SheetColumn => ({ title, width, kind: "number" });

const COUNTS = { inTime: "按期完成", late: "逾期提交（不计入）", out: "未提交" } as const;
const MODES = { visit: "到村（实地）", desk: "案头" } as const;
const SEVERITY = { minor: "一般", serious: "较重", grave: "严重" } as const;
const STATUS = { open: "未销号", closed: "已销号", withdrawn: "撤销" } as const;
const OBJECTION = { waiting: "正在复核", granted: "成立", refused: "不成立" } as const;

export function bulletinWorkbook(
  content: BulletinContent,
  records: Records,
  names: WorkbookNames,
  date: PlanDate,
): Workbook {
  const figures = figuresByKey(content);
  return {
    title: content.bulletin.title.zh.replace(/的通报$/u, "台账"),
    creator: content.issuer,
    date,
    sheets: [
      parts("单位", content, figures, "units"),
      parts("乡镇（街道）", content, figures, "townships"),
      visits(records, names),
      lines(records, names),
      findings(records, names),
      objections(records, names),
      allFigures(content),
    ],
  };
}

/** A ranking's table with numbers as numbers. */
function parts(name: string, content: BulletinContent, figures: ReadonlyMap<string, Figure>, id: string): Sheet {
  const table = content.bulletin.tables.find((one) => one.id === id);
  if (!table) throw new Error(`the bulletin has no table ${id}`);
  return {
    name,
    columns: table.columns.map(({ title }, index) =>
      title === COLUMN_WORDS.rate
        ? { title: `${title.zh}（%）`, width: 12, kind: "percent" }
        : index === 1
          ? text(title.zh, 28)
          : number(title.zh),
    ),
    rows: table.rows.map((row) =>
      row.map((cell, index): SheetCell => {
        if ("figure" in cell) return figures.get(cell.figure)?.value ?? null;
        return index === 0 && /^\d+$/.test(cell.text) ? Number(cell.text) : cell.text;
      }),
    ),
  };
}

const township = (place: LineFact["place"], names: WorkbookNames): string =>
  place.township === undefined ? "" : names.township(place.township);

const visits = ({ current }: Records, names: WorkbookNames): Sheet => ({
  name: "检查",
  columns: [
    text("检查编号", 18),
    text("地点（单位）", 24),
    text("乡镇（街道）", 16),
    text("方式", 12),
    text("情况", 18),
    number("应查项次"),
    number("材料份数"),
    number("年内此前检查次数", 12),
    number("年内此前材料份数", 12),
    text("提交日期", 12),
    number("记录行号"),
  ],
  rows: current.visits.map((visit: VisitFact) => [
    visit.visit,
    names.place(visit.place),
    township(visit.place, names),
    MODES[visit.mode],
    COUNTS[visit.counts],
    visit.asked,
    visit.materials,
    visit.checksBefore,
    visit.materialsBefore,
    visit.submittedOn ?? "",
    visit.submittedRow,
  ]),
});

const lines = ({ current }: Records, names: WorkbookNames): Sheet => ({
  name: "检查项",
  columns: [
    text("检查编号", 18),
    text("地点（单位）", 20),
    text("乡镇（街道）", 14),
    number("任务"),
    text("检查内容", 40),
    text("责任单位", 22),
    text("结果", 10),
    text("情况", 40),
    text("原因", 16),
    text("程度", 8),
    text("亮点", 30),
    text("检查日期", 12),
    number("记录行号"),
  ],
  rows: current.lines.map((line: LineFact) => [
    line.visit,
    names.place(line.place),
    township(line.place, names),
    line.task,
    names.line(line.line),
    line.unit === null ? "" : names.unit(line.unit),
    GRADE_WORDS[line.grade ?? "unchecked"].zh,
    line.text,
    line.grade === "fail" && line.cause !== null ? names.cause(line.cause) : "",
    line.grade === "fail" && line.severity !== null ? SEVERITY[line.severity] : "",
    line.highlight ?? "",
    line.checkedOn ?? "",
    line.row,
  ]),
});

const findings = ({ findings: all, current }: Records, names: WorkbookNames): Sheet => ({
  name: "问题",
  columns: [
    text("整改事项", 34),
    text("地点（单位）", 20),
    text("乡镇（街道）", 14),
    number("任务"),
    text("检查内容", 40),
    text("原因", 16),
    text("程度", 8),
    text("责任单位", 22),
    text("状态", 10),
    text("本期", 8),
    text("首次发现", 12),
    number("发现次数"),
    number("销号后再发现", 12),
    text("整改时限", 12),
    text("销号日期", 12),
    number("超期工作日", 12),
  ],
  rows: all.map((finding: FindingFact) => [
    finding.item,
    finding.systemic.length > 0 ? `${finding.systemic.length}个村共性问题` : names.place(finding.place),
    township(finding.place, names),
    finding.task,
    names.line(finding.line),
    names.cause(finding.cause),
    SEVERITY[finding.severity],
    names.unit(finding.unit),
    STATUS[finding.status],
    finding.rounds.includes(current.round) ? "是" : "否",
    finding.firstFoundOn ?? "",
    finding.rounds.length,
    finding.reopened,
    finding.deadline,
    finding.closedOn ?? "",
    finding.daysOver,
  ]),
});

const objections = ({ current }: Records, names: WorkbookNames): Sheet => ({
  name: "异议",
  columns: [
    text("检查编号", 18),
    number("序号"),
    text("提出单位", 22),
    text("提出日期", 12),
    text("涉及检查项", 40),
    text("复核结果", 12),
    text("理由", 40),
  ],
  rows: current.objections.map(({ visit, no, unit, on, lines: about, state, reason }) => [
    visit,
    no,
    names.unit(unit),
    on,
    about.map(names.line).join("；"),
    OBJECTION[state],
    reason ?? "",
  ]),
});

/** Every figure with the query that counts it, so that whoever reads the workbook can count again. */
const allFigures = ({ figures }: BulletinContent): Sheet => ({
  name: "数据",
  columns: [
    text("数据", 44),
    number("数值", 12),
    text("期次", 10),
    text("查询", 12),
    text("条件", 60),
    text("总数条件", 60),
  ],
  rows: figures.map(({ key, value, round, rows, whole, before }) => [
    key,
    value,
    round,
    rows.query,
    conditions(rows.params),
    whole ? conditions(whole.params) : before ? conditions(before.params) : "",
  ]),
});

const conditions = (params: Readonly<Record<string, string>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join("；");
