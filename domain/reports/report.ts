/** What a report says of a period, counted from the worklist's rows at its last instant: the same rows give the same report. */
import { groupBy } from "../plan/group-by.js";
import type { StatusLight } from "../items/light.js";
import { STATUS_LIGHTS } from "../items/light.js";
import { dayZh } from "../language/dates.js";
import type { PlanDate } from "../plan/plan.js";
import { WORKLIST_CHANGES, type WorklistChange } from "../worklist/changes.js";
import type { WorklistRow } from "../worklist/row.js";
import type { Funds } from "./funds.js";
import type { MonthsOfPeriod } from "./months.js";
import type { Period } from "./period.js";

/** Items by light, and in all. */
export type ReportCounts = Readonly<Record<StatusLight | "all", number>>;

export interface ReportPart {
  readonly name: string;
  readonly counts: ReportCounts;
}

export interface ReportProblem {
  readonly unit: string;
  readonly place: string;
  readonly title: string;
  readonly text: string;
}

export interface Report {
  readonly period: Period;
  readonly planTitle: string;
  readonly issuer: string;
  readonly addressee: string;
  readonly counts: ReportCounts;
  /** Null: the plan was not there before the period. */
  readonly since: { readonly on: PlanDate; readonly changes: Readonly<Record<WorklistChange["kind"], number>> } | null;
  readonly groups: readonly ReportPart[];
  readonly units: readonly ReportPart[];
  readonly townships: readonly ReportPart[];
  /** The longest overdue first. */
  readonly red: readonly WorklistRow[];
  /** What units said of red and yellow items. */
  readonly problems: readonly ReportProblem[];
  /** Open, and due in the period after. */
  readonly next: { readonly period: Period; readonly rows: readonly WorklistRow[] };
  readonly rows: readonly WorklistRow[];
  /** Null: the register of funds holds nothing of the year; absent: the plan has none, or a week says nothing of it. */
  readonly funds?: Funds | null;
  /** Absent: nobody is asked by the month, or a week says nothing of it. */
  readonly monthly?: MonthsOfPeriod;
}

export interface ReportInputs
  extends Pick<Report, "period" | "planTitle" | "issuer" | "addressee" | "rows" | "funds" | "monthly"> {
  /** The day compared with; null: none. */
  readonly since: PlanDate | null;
  readonly next: Period;
  /** How long a row is overdue, in working days. */
  readonly overdue: (row: WorklistRow) => number;
}

function countsOf(rows: readonly WorklistRow[]): ReportCounts {
  const counts = Object.fromEntries([["all", rows.length], ...STATUS_LIGHTS.map((light) => [light, 0])]) as Record<
    StatusLight | "all",
    number
  >;
  for (const { light } of rows) counts[light]++;
  return counts;
}

/** In the order in which each name comes first. */
function partsBy(rows: readonly WorklistRow[], name: (row: WorklistRow) => string | null): ReportPart[] {
  return [...groupBy(rows, (row) => name(row) || null)].map(([key, own]) => ({ name: key, counts: countsOf(own) }));
}

const placeOf = ({ village, township }: WorklistRow): string => village?.name ?? township?.name ?? "";

export function reportOf({ rows, since, next, overdue, ...about }: ReportInputs): Report {
  const changes = Object.fromEntries(WORKLIST_CHANGES.map((kind) => [kind, 0])) as Record<
    WorklistChange["kind"],
    number
  >;
  for (const row of rows) for (const { kind } of row.changes ?? []) changes[kind]++;
  const open = rows.filter(({ status }) => status !== "closed" && status !== "cancelled");
  return {
    ...about,
    rows,
    counts: countsOf(rows),
    since: since === null ? null : { on: since, changes },
    groups: partsBy(rows, ({ group }) => group),
    units: partsBy(rows, ({ primaryUnit }) => primaryUnit.name),
    townships: partsBy(rows, ({ township }) => township?.name ?? null),
    red: rows.filter(({ light }) => light === "red").sort((a, b) => overdue(b) - overdue(a)),
    problems: open.flatMap((row) =>
      (row.light === "red" || row.light === "yellow") && row.said?.problem !== undefined
        ? [{ unit: row.primaryUnit.name, place: placeOf(row), title: row.title, text: row.said.problem }]
        : [],
    ),
    next: { period: next, rows: open.filter(({ deadline }) => deadline >= next.from && deadline <= next.to) },
  };
}

/** 共1189项：已销号85项，… */
export function countsText(counts: ReportCounts): string {
  const said = (
    [
      ["blue", "已销号"],
      ["green", "绿灯"],
      ["yellow", "黄灯"],
      ["red", "红灯"],
      ["grey", "灰灯（暂缓或撤销）"],
      ["notStarted", "未开始"],
    ] as const
  ).map(([light, name]) => `${name}${counts[light]}项`);
  return `共${counts.all}项：${said.join("，")}`;
}

/** 新销号12项，… since a day; a change that nothing had is not named. */
export function changesText({ on, changes }: NonNullable<Report["since"]>): string {
  const said = (
    [
      ["new", "新立项"],
      ["closed", "销号"],
      ["turnedRed", "转为红灯"],
      ["noLongerRed", "红灯解除"],
      ["deadlineMoved", "时限调整"],
      ["suspended", "暂缓"],
      ["resumed", "恢复办理"],
      ["returned", "退办"],
      ["reopened", "重新办理"],
      ["cancelled", "撤销"],
    ] as const
  )
    .filter(([kind]) => changes[kind] > 0)
    .map(([kind, name]) => `${name}${changes[kind]}项`);
  return said.length === 0 ? `与${dayZh(on)}相比没有变化` : `与${dayZh(on)}相比，${said.join("，")}`;
}
