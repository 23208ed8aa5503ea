/** Registers as files: the template to fill in, and all rows that somebody sees, streamed. */
import { headOfColumn, type Register, type RegisterColumn } from "../../domain/plan/registers.js";
import { wordsOf } from "../../domain/plan/words.js";
import type { Cells } from "../../domain/registers/values.js";
import { renderXlsx, XLSX_TYPE } from "../../documents/xlsx/render.js";
import { streamCsv } from "../../documents/csv/stream.js";
import { sheetName } from "../../documents/xlsx/sheet-setup.js";
import { streamXlsx } from "../../documents/xlsx/stream.js";
import type { SheetCell, SheetColumn } from "../../documents/xlsx/model.js";
import { everyRow, rowsOnDay } from "../../prisma/registers/read-registers.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import { planDownload } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { fileParams } from "./import-schemas.js";
import { masked, rowSight, theRegister } from "./sight.js";

export const getRegisterFile = planDownload({
  method: "get",
  path: "/registers/{register}/files/{file}",
  tag: "registers",
  summary: "A register as a workbook or CSV 台账导出、模板",
  description:
    "`template.xlsx` to fill in; `rows.xlsx` and `rows.csv` with all rows that the caller sees, as they stand or at the end of a day. Sensitive cells are masked. Text that begins with = + - @ stays text.",
  params: fileParams,
  problems: ["unknownRegister", "dateOutOfRange"],
  async send({ plan, caller, services, params }, req, res) {
    const register = theRegister(plan, params.register);
    const [, day, format] = /^rows(?:-(\d{4}-\d{2}-\d{2}))?\.(xlsx|csv)$/.exec(params.file) ?? [];
    if (day !== undefined && (day > plan.today || day < plan.from))
      throw new ProblemError("dateOutOfRange", {
        zh: `可导出${plan.from}至${plan.today}。`,
        en: `The days from ${plan.from} to ${plan.today} can be asked for.`,
      });
    const name = `${register.title}${format === undefined ? "模板" : (day ?? plan.today)}.${format ?? "xlsx"}`;
    res.status(200).type(format === "csv" ? "text/csv; charset=utf-8" : XLSX_TYPE);
    res.setHeader("Content-Disposition", disposition(name));
    res.setHeader("Cache-Control", "private, no-store");
    if (req.method === "HEAD") return void res.end();
    if (format === undefined) return void res.end(await template(register, plan));
    const sight = rowSight(register, caller, plan);
    const of = { planId: plan.id, register: register.id };
    const pages =
      day === undefined ? everyRow(services.pool, of, sight) : onePage(rowsOnDay(services.pool, of, sight, day));
    const rows = cellsOf(pages, register, plan);
    const table = {
      title: register.title,
      creator: plan.names.unit(plan.bundle.roster.bodies.office, plan.today).fullName,
      date: day ?? plan.today,
      columns: sheetColumns(register),
      paper: "A3" as const,
      rows,
    };
    await (format === "csv" ? streamCsv : streamXlsx)(table, res);
  },
});

async function* onePage<T>(page: Promise<T>): AsyncGenerator<T> {
  yield await page;
}

const isNumber = ({ type }: RegisterColumn): boolean => type === "number" || type === "integer" || type === "percent";

const sheetColumns = ({ columns, key }: Register): SheetColumn[] =>
  columns.map((column) => {
    const title = headOfColumn(column);
    return {
      title,
      key: key.includes(column.id),
      width: Math.max(10, Math.min(40, title.length * 2.2)),
      ...(isNumber(column) ? { kind: "number" as const } : {}),
    };
  });

/** Places and units by their names; numbers as such. */
async function* cellsOf(
  pages: AsyncIterable<readonly { readonly cells: Cells }[]>,
  register: Register,
  plan: PlanView,
): AsyncGenerator<SheetCell[][]> {
  const { names, today } = plan;
  const shown: Readonly<Record<string, (cell: string) => string>> = {
    village: (cell) => names.village(cell).name,
    township: (cell) => names.township(cell).name,
    unit: (cell) => names.unitRef(cell, today).name,
  };
  for await (const page of pages)
    yield page.map(({ cells: own }) => {
      const cells = masked(register, own);
      return register.columns.map((column): SheetCell => {
        const cell = cells[column.id];
        if (cell === undefined) return null;
        return isNumber(column) ? Number(cell) : (shown[column.type]?.(cell) ?? cell);
      });
    });
}

const KINDS: Readonly<Record<RegisterColumn["type"], string>> = {
  text: "文字",
  number: "数字",
  integer: "整数",
  percent: "百分数（0至100）",
  date: "日期，如2021-06-30",
  year: "年份，如2021",
  choice: "可选项",
  flag: "是、否",
  village: "村名",
  township: "名称",
  unit: "单位名称",
};

/** The head to fill in below, and how: one sheet each. */
async function template(register: Register, plan: PlanView): Promise<Uint8Array> {
  const rows = register.columns.map((column) => [
    headOfColumn(column),
    column.type === "township" ? `${wordsOf(plan.bundle.plan, "zh").township}${KINDS.township}` : KINDS[column.type],
    column.required ? "必填" : "",
    [column.options?.join("、"), column.note, column.sensitive ? "加密保存，遮盖显示" : undefined]
      .filter(Boolean)
      .join("；"),
  ]);
  return renderXlsx({
    title: `${register.title}模板`,
    creator: plan.names.unit(plan.bundle.roster.bodies.office, plan.today).name,
    date: plan.today,
    sheets: [
      { name: sheetName(register.title), columns: sheetColumns(register), rows: [] },
      {
        name: "填表说明",
        columns: [
          { title: "栏目", width: 26 },
          { title: "填写内容", width: 22 },
          { title: "要求", width: 8 },
          { title: "说明", width: 60 },
        ],
        rows,
      },
    ],
  });
}
