/** What a month's bulletin (月度调度通报) says, in both languages: templates with tokens of figures. */
import { dayEn, dayZh, monthIn } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { RegisterStanding } from "../ledger/month-events.js";
import type { PlanDate } from "../plan/plan.js";

export const monthTitle = (issuer: string, plan: string, month: string): Words => ({
  zh: `${issuer}关于${monthIn("zh", month)}${plan}调度情况的通报`,
  en: `Bulletin on the progress of ${monthIn("en", month)}`,
});

export const MONTH_HEADINGS = {
  answers: { zh: "报送情况", en: "Answers" },
  behind: { zh: "进度滞后和逾期事项", en: "What lags behind" },
  coordinate: { zh: "需协调解决的问题", en: "What needs coordination" },
  next: { zh: "下一步要求", en: "Next steps" },
} as const satisfies Readonly<Record<string, Words>>;

export const openingWords = (month: string, plan: string): Words => ({
  zh: `现将${monthIn("zh", month)}${plan}工作调度情况通报如下：`,
  en: `How the work stood in ${monthIn("en", month)}:`,
});

export const answersWords = (dueOn: PlanDate): Words => ({
  zh: `应于${dayZh(dueOn)}前报送的单位{requests.all}个，已报送{requests.confirmed}个，其中逾期报送{requests.lateAnswered}个；未报送{requests.silent}个。`,
  en: `{requests.all} units were to answer by ${dayEn(dueOn)}; {requests.confirmed} did, {requests.lateAnswered} of them late; {requests.silent} did not.`,
});

export const lateNames = (names: readonly string[]): Words => ({
  zh: `逾期报送的单位：${names.join("、")}。`,
  en: `Answered late: ${names.join(", ")}.`,
});
export const silentNames = (names: readonly string[]): Words => ({
  zh: `未报送的单位：${names.join("、")}。`,
  en: `Did not answer: ${names.join(", ")}.`,
});
export const COPIED: Words = {
  zh: "有{copied.all}行内容连续多月一字未改，请有关单位据实填报。",
  en: "{copied.all} rows have had the same words for months: say what is so now.",
};

export const BEHIND: Words = {
  zh: "在办事项{items.open}项，其中进度落后于序时进度{behind.yellow}项，逾期{behind.red}项（明细见附件）。",
  en: "Of {items.open} open items {behind.yellow} lag behind their schedule and {behind.red} are overdue (annexed).",
};
/** `since`: the day of the figures before. */
export const closedWords = (since: PlanDate): Words => ({
  zh: `${dayZh(since)}以来办结销号{items.closed}项。`,
  en: `{items.closed} items were closed since ${dayEn(since)}.`,
});

export const REGISTERS: Words = {
  zh: "本月应更新台账{registers.all}本次，已更新{registers.kept}本次，经核对无变化{registers.unchanged}本次，未更新{registers.notKept}本次。",
  en: "{registers.all} registers were due: {registers.kept} were brought up to date, {registers.unchanged} are unchanged, {registers.notKept} are not kept.",
};
/** `units`: each with what it has not kept. */
export const notKeptNames = (
  units: readonly { readonly unit: string; readonly titles: readonly string[] }[],
): Words => ({
  zh: `未更新台账的单位：${units.map(({ unit, titles }) => `${unit}（${titles.join("、")}）`).join("、")}。`,
  en: `Registers are not kept by ${units.map(({ unit, titles }) => `${unit} (${titles.join(", ")})`).join("; ")}.`,
});

export const NONE_BEHIND: Words = {
  zh: "在办事项{items.open}项，均按序时进度推进。",
  en: "{items.open} items are open, all on schedule.",
};

/** `lights`: how many of each the unit has; what it has none of isn't said. `causes`: in the unit's own words. */
export function unitBehind(
  key: string,
  lights: { readonly yellow: number; readonly red: number },
  causes: readonly string[],
): Words {
  const why = causes.length === 0 ? { zh: "原因未说明", en: "no cause was given" } : null;
  const yellow = lights.yellow === 0 ? [] : [{ zh: `进度滞后{${key}.yellow}项`, en: `{${key}.yellow} lag behind` }];
  const red = lights.red === 0 ? [] : [{ zh: `逾期{${key}.red}项`, en: `{${key}.red} are overdue` }];
  const counts = [...yellow, ...red];
  return {
    zh: `${counts.map(({ zh }) => zh).join("、")}，${why?.zh ?? `单位反映：${causes.join("；")}`}。`,
    en: `${counts.map(({ en }) => en).join(", ")}; ${why?.en ?? `in its own words: ${causes.join("; ")}`}.`,
  };
}

export const nextWords = (silent: boolean, behind: boolean, notKept: boolean): Words => ({
  zh: [
    ...(behind ? ["进度滞后和逾期的单位要逐项明确措施、责任人和完成时限，下月调度时报告整改情况。"] : []),
    ...(silent ? ["未报送的单位要尽快补报。"] : []),
    ...(notKept ? ["未更新的台账要尽快更新。"] : []),
    "各单位要按时限和序时进度推进工作，如实填报进展。",
  ].join(""),
  en: [
    ...(behind ? ["Whoever lags behind says by item what is done, by whom and by when, and reports next month."] : []),
    ...(silent ? ["Whoever has not answered does so now."] : []),
    ...(notKept ? ["Registers that are not kept are brought up to date now."] : []),
    "All go on by their deadlines and schedules, and say what is so.",
  ].join(" "),
});

export const TABLES = {
  requests: { zh: "各单位报送情况", en: "Answers by unit" },
  behind: { zh: "进度滞后和逾期事项清单", en: "What lags behind" },
} as const satisfies Readonly<Record<string, Words>>;

export const COLUMNS = {
  no: { zh: "序号", en: "No." },
  unit: { zh: "单位", en: "Unit" },
  rows: { zh: "应报行数", en: "Rows asked" },
  state: { zh: "报送情况", en: "Answer" },
  on: { zh: "报送日期", en: "On" },
  item: { zh: "事项", en: "Item" },
  place: { zh: "村（乡镇）", en: "Place" },
  percent: { zh: "进度（%）", en: "Progress (%)" },
  scheduled: { zh: "序时进度（%）", en: "Schedule (%)" },
  overdue: { zh: "逾期（工作日）", en: "Overdue (working days)" },
  cause: { zh: "存在问题", en: "Problem" },
  next: { zh: "下一步", en: "Next step" },
} as const satisfies Readonly<Record<string, Words>>;

export const STATES: Readonly<Record<"inTime" | "late" | "silent", Words>> = {
  inTime: { zh: "按期报送", en: "in time" },
  late: { zh: "逾期报送", en: "late" },
  silent: { zh: "未报送", en: "not answered" },
};

export const REGISTER_STATE_WORDS: Readonly<Record<RegisterStanding, Words>> = {
  kept: { zh: "已更新", en: "kept" },
  unchanged: { zh: "核对无变化", en: "unchanged" },
  notKept: { zh: "未更新", en: "not kept" },
};
