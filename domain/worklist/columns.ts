/** The columns of the worklist (工作落实台账), in the order in which offices rule them: the page, the print and the files have no others. */
import type { Words } from "../language/words.js";
import type { Paper } from "../paper/pages.js";

export interface WorklistColumn {
  readonly title: Words;
  /** In characters of a sheet. */
  readonly width: number;
  readonly kind: "text" | "number" | "percent" | "date";
  /** Shown until somebody chooses for themselves. */
  readonly usual?: true;
  /** Says which row it is: on every page where the columns lie on several. */
  readonly key?: true;
}

const text = (zh: string, en: string, width: number): WorklistColumn => ({ title: { zh, en }, width, kind: "text" });
const usual = (column: WorklistColumn): WorklistColumn => ({ ...column, usual: true });
const key = (column: WorklistColumn): WorklistColumn => ({ ...column, key: true });

const COLUMNS = {
  no: { title: { zh: "序号", en: "No." }, width: 6, kind: "number", usual: true, key: true },
  group: key(text("专项", "Group", 14)),
  task: key(usual(text("任务", "Task", 26))),
  title: key(usual(text("事项（具体内容）", "Item", 30))),
  township: key(usual(text("{{township}}", "Township", 10))),
  village: key(usual(text("村", "Village", 10))),
  primaryUnit: usual(text("主办单位", "Primary unit", 14)),
  coLeads: usual(text("共同牵头单位", "Leads together", 18)),
  responsible: usual(text("责任单位", "Responsible units", 22)),
  leaderInCharge: text("分管领导", "Leader in charge", 10),
  head: text("主要负责同志", "Head of the unit", 12),
  leader: usual(text("责任领导", "Responsible leader", 10)),
  person: usual(text("责任人", "Responsible person", 10)),
  phone: text("联系电话", "Telephone", 14),
  deadline: { title: { zh: "完成时限", en: "Deadline" }, width: 12, kind: "date", usual: true },
  originalDeadline: { title: { zh: "原定时限", en: "Original deadline" }, width: 12, kind: "date" },
  scheduled: { title: { zh: "序时进度（%）", en: "Scheduled (%)" }, width: 9, kind: "percent", usual: true },
  percent: { title: { zh: "完成进度（%）", en: "Done (%)" }, width: 9, kind: "percent", usual: true },
  light: usual(text("亮灯", "Light", 7)),
  standing: usual(text("办理状态", "Standing", 16)),
  measure: usual(text("工作措施", "Measures", 26)),
  progress: usual(text("最近进展", "Last progress", 30)),
  saidMonth: usual(text("调度月份", "Month asked", 20)),
  saidOn: { title: { zh: "填报日期", en: "Said on" }, width: 12, kind: "date", usual: true },
  problem: usual(text("存在问题", "Problem", 22)),
  nextStep: usual(text("下一步打算", "Next step", 22)),
  coordinate: text("需协调事项", "To coordinate", 18),
  pressed: usual(text("催办督办情况", "Reminded and urged", 24)),
  instructions: text("领导批示", "Instructions", 24),
  countyLeader: usual(text("{{pairing}}领导", "Paired leader", 10)),
  departmentHead: text("{{pairing}}部门负责同志", "Paired head", 12),
  helpingUnit: text("帮扶单位", "Helping unit", 14),
  evidence: { title: { zh: "佐证（件）", en: "Evidence (files)" }, width: 8, kind: "number", usual: true },
  returns: { title: { zh: "退办（次）", en: "Sent back (times)" }, width: 8, kind: "number" },
  closedOn: { title: { zh: "办结日期", en: "Ended on" }, width: 12, kind: "date" },
  changes: text("与对比日相比", "Changed since", 22),
} as const satisfies Readonly<Record<string, WorklistColumn>>;

export type WorklistColumnId = keyof typeof COLUMNS;
export const WORKLIST_COLUMNS: Readonly<Record<WorklistColumnId, WorklistColumn>> = COLUMNS;

/** All of them, in their order. */
export const WORKLIST_COLUMN_IDS = Object.keys(COLUMNS) as readonly WorklistColumnId[];

export const USUAL_COLUMNS: readonly WorklistColumnId[] = WORKLIST_COLUMN_IDS.filter(
  (id) => WORKLIST_COLUMNS[id].usual === true,
);

/** What is printed on which paper until somebody chooses columns: on A4 what fits one page across. */
export const PAPER_COLUMNS: Readonly<Record<Paper, readonly WorklistColumnId[]>> = {
  A3: USUAL_COLUMNS,
  A4: ["no", "title", "village", "primaryUnit", "person", "deadline", "percent", "light", "progress", "problem"],
};
