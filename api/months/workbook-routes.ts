/** A unit's grid as a workbook, out and in. What comes in is looked at and saved by whoever brought it, row by row, as anything typed is. */
import { renderXlsx, XLSX_TYPE } from "../../documents/xlsx/render.js";
import { monthIn } from "../../domain/language/dates.js";
import { rowsOfRequest } from "../../prisma/months/month-store.js";
import { UPLOAD_PROBLEMS } from "../files/receive.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import { withWorkbook } from "../registers/workbook-file.js";
import { planDownload, planRoute } from "../serving/route.js";
import { monthOf } from "./act.js";
import { notYours, seen } from "./request-routes.js";
import { importBody, imported, requestParams } from "./schemas.js";
import { gridOf, mayAnswer } from "./view.js";
import { gridWorkbook, importedGrid } from "./workbook.js";

export const getMonthWorkbook = planDownload({
  method: "get",
  path: "/months/{month}/requests/{unit}/grid.xlsx",
  tag: "months",
  summary: "A unit's grid as a workbook 下载表格",
  description: "What is saved, else what was sent. Fill it in and bring it in again.",
  params: requestParams,
  problems: ["unknownMonth"],
  async send(call, req, res) {
    await seen(call);
    const grid = await gridOf(call);
    const { plan } = call;
    const bytes = await renderXlsx(gridWorkbook(grid, plan.bundle.plan.shortTitle, plan.today));
    res.status(200).type(XLSX_TYPE);
    const name = `${grid.request.unit.name}${monthIn("zh", grid.month)}工作进展.xlsx`;
    res.setHeader("Content-Disposition", disposition(name));
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(req.method === "HEAD" ? undefined : Buffer.from(bytes));
  },
});

/** Rows of a sheet beside those that are asked: heads, notes. */
const SPARE_ROWS = 50;

export const postMonthWorkbook = planRoute({
  method: "post",
  path: "/months/{month}/requests/{unit}/import",
  tag: "months",
  summary: "Look at what a workbook says 导入表格",
  description:
    "A form with the .xlsx file. Rows are matched by their key. Mistakes are told by cell, and with one of them nothing is taken over. Nothing is saved here: the page saves what it is answered as it saves what is typed.",
  params: requestParams,
  body: importBody,
  response: imported,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  upload: true,
  problems: ["unknownMonth", "notYours", ...UPLOAD_PROBLEMS],
  async handler(call) {
    const { plan, params, services, file } = call;
    const { month, unit } = params;
    await seen(call);
    if (!mayAnswer(call, await monthOf(call, month), unit)) throw notYours();
    if (!file) throw new Error("a form without a file passed");
    const asked = await rowsOfRequest(services.pool, plan.id, month, unit);
    const { rows, mistakes } = await withWorkbook(file, async (opened) => {
      const sheet = opened.book.sheets.find(({ hidden }) => !hidden);
      if (!sheet)
        throw new ProblemError("fileDamaged", {
          zh: "工作簿中没有可见的工作表。",
          en: "The workbook has no visible sheet.",
        });
      return importedGrid(await opened.read(sheet, asked.length + SPARE_ROWS), asked);
    });
    return { rows: [...rows], mistakes: mistakes.slice(0, 500) };
  },
});
