/** The lists that can be had as files, each with its columns. A list that is paged is written to its end. */
import type { z } from "zod";
import { FORM_NAMES_EN, FORM_NAMES_ZH, type LetterForm } from "../../domain/letters/forms.js";
import { letterStateWords } from "../../domain/letters/state-words.js";
import { LIGHT_WORDS } from "../../domain/items/light-words.js";
import { statusWords } from "../../domain/items/words.js";
import { VISIT_WORDS } from "../../domain/streams/order-entries.js";
import { getDelegations } from "../actions/mine-routes.js";
import type { delegations } from "../actions/mine-schemas.js";
import { SEVERITY_WORDS } from "../../domain/inspections/severity-words.js";
import { getFindings } from "../inspections/finding-routes.js";
import type { findings } from "../inspections/schemas.js";
import { getInstructionRegister } from "../items/instruction-routes.js";
import type { InstructionLine } from "../items/instruction-schemas.js";
import { listItems } from "../items/routes.js";
import type { Item } from "../items/schemas.js";
import type { calls } from "../ledger/schemas.js";
import { getCalls } from "../letters/call-routes.js";
import { getNumbers } from "../letters/number-routes.js";
import type { DocumentNumber } from "../letters/number-schemas.js";
import { getLetters } from "../letters/routes.js";
import type { Letter } from "../letters/schemas.js";
import { alarmsOf, getAlarms } from "../operation/routes.js";
import type { Alarms } from "../operation/schemas.js";
import { getPackages } from "../packages/routes.js";
import type { PackageRow, Packages } from "../packages/schemas.js";
import { getPosts, getUnits, getVillages } from "../people/routes.js";
import type { posts, units, villages, visits } from "../people/schemas.js";
import { getVacancies } from "../people/vacancy-routes.js";
import type { Vacancies } from "../people/schemas.js";
import { getVisits } from "../people/visit-routes.js";
import type { Route } from "../serving/route.js";
import { listExport } from "../serving/table-export.js";
import {
  dayColumn,
  holderOf,
  joined,
  nameOf,
  numberColumn,
  rowNumber,
  saidIn,
  textColumn,
  titleOf,
} from "./columns.js";

type RowOf<S extends z.ZodType, K extends string> = z.infer<S> extends Record<K, readonly (infer R)[]> ? R : never;

const items = listExport<Item>({
  name: "items",
  list: listItems,
  title: { zh: "事项清单", en: "Items" },
  columns: [
    rowNumber(),
    numberColumn("任务", "Task", ({ task }) => task),
    textColumn("事项", "Item", 34, ({ title }) => title),
    textColumn("{{township}}", "Township", 12, ({ township }) => nameOf(township)),
    textColumn("村", "Village", 12, ({ village }) => nameOf(village)),
    textColumn("主办单位", "Primary unit", 16, ({ primaryUnit }) => primaryUnit.name),
    textColumn("环节", "Step", 12, ({ status, suspended }, language) =>
      suspended ? (language === "zh" ? "暂缓" : "suspended") : statusWords(status)[language],
    ),
    dayColumn("时限", "Deadline", ({ deadline }) => deadline),
    dayColumn("原定时限", "Original deadline", ({ deadline, originalDeadline }) =>
      deadline === originalDeadline ? null : originalDeadline,
    ),
    textColumn("亮灯", "Light", 8, ({ light }, language) => LIGHT_WORDS[light][language]),
    numberColumn("逾期（工作日）", "Overdue (working days)", ({ workingDaysOverdue }) => workingDaysOverdue),
    dayColumn("办结日期", "Ended on", ({ closedOn }) => closedOn),
  ],
});

const formName = (form: LetterForm, language: "zh" | "en"): string =>
  (language === "zh" ? FORM_NAMES_ZH : FORM_NAMES_EN)[form];

const letters = listExport<Letter>({
  name: "letters",
  list: getLetters,
  title: { zh: "文书清单", en: "Letters" },
  columns: [
    rowNumber(),
    dayColumn("日期", "Day", ({ on }) => on),
    textColumn("文种", "Kind", 16, ({ form }, language) => formName(form as LetterForm, language)),
    textColumn("发文字号", "Number", 22, ({ documentNo }) => documentNo),
    textColumn("收件人", "To", 12, ({ person }) => nameOf(person)),
    textColumn("岗位", "Post", 20, ({ post }) => titleOf(post)),
    numberColumn("事项（个）", "Items", ({ items: count }) => count),
    textColumn("状态", "State", 14, ({ state }, language) => letterStateWords(state)[language]),
    textColumn("未送达原因", "Why not delivered", 30, ({ lastError }) => lastError),
  ],
});

const numbers = listExport<DocumentNumber>({
  name: "document-numbers",
  list: getNumbers,
  title: { zh: "发文登记簿", en: "Register of numbers" },
  columns: [
    rowNumber(),
    textColumn("发文字号", "Number", 24, ({ documentNo }) => documentNo),
    dayColumn("日期", "Day", ({ givenAt }) => givenAt),
    textColumn("标题", "Title", 40, ({ title }) => title),
    textColumn("主送", "To", 22, ({ to }, language) => joined(to, language)),
    numberColumn("份数", "Copies", ({ letters: count }) => count),
    textColumn("签发人", "Signed by", 12, ({ givenBy }) => givenBy?.person.name ?? null),
    textColumn("状态", "State", 8, ({ state }, language) =>
      state === "void" ? (language === "zh" ? "作废" : "void") : language === "zh" ? "已用" : "used",
    ),
    textColumn("作废原因", "Why void", 26, ({ voided }) => voided?.reason ?? null),
  ],
});

type Finding = RowOf<typeof findings, "findings">;
const FINDING_STATUS = {
  open: { zh: "整改中", en: "open" },
  closed: { zh: "已销号", en: "closed" },
  withdrawn: { zh: "已撤销", en: "withdrawn" },
} as const;

const found = listExport<Finding, z.infer<typeof findings>>({
  name: "findings",
  list: getFindings,
  title: { zh: "检查发现问题清单", en: "Findings" },
  rowsOf: ({ findings: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("问题", "Finding", 34, ({ title }) => title),
    numberColumn("任务", "Task", ({ task }) => task),
    textColumn("地点", "Place", 14, ({ place }) => place.name),
    textColumn("严重程度", "Severity", 10, ({ severity }, language) => SEVERITY_WORDS[severity][language]),
    textColumn("整改单位", "Unit", 16, ({ unit }) => unit.name),
    dayColumn("整改时限", "Deadline", ({ deadline }) => deadline),
    textColumn("状态", "Standing", 10, ({ status }, language) => FINDING_STATUS[status][language]),
    numberColumn("超期（工作日）", "Over (working days)", ({ daysOver }) => daysOver),
    numberColumn("发现（次）", "Found (times)", ({ count }) => count),
    dayColumn("首次发现", "First found", ({ firstFoundOn }) => firstFoundOn),
    dayColumn("最近发现", "Last found", ({ lastFoundOn }) => lastFoundOn),
  ],
});

type Village = RowOf<typeof villages, "villages">;
const roster = listExport<Village, z.infer<typeof villages>>({
  name: "villages",
  list: getVillages,
  title: { zh: "{{pairing}}名册", en: "Villages and pairing" },
  rowsOf: ({ villages: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("{{township}}", "Township", 12, ({ township }) => township.name),
    textColumn("村", "Village", 14, ({ name }) => name),
    textColumn("{{pairing}}领导", "Paired leader", 12, ({ pairing }) => holderOf(pairing && pairing.countyLeader)),
    textColumn("{{pairing}}部门负责同志", "Paired head", 14, ({ pairing }) =>
      holderOf(pairing && pairing.departmentHead),
    ),
    textColumn("部门负责同志岗位", "The head's post", 22, ({ pairing }) =>
      titleOf(pairing && pairing.departmentHead.post),
    ),
    textColumn("帮扶单位", "Helping unit", 18, ({ pairing }) => nameOf(pairing && pairing.helpingUnit)),
    numberColumn("事项（个）", "Items", ({ items: count }) => count),
    numberColumn("红灯", "Red", ({ lights }) => lights.red),
    numberColumn("黄灯", "Yellow", ({ lights }) => lights.yellow),
    numberColumn("绿灯", "Green", ({ lights }) => lights.green),
    numberColumn("蓝灯", "Blue", ({ lights }) => lights.blue),
    numberColumn("灰灯", "Grey", ({ lights }) => lights.grey),
    numberColumn("未开始", "Not started", ({ lights }) => lights.notStarted),
  ],
});

type Unit = RowOf<typeof units, "units">;
const unitRoster = listExport<Unit, z.infer<typeof units>>({
  name: "units",
  list: getUnits,
  title: { zh: "单位名册", en: "Units" },
  rowsOf: ({ units: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("单位", "Unit", 20, ({ name }) => name),
    textColumn("主要负责同志", "Head", 12, ({ head }) => holderOf(head)),
    textColumn("经办人", "Desk", 12, ({ desk }) => holderOf(desk)),
    textColumn("分管领导", "Leader in charge", 12, ({ leaderInCharge }) => holderOf(leaderInCharge)),
    numberColumn("主办事项（个）", "Items owed", ({ items: count }) => count),
    numberColumn("红灯", "Red", ({ lights }) => lights.red),
    numberColumn("黄灯", "Yellow", ({ lights }) => lights.yellow),
    numberColumn("已销号", "Closed", ({ lights }) => lights.blue),
  ],
});

type Post = RowOf<typeof posts, "posts">;
const postRoster = listExport<Post, z.infer<typeof posts>>({
  name: "posts",
  list: getPosts,
  title: { zh: "岗位名册", en: "Posts" },
  rowsOf: ({ posts: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("单位", "Unit", 20, ({ unit }) => nameOf(unit)),
    textColumn("岗位", "Post", 18, ({ title }) => title),
    textColumn("任职人员", "Holder", 12, ({ holder }) => nameOf(holder)),
    textColumn("联络员岗位", "Liaison", 18, ({ liaison }) => titleOf(liaison)),
  ],
});

type Vacancy = Vacancies["vacancies"][number];
const SEATS = {
  villageCountyLeader: { zh: "{{pairing}}领导", en: "paired leader" },
  villageDepartmentHead: { zh: "{{pairing}}部门负责同志", en: "paired head" },
  helpingUnit: { zh: "帮扶单位", en: "helping unit" },
} as const;
const vacancies = listExport<Vacancy, Vacancies>({
  name: "vacancies",
  list: getVacancies,
  title: { zh: "空缺岗位清单", en: "Vacancies" },
  rowsOf: ({ vacancies: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("村", "Village", 14, ({ village }) => nameOf(village)),
    textColumn("席位", "Seat", 16, ({ seat }, language) => (seat === null ? null : SEATS[seat][language])),
    textColumn("岗位", "Post", 24, ({ post }) => titleOf(post)),
    dayColumn("空缺起始", "Since", ({ since }) => since),
    textColumn("代收人", "Stand-in", 14, ({ standIn }) => holderOf(standIn)),
  ],
});

const alarms = listExport<Alarms["alarms"][number], Alarms>({
  name: "alarms",
  // The page shows the latest alone.
  list: { ...getAlarms, answer: ({ plan, services: { pool } }) => alarmsOf(plan, pool, null) },
  title: { zh: "送达提示清单", en: "Alarms" },
  rowsOf: ({ alarms: rows }) => rows,
  columns: [
    rowNumber(),
    dayColumn("最近一次", "Latest", ({ latest }) => latest),
    numberColumn("次数", "Times", ({ count }) => count),
    textColumn("内容", "What", 80, ({ words }, language) => saidIn(words, language)),
  ],
});

type Visit = RowOf<typeof visits, "rows">;
const visited = listExport<Visit>({
  name: "visits",
  list: getVisits,
  title: { zh: "{{pairing}}记录", en: "Visits" },
  columns: [
    rowNumber(),
    dayColumn("日期", "Day", ({ on }) => on),
    textColumn("村", "Village", 14, ({ village }) => village.name),
    textColumn("类别", "Kind", 10, ({ what }, language) => VISIT_WORDS[what][language]),
    textColumn("情况", "What was seen or solved", 50, ({ text }) => text),
    textColumn("地点", "Place", 14, ({ place }) => place),
    numberColumn("照片（张）", "Photos", ({ photos }) => photos.length),
    textColumn("记录人", "By", 12, ({ by }) => by.person.name),
    textColumn("岗位", "Post", 20, ({ by }) => titleOf(by.post)),
    dayColumn("登记日期", "Logged on", ({ at }) => at),
  ],
});

type Call = RowOf<typeof calls, "rows">;
const called = listExport<Call>({
  name: "calls",
  list: getCalls,
  title: { zh: "电话催办记录", en: "Telephone calls" },
  columns: [
    rowNumber(),
    dayColumn("日期", "Day", ({ at }) => at),
    textColumn("事项", "Item", 34, ({ item }) => item?.title ?? null),
    textColumn("村", "Village", 12, ({ item }) => nameOf(item?.village ?? null)),
    textColumn("对象", "To", 22, ({ to }) => ("title" in to ? titleOf(to) : to.name)),
    textColumn("情况", "What was said", 44, ({ text }) => text),
    textColumn("通话人", "By", 12, ({ by }) => by.person.name),
  ],
});

type Delegation = RowOf<typeof delegations, "delegations">;
const delegated = listExport<Delegation, z.infer<typeof delegations>>({
  name: "delegations",
  list: getDelegations,
  title: { zh: "代理清单", en: "Substitutions" },
  rowsOf: ({ delegations: rows }) => rows,
  columns: [
    rowNumber(),
    textColumn("岗位", "Post", 24, ({ post }) => titleOf(post)),
    textColumn("任职人员", "Holder", 12, ({ principal }) => principal.name),
    textColumn("代理人", "Substitute", 12, ({ substitute }) => substitute.name),
    dayColumn("开始", "From", ({ from }) => from),
    dayColumn("截止", "Until", ({ until }) => until),
    textColumn("原因", "Why", 30, ({ reason }) => reason),
  ],
});

const packages = listExport<PackageRow, Packages>({
  name: "packages",
  list: getPackages,
  title: { zh: "交办清单签收情况", en: "Packages and signatures" },
  rowsOf: ({ all }) => all,
  columns: [
    rowNumber(),
    textColumn("单位（席位）", "Holder", 30, ({ name }) => name),
    dayColumn("交办日期", "Given on", ({ assignedOn }) => assignedOn),
    dayColumn("签收日期", "Signed on", ({ signed }) => signed?.on ?? null),
    textColumn("签收人", "Signed by", 12, ({ signed }) => nameOf(signed && signed.by)),
  ],
});

const STANDINGS = {
  open: { zh: "办理中", en: "open" },
  reported: { zh: "已反馈", en: "reported" },
  done: { zh: "已办结", en: "done" },
} as const;
const instructions = listExport<InstructionLine>({
  name: "instruction-register",
  list: getInstructionRegister,
  title: { zh: "批示件台账", en: "Register of instructions" },
  paper: "A3",
  columns: [
    rowNumber(),
    textColumn("编号", "Number", 20, ({ no }) => no),
    textColumn("来源", "Source", 26, ({ source }) => source),
    textColumn("批示领导", "Leader", 12, ({ leader }) => leader),
    dayColumn("批示日期", "Day", ({ on }) => on),
    textColumn("批示（交办）内容", "What", 40, ({ text }) => text),
    textColumn("事项", "Item", 28, ({ title, place }) => (place === null ? title : `${place} ${title}`)),
    textColumn("承办单位", "Unit", 16, ({ unit }) => unit.name),
    dayColumn("办理时限", "Due", ({ due }) => due),
    textColumn("办理情况", "Report", 34, ({ reply }) => reply),
    textColumn("状态", "Standing", 10, ({ standing }, language) => STANDINGS[standing][language]),
    dayColumn("办结日期", "Done on", ({ doneOn }) => doneOn),
    textColumn("亮灯", "Light", 8, ({ light }, language) => LIGHT_WORDS[light][language]),
  ],
});

/** Lists with the routes of their files. */
export const EXPORTED: readonly { readonly list: Route; readonly file: Route }[] = [
  { list: listItems, file: items },
  { list: getLetters, file: letters },
  { list: getNumbers, file: numbers },
  { list: getFindings, file: found },
  { list: getVillages, file: roster },
  { list: getUnits, file: unitRoster },
  { list: getPosts, file: postRoster },
  { list: getVacancies, file: vacancies },
  { list: getAlarms, file: alarms },
  { list: getVisits, file: visited },
  { list: getCalls, file: called },
  { list: getDelegations, file: delegated },
  { list: getPackages, file: packages },
  { list: getInstructionRegister, file: instructions },
];

export const EXPORT_ROUTES: readonly Route[] = EXPORTED.map(({ file }) => file);
