/** 分村措施和时间表 of a unit: which of its items have one, the workbook out, and a look at one that comes back. Setting them is an act on items. */
import { renderXlsx, XLSX_TYPE } from "../../documents/xlsx/render.js";
import { isWithUnit } from "../../domain/items/work-item.js";
import { MOST_LINES } from "../../domain/items/timetable.js";
import { UPLOAD_PROBLEMS } from "../files/receive.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import { capacitiesFor } from "../months/act.js";
import { withWorkbook } from "../registers/workbook-file.js";
import { seesAll } from "../rights/reach.js";
import { planDownload, type PlanCall, planRoute, type Route } from "../serving/route.js";
import type { LitItem } from "../views/standings.js";
import { importedTimetables, importForm, timetableParams, timetables } from "./schemas.js";
import { actText, readTimetables, type TimetabledItem, timetableWorkbook } from "./workbook.js";

type Call = Pick<PlanCall<{ readonly unit: string }, unknown, unknown>, "plan" | "caller" | "sight" | "params">;

/** The unit, for whoever acts for it or sees everything. Throws `unknownUnit`. */
function theUnit({ plan, caller, params: { unit } }: Call): { readonly id: string; readonly name: string } {
  const isThere = plan.bundle.roster.units.some(({ id }) => id === unit);
  if (!isThere || !(seesAll(caller) || capacitiesFor({ plan, caller }, unit).length > 0))
    throw new ProblemError("unknownUnit", {
      zh: `没有编号为“${unit}”的单位，或不在您的查阅范围。`,
      en: `There is no unit ${unit}, or it is beyond your reach.`,
    });
  return { id: unit, name: plan.names.unit(unit, plan.today).name };
}

/** Items that the unit owes and has in hand. */
async function inHand({ plan, sight, params: { unit } }: Call): Promise<LitItem[]> {
  const { items } = await sight.standing(plan.today);
  return items.filter(({ item }) => item.primaryUnit === unit && isWithUnit(item));
}

function itemView({ item }: LitItem, { plan }: Call): TimetabledItem {
  const { names } = plan;
  const { village, township } = item;
  const place =
    village !== null ? names.village(village).name : township !== null ? names.township(township).name : null;
  return {
    item: item.id,
    task: item.task,
    title: names.milestoneTitle(item.milestone),
    place,
    deadline: item.deadline,
    lines: isCurrent(item) ? (item.timetable?.lines ?? []) : [],
  };
}

const isCurrent = ({ timetable, deadlineVersion }: LitItem["item"]): boolean => timetable?.version === deadlineVersion;

export const getTimetables = planRoute({
  method: "get",
  path: "/timetables/{unit}",
  tag: "items",
  summary: "A unit's measures and timetables 措施和时间表",
  params: timetableParams,
  response: timetables,
  changesWith: "answer",
  personal: true,
  problems: ["unknownUnit"],
  async handler(call) {
    const unit = theUnit(call);
    const items = await inHand(call);
    return {
      unit,
      mayEdit: capacitiesFor(call, unit.id).length > 0,
      items: items.map((lit) => {
        const { lines, ...of } = itemView(lit, call);
        const { timetable } = lit.item;
        return {
          ...of,
          state:
            timetable === undefined
              ? ("none" as const)
              : isCurrent(lit.item)
                ? ("set" as const)
                : ("outdated" as const),
          lines: lines.length,
        };
      }),
    };
  },
});

export const getTimetableWorkbook = planDownload({
  method: "get",
  path: "/timetables/{unit}/timetable.xlsx",
  tag: "items",
  summary: "Measures and timetables as a workbook 下载措施和时间表",
  description:
    "A row for each line that is set, and an empty one for each item without. Fill it in and bring it in again.",
  params: timetableParams,
  problems: ["unknownUnit"],
  async send(call, req, res) {
    const { name: unit } = theUnit(call);
    const items = (await inHand(call)).map((lit) => itemView(lit, call));
    const { plan } = call;
    const made = timetableWorkbook(items, { unit, creator: plan.bundle.plan.shortTitle, date: plan.today });
    const bytes = await renderXlsx(made);
    res.status(200).type(XLSX_TYPE);
    res.setHeader("Content-Disposition", disposition(`${made.title}.xlsx`));
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(req.method === "HEAD" ? undefined : Buffer.from(bytes));
  },
});

/** Mistakes that an answer tells, and rows of a sheet beside its items' lines: heads, notes. */
const MOST_MISTAKES = 500;
const SPARE_ROWS = 100;
/** More is never read of one sheet. */
const MOST_ROWS = 20_000;

export const postTimetableWorkbook = planRoute({
  method: "post",
  path: "/timetables/{unit}/import",
  tag: "items",
  summary: "Look at what a workbook says 导入措施和时间表",
  description:
    "A form with the .xlsx file. Every line must have its day, measure, quantity, responsible person and percent; mistakes are told by cell, and with one of them no item is answered. Nothing is set here: the act `setTimetable` takes what is answered.",
  params: timetableParams,
  body: importForm,
  response: importedTimetables,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  upload: true,
  problems: ["unknownUnit", "notYours", ...UPLOAD_PROBLEMS],
  async handler(call) {
    const unit = theUnit(call);
    if (capacitiesFor(call, unit.id).length === 0)
      throw new ProblemError("notYours", {
        zh: "措施和时间表由承办单位填报。",
        en: "The unit that owes the items sets their timetables.",
      });
    const { file } = call;
    if (!file) throw new Error("a form without a file passed");
    const items = (await inHand(call)).map((lit) => itemView(lit, call));
    const most = Math.min(MOST_ROWS, items.length * MOST_LINES + SPARE_ROWS);
    const read = await withWorkbook(file, async (opened) => {
      const sheet = opened.book.sheets.find(({ hidden }) => !hidden);
      if (!sheet)
        throw new ProblemError("fileDamaged", {
          zh: "工作簿中没有可见的工作表。",
          en: "The workbook has no visible sheet.",
        });
      return readTimetables(await opened.read(sheet, most), items);
    });
    return {
      items: read.items.map(({ of, lines }) => {
        const text = actText(lines);
        return { ...of, lines: [...lines], text, same: text === actText(of.lines) };
      }),
      mistakes: read.mistakes.slice(0, MOST_MISTAKES),
      mistakeCount: read.mistakes.length,
    };
  },
});

export const TIMETABLE_ROUTES: readonly Route[] = [getTimetables, getTimetableWorkbook, postTimetableWorkbook];
