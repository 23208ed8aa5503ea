/** The worklist's rows as cells of a table: what is not known is an empty cell. */
import { DAY_OF_YEAR_IN, monthIn } from "../language/dates.js";
import type { Language } from "../language/words.js";
import { LIGHT_WORDS } from "../items/light-words.js";
import type { WorklistColumnId } from "./columns.js";
import type { Said } from "./facts.js";
import type { WorklistRow } from "./row.js";

export type WorklistCell = string | number | null;

const listed = (names: readonly string[], language: Language): string | null =>
  names.length === 0 ? null : names.join(language === "zh" ? "、" : ", ");

/** 2021年5月（5月26日审定）: of whose answer measure, problem and next step are, unless somebody has said more since. */
const monthCell = ({ month, on }: NonNullable<Said["month"]>, language: Language): string =>
  language === "zh"
    ? `${monthIn("zh", month)}（${DAY_OF_YEAR_IN.zh(on)}审定）`
    : `${monthIn("en", month)} (confirmed on ${DAY_OF_YEAR_IN.en(on)})`;

/** `no`: the row's number in its list, from 1. */
const CELLS: Readonly<Record<WorklistColumnId, (row: WorklistRow, language: Language, no: number) => WorklistCell>> = {
  no: (_row, _language, no) => no,
  group: ({ group }) => group || null,
  task: ({ task, taskTitle }) => `${task}. ${taskTitle}`,
  title: ({ title }) => title,
  township: ({ township }) => township?.name ?? null,
  village: ({ village }) => village?.name ?? null,
  primaryUnit: ({ primaryUnit }) => primaryUnit.name,
  coLeads: ({ coLeads }, language) => listed(coLeads, language),
  responsible: ({ responsible }, language) => listed(responsible, language),
  leaderInCharge: (row) => row.leaderInCharge,
  head: (row) => row.head,
  leader: ({ said }) => said?.leader ?? null,
  person: ({ said }) => said?.person ?? null,
  phone: ({ said }) => said?.phone ?? null,
  deadline: (row) => row.deadline,
  originalDeadline: ({ deadline, originalDeadline }) => (deadline === originalDeadline ? null : originalDeadline),
  scheduled: (row) => row.scheduled,
  percent: (row) => row.percent,
  light: ({ light }, language) => LIGHT_WORDS[light][language],
  standing: ({ standing }, language) => standing[language],
  measure: ({ said }) => said?.measure ?? null,
  progress: ({ said }) => said?.progress ?? null,
  saidMonth: ({ said }, language) => (said?.month === undefined ? null : monthCell(said.month, language)),
  saidOn: ({ said }) => said?.on ?? null,
  problem: ({ said }) => said?.problem ?? null,
  nextStep: ({ nextStep }, language) => nextStep?.[language] ?? null,
  coordinate: ({ said }) => said?.coordinate ?? null,
  pressed: ({ pressed }, language) => pressed?.[language] ?? null,
  instructions: ({ instructions }, language) => instructions?.[language] ?? null,
  countyLeader: (row) => row.countyLeader,
  departmentHead: (row) => row.departmentHead,
  helpingUnit: (row) => row.helpingUnit,
  evidence: (row) => row.evidence,
  returns: (row) => row.returns,
  closedOn: (row) => row.closedOn,
  changes: ({ changes }, language) =>
    changes === null ? null : changes.map(({ words }) => words[language]).join(language === "zh" ? "；" : "; ") || null,
};

export const worklistCell = (
  row: WorklistRow,
  column: WorklistColumnId,
  language: Language,
  no: number,
): WorklistCell => CELLS[column](row, language, no);
