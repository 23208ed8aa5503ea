/** Why a step was refused, in the words of people who work with it. */
import type { PlanText } from "../../domain/plan/plan.js";
import { dayZh } from "../../domain/language/dates.js";
import { type ActKind, ACTS } from "../../domain/items/acts/catalogue.js";
import type { RefusalCode } from "../../domain/items/commands.js";
import type { ItemState, ItemStatus } from "../../domain/items/work-item.js";
import { isSuspended } from "../../domain/items/work-item.js";
import { ProblemError } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { type ActionRefusalCode, REFUSAL_CODES } from "./schemas.js";
import { whoMay } from "./permissions.js";

/** A refusal as the domain gives it, perhaps of a release whose codes are not all known here. */
export interface ActionRefusal {
  readonly code: string;
  readonly reason: string;
}

const STATUS: Readonly<Record<ItemStatus, string>> = {
  registered: "已立项、尚未交办",
  assigned: "已交办、尚未签收",
  signedFor: "已签收",
  inProgress: "办理中",
  reported: "已反馈、待核查",
  verified: "已核查、待销号",
  closed: "已销号",
  cancelled: "已撤销",
};

/** A code of the domain's, or of what the domain never gets to see. */
type Code = RefusalCode | ActionRefusalCode;

/** A plan by its own words. */
type Worded = Pick<PlanText, "words">;

function illegalZh(act: ActKind, item: ItemState): string {
  const { name, refused } = ACTS[act];
  return refused.illegal?.(item) ?? `事项当前为“${STATUS[item.status]}”，不能进行“${name.zh}”`;
}

function zhOf(code: Code, act: ActKind, item: ItemState | undefined, plan: Worded): string {
  const { name, refused } = ACTS[act];
  const words: Readonly<Record<Code, () => string>> = {
    unknownItem: () => "方案中没有该事项，或者事项已销号、已撤销",
    illegalStep: () => (item ? illegalZh(act, item) : `当前不能进行“${name.zh}”`),
    notYours: () => `“${name.zh}”应由${whoMay(act, plan).zh}办理`,
    assignedElsewhere: () => "该事项的核查已指派专人，应由被指派的人员办理",
    ownWork: () => "经办人和申报单位不得核查、审定本人或本单位提交的内容，须由他人办理",
    suspended: () =>
      item && isSuspended(item)
        ? `事项自${dayZh(item.suspendedSince ?? "")}起暂缓，须先恢复办理`
        : "事项已暂缓，须先恢复办理",
    badDate: () => `日期无效：应为晚于今天（延期申请还应晚于现时限）且在工作日历范围内的日期`,
    nothingPending: () => refused.nothing ?? "没有待处理的内容",
    computedPercent: () => "该事项的完成率按重点项目数据计算，不得手工填报百分比：请填报已完成任务量",
    totalNotFixed: () => "该事项的总任务量尚未由办公室核定，核定后方可填报",
    unrecordable: () => "系统无法登记所填内容，未作任何记录，已通知系统管理员；请检查所填文字后重试",
    belowTarget: () => `按填报数据计算的完成率未达到目标${item?.metric ? `${item.metric.target}%` : ""}，不能反馈办结`,
    evidenceMissing: () => "所附文件尚未作为该事项的佐证上传",
    badValue: () => refused.badValue?.(item) ?? "填报内容不完整或不符合要求",
  };
  return `${words[code]()}。`;
}

/** The reason is the database's, for the operator's alarm. */
const UNRECORDABLE =
  "The system can't record what was entered: nothing was recorded, and the operators were told. Check the text and try again.";

/** A refusal as the API gives it: by its code, and in both languages. `item` as it stands. */
export function refusalOf(
  { code: given, reason }: ActionRefusal,
  act: ActKind,
  item: ItemState | undefined,
  plan: Worded,
): { readonly code: ActionRefusalCode } & Words {
  const code = isCode(given) ? given : "badValue";
  const sentence = reason.replace(/\.?$/, ".");
  return {
    // To a client it is one thing: somebody else's to do.
    code: code === "assignedElsewhere" ? "notYours" : code,
    zh: zhOf(code, act, item, plan),
    en: code === "unrecordable" ? UNRECORDABLE : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
  };
}

/** None of the caller's posts may do it. */
export function notPermitted(act: ActKind, plan: Worded): { readonly code: ActionRefusalCode } & Words {
  const { name } = ACTS[act];
  const who = whoMay(act, plan);
  return {
    code: "notYours",
    zh: `“${name.zh}”应由${who.zh}办理，您现任岗位均不在其列。`,
    en: `To ${name.en} is for: ${who.en}. None of your posts is among them.`,
  };
}

const isCode = (code: string): code is Code =>
  code === "assignedElsewhere" || (REFUSAL_CODES as readonly string[]).includes(code);

/** The problem that the refusal of a single item is. */
export function refusalProblem(
  item: string,
  { code, zh, en }: { readonly code: ActionRefusalCode } & Words,
): ProblemError {
  return new ProblemError(code, { zh, en }, { item, reason: { zh, en } });
}
