/** Why a step was refused, in the words of people who work with it. */
import type { ItemState, ItemStatus } from "../../domain/items/work-item.js";
import { isSuspended } from "../../domain/items/work-item.js";
import { ProblemError } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { type ActionRefusalCode, REFUSAL_CODES } from "./schemas.js";
import type { Action } from "./catalogue.js";
import { whoMay } from "./rules.js";

/** A refusal of the domain, or one of what it never gets to see. */
export interface ActionRefusal {
  readonly code: ActionRefusalCode;
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
  cancelled: "已取消",
};

/** What is missing where an action finds nothing to act on. */
const NOTHING: Readonly<Partial<Record<Action["kind"], string>>> = {
  resume: "事项没有暂停",
  assignVerifier: "尚未指派核查人，无可收回",
  giveOpinion: "没有正在办理的延期申请",
  proposeExtension: "没有正在办理的延期申请",
  decideExtension: "没有正在办理的延期申请",
  acknowledge: "事项尚未呈阅，没有需要阅知的内容",
  replyToInstruction: "没有这一待答复的批示",
  acceptReply: "该批示没有待处理的答复",
  returnReply: "该批示没有待处理的答复",
  signInstrument: "没有待签发的这一文书",
  holdInstrument: "没有待签发的这一文书",
  closeCauseReview: "没有正在进行的客观原因核查",
};

/** Steps that are refused for another reason than the item's place in its life. */
function illegalZh(action: Action, item: ItemState): string {
  const { kind, name } = action;
  if (kind === "requestExtension" && item.extension) return "已有一项延期申请正在办理，不能重复申请";
  if (kind === "proposeExtension" && item.extension) return "延期建议已报领导小组，不能重复提出";
  if (kind === "decideExtension" && item.extension) return "须先由扶贫办（督查室）提出延期建议，再由领导小组决定";
  if (kind === "openCauseReview" && item.causeReview) return "客观原因核查已在进行";
  if (kind === "reportSupport" && item.supports.length > 0) return "本单位的协办工作已反馈，或事项已不在办理";
  if (kind === "reassign" && item.status !== "reported" && item.status !== "verified") return "事项已由该单位主办";
  if (kind === "fixTotal") return "总任务量已核定为该数";
  if (kind === "assignVerifier" && item.verifier) return "已指派该人员核查，不必重复指派";
  if (kind === "changeReading") return "新时限与现时限相同";
  return `事项当前为“${STATUS[item.status]}”，不能进行“${name.zh}”`;
}

function badValueZh({ kind }: Action, item: ItemState | undefined): string {
  if (kind === "reportProgress" && item?.metric)
    return `该事项的完成率按数据计算：请填报已完成任务量，不超过核定的总任务量${item.total ?? ""}`;
  if (kind === "reportProgress" && item?.total !== undefined)
    return `填报内容不符合要求：总任务量已核定为${item.total}，不能改动，已完成量不得超过总任务量`;
  if (kind === "fixTotal" && item && !item.metric) return "该事项没有量化指标，进度由主办单位填报，无须核定总任务量";
  if (kind === "fixTotal") return "总任务量应大于零且不少于已完成任务量；此前已核定的，更正时须写明理由";
  return kind === "report" ? "反馈完成须附佐证材料" : "填报内容不完整或不符合要求";
}

/** What is an assigned verifier's to do. */
const CHECKS: ReadonlySet<Action["kind"]> = new Set<Action["kind"]>(["verify", "returnForRework"]);

function zhOf(refusal: ActionRefusal, action: Action, item: ItemState | undefined): string {
  const words: Readonly<Record<ActionRefusalCode, () => string>> = {
    unknownItem: () => "方案中没有该事项，或事项已销号、已取消",
    illegalStep: () => (item ? illegalZh(action, item) : `当前不能进行“${action.name.zh}”`),
    notYours: () =>
      CHECKS.has(action.kind) && item?.status === "reported" && item.verifier && refusal.reason.includes("assigned to")
        ? "该事项的核查已指派专人，应由被指派的人员办理"
        : `“${action.name.zh}”应由${whoMay(action.kind).zh}办理`,
    ownWork: () => "经办人和申报单位不得核查、审定本人或本单位提交的内容，须由他人办理",
    suspended: () =>
      item && isSuspended(item) ? `事项自${item.suspendedSince}起暂停，须先恢复` : "事项已暂停，须先恢复",
    badDate: () => `日期无效：应为晚于今天（延期申请还应晚于现时限）且在工作日历范围内的日期`,
    nothingPending: () => NOTHING[action.kind] ?? "没有待处理的内容",
    computedPercent: () => "该事项的完成率按重点项目数据计算，不得手工填报百分比：请填报已完成任务量",
    totalNotFixed: () => "该事项的总任务量尚未由扶贫办核定，核定后方可填报",
    unrecordable: () => "系统无法登记所填内容，未作任何记录，已通知系统管理员；请检查所填文字后重试",
    belowTarget: () => `按填报数据计算的完成率未达到目标${item?.metric ? `${item.metric.target}%` : ""}，不能反馈完成`,
    evidenceMissing: () => "所附文件尚未作为该事项的佐证上传",
    badValue: () => badValueZh(action, item),
  };
  return `${words[refusal.code]()}。`;
}

/** A refusal of the domain in both languages; `item` as it stands. */
export function refusalWords(refusal: ActionRefusal, action: Action, item: ItemState | undefined): Words {
  const reason = refusal.reason.replace(/\.?$/, ".");
  return { zh: zhOf(refusal, action, item), en: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}` };
}

/** None of the caller's posts may do it. */
export function notPermitted(action: Action): { readonly code: ActionRefusalCode } & Words {
  const who = whoMay(action.kind);
  return {
    code: "notYours",
    zh: `“${action.name.zh}”应由${who.zh}办理，您现任岗位均不在其列。`,
    en: `To ${action.name.en} is for: ${who.en}. None of your posts is among them.`,
  };
}

export const isRefusalCode = (code: string): code is ActionRefusalCode =>
  (REFUSAL_CODES as readonly string[]).includes(code);

/** The problem that the refusal of a single item is. */
export function refusalProblem(
  item: string,
  { code, zh, en }: { readonly code: ActionRefusalCode } & Words,
): ProblemError {
  return new ProblemError(code, { zh, en }, { item, reason: { zh, en } });
}
