/** Columns of a timetable and what can be wrong with one, in words. */
import type { Words } from "../language/words.js";
import type { TimetableColumn, TimetableFault } from "./timetable.js";

export const TIMETABLE_WORDS: Readonly<Record<TimetableColumn, Words>> = {
  by: { zh: "完成时间", en: "Day" },
  measure: { zh: "工作措施", en: "Measure" },
  quantity: { zh: "数量", en: "Quantity" },
  person: { zh: "责任人", en: "Responsible person" },
  percent: { zh: "累计进度（%）", en: "Percent of the whole by then" },
};

export const TIMETABLE_FAULTS: Readonly<Record<TimetableFault["what"], Words>> = {
  cells: {
    zh: "每行须有完成时间、工作措施、数量、责任人和累计进度五栏",
    en: "it has five cells: day, measure, quantity, person, percent",
  },
  day: { zh: "不是有效日期，请按2021-06-30的格式填写", en: "its day is none, e.g. 2021-06-30" },
  measure: { zh: "请填写工作措施", en: "its measure is missing" },
  quantity: { zh: "请填写数量和单位，如3公里", en: "its quantity is missing, e.g. 3 km" },
  person: { zh: "请填写责任人", en: "nobody answers for it" },
  percent: { zh: "请填写0至100的累计进度", en: "its percent is none from 0 to 100" },
  order: { zh: "早于或小于上一行，请按时间先后填写", en: "its day and percent lie before those of the line above" },
  late: { zh: "晚于事项时限", en: "its day lies after the deadline" },
  end: { zh: "最后一行的累计进度须为100", en: "the last line reaches 100" },
};
