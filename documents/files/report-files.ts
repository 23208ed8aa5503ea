/** A report's files: the same report gives the same bytes. */
import type { Words } from "../../domain/plan/plan.js";
import type { Report } from "../../domain/reports/report.js";
import { renderDocx } from "../docx/render.js";
import { reportModel } from "../reports/model.js";
import { reportWorkbook } from "../reports/workbook.js";
import { renderXlsx } from "../xlsx/render.js";

export const REPORT_FILES = ["report.docx", "report.xlsx"] as const;
export type ReportFile = (typeof REPORT_FILES)[number];

/** `date`: the day after the period. */
export const reportFile = (file: ReportFile, report: Report, date: string, words: Words): Promise<Uint8Array> =>
  file === "report.docx" ? renderDocx(reportModel(report, date)) : renderXlsx(reportWorkbook(report, date, words));
