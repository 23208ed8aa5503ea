/**
 * Problems (RFC 9457): one table of what can go wrong, with its status and its title in both languages. Everything that a
 * route throws becomes one of these, here and nowhere else.
 */
import { z } from "zod";
import type { Words } from "./schema-parts.js";

export type Language = keyof Words;

interface Kind {
  readonly status: number;
  readonly title: Words;
}

const kind = (status: number, zh: string, en: string): Kind => ({ status, title: { zh, en } });

/** Codes are stable: programs tell problems apart by them. */
export const PROBLEMS = {
  malformedRequest: kind(400, "请求格式有误", "Malformed request"),
  malformedJson: kind(400, "请求正文不是有效的JSON", "Malformed JSON"),
  invalidParameter: kind(400, "参数不符合要求", "Invalid parameter"),
  unknownParameter: kind(400, "参数不存在", "Unknown parameter"),
  invalidBody: kind(400, "请求正文不符合要求", "Invalid request body"),
  badCursor: kind(400, "游标无效", "Invalid cursor"),
  dateOutOfRange: kind(400, "日期超出范围", "Date out of range"),
  idempotencyKeyNeeded: kind(400, "缺少或无效的幂等键", "Idempotency key missing or invalid"),
  notSignedIn: kind(401, "尚未登录", "Not signed in"),
  wrongCredentials: kind(401, "账号或密码不正确", "Wrong account or password"),
  oneTimePasswordEnded: kind(401, "一次性密码已过期", "The one-time password has ended"),
  wrongCode: kind(401, "验证码不正确", "Wrong code"),
  notAllowed: kind(403, "无权访问", "Not allowed"),
  unfinishedSignIn: kind(403, "登录尚未完成", "Sign-in is not finished"),
  signInAgain: kind(403, "请重新登录", "Sign in again"),
  foreignOrigin: kind(403, "请求来源不受信任", "Origin not trusted"),
  badLink: kind(400, "链接已失效", "The link is no longer valid"),
  weakPassword: kind(400, "密码不符合要求", "Password not good enough"),
  addressTaken: kind(409, "邮箱已被使用", "The address is another account's"),
  unknownSession: kind(404, "登录不存在或已结束", "No such session"),
  unknownToken: kind(404, "令牌不存在", "No such token"),
  unknownCalendar: kind(404, "日历不存在或已停用", "No such calendar"),
  notYours: kind(403, "无权办理", "Not yours to do"),
  ownWork: kind(403, "不得审核本人或本单位提交的事项", "Nobody checks their own work"),
  unknownPath: kind(404, "路径不存在", "No such path"),
  unknownPlan: kind(404, "方案不存在", "No such plan"),
  unknownTask: kind(404, "任务不存在", "No such task"),
  unknownItem: kind(404, "没有该事项，或不在您的查阅范围", "No such item, or beyond your reach"),
  unknownLetter: kind(404, "没有该文书，或不在您的查阅范围", "No such letter, or beyond your reach"),
  unknownPrintJob: kind(404, "没有该打印记录", "No such print job"),
  unknownEvidence: kind(404, "佐证不存在", "No such evidence"),
  unknownVillage: kind(404, "村不存在", "No such village"),
  unknownUnit: kind(404, "单位不存在", "No such unit"),
  unknownDocument: kind(404, "方案文件不存在", "No such document"),
  unknownPost: kind(404, "岗位不存在", "No such post"),
  importCancelled: kind(409, "导入已取消", "The import was cancelled"),
  unknownRegister: kind(404, "没有该台账", "No such register"),
  unknownRound: kind(404, "没有该轮检查", "No such round of inspections"),
  unknownMonth: kind(404, "没有该月调度，或不在您的查阅范围", "No such month, or beyond your reach"),
  unknownBulletin: kind(
    404,
    "没有该版本的通报，或不在您的查阅范围",
    "No such version of the bulletin, or beyond your reach",
  ),
  unknownVisit: kind(404, "没有该处检查，或不在您的查阅范围", "No such visit, or beyond your reach"),
  unknownAttachment: kind(404, "没有该附件", "No such attachment"),
  unknownReport: kind(404, "没有该期间的报告", "No report of that period"),
  tooManyViews: kind(409, "视图过多", "Too many views"),
  unknownPerson: kind(404, "人员不存在", "No such person"),
  methodNotAllowed: kind(405, "不支持该请求方法", "Method not allowed"),
  notARehearsal: kind(409, "实际运行的方案不能调整时钟", "A live plan's clock cannot be moved"),
  planEnded: kind(409, "推演已结束", "The rehearsal has ended"),
  drivenElsewhere: kind(409, "推演正由另一进程推进", "Another process moves this rehearsal's clock"),
  dateNotLater: kind(409, "日期须晚于当前推演日期", "The day is not later than where the clock stands"),
  illegalStep: kind(409, "当前不能进行此步骤", "Not the next step"),
  suspended: kind(409, "事项已暂缓", "Suspended"),
  nothingPending: kind(409, "没有待处理的内容", "Nothing is pending"),
  conflict: kind(409, "同一编号已有不同内容", "Its key holds other content"),
  rowChanged: kind(409, "该行已被他人修改", "The row was changed meanwhile"),
  locked: kind(409, "已提交并锁定", "Submitted and locked"),
  closing: kind(409, "已停止领取", "Nothing is taken along any more"),
  incomplete: kind(409, "尚未齐全", "Not all is there yet"),
  wrongOffset: kind(409, "续传位置不符", "Go on from another byte"),
  changedMeanwhile: kind(409, "方案已有变化", "Changed meanwhile"),
  changeUnderWay: kind(409, "另一项变更正在生效", "Another change is under way"),
  allRefused: kind(409, "全部事项均未受理", "None was accepted"),
  bodyTooLarge: kind(413, "请求正文过大", "Request body too large"),
  fileTooLarge: kind(413, "文件过大", "File too large"),
  fileEmpty: kind(422, "文件为空", "File is empty"),
  fileLocked: kind(422, "文件设有密码", "File has a password"),
  fileDamaged: kind(422, "文件已损坏", "File is damaged"),
  fileTypeNotTaken: kind(415, "不接受该类文件", "File type not taken"),
  unsupportedMediaType: kind(415, "不支持该内容类型", "Unsupported media type"),
  wrongHost: kind(421, "主机名不受信任", "Host not served"),
  tooManyAttempts: kind(429, "尝试次数过多", "Too many attempts"),
  tooManyRequests: kind(429, "请求过于频繁", "Too many requests"),
  wrongHash: kind(422, "照片内容与编号不符", "Not the bytes of that name"),
  emptyPhoto: kind(422, "照片为空", "The photo is empty"),
  notAPhoto: kind(422, "不是照片", "Not a photo"),
  tooLarge: kind(422, "照片过大", "The photo is too large"),
  badDate: kind(422, "日期不符合要求", "Date not acceptable"),
  badValue: kind(422, "内容不符合要求", "Value not acceptable"),
  badDocument: kind(422, "方案文件有误", "Document not acceptable"),
  changeRefused: kind(422, "不能在运行中变更", "Cannot be changed while it runs"),
  computedPercent: kind(422, "完成率由系统计算", "The percentage is computed"),
  totalNotFixed: kind(409, "总任务量尚未核定", "The total is not fixed yet"),
  unrecordable: kind(422, "无法登记", "Cannot be recorded"),
  belowTarget: kind(422, "完成率未达到目标", "Below the target"),
  evidenceMissing: kind(422, "缺少佐证", "Evidence missing"),
  keyReused: kind(422, "幂等键已用于另一请求", "Key used for another request"),
  tooManyStreams: kind(429, "实时连接过多", "Too many streams"),
  calendarYearMissing: kind(503, "工作日历缺少年份", "Calendar year missing"),
  internal: kind(500, "系统内部错误", "Internal error"),
  providerAway: kind(503, "统一身份认证暂不可用", "Identity provider unavailable"),
  databaseAway: kind(503, "数据库暂不可用", "Database unavailable"),
  needsRebuild: kind(503, "流程须重建", "Workflow must be rebuilt"),
  notDelivered: kind(503, "请求未能及时送达", "Not delivered in time"),
  registerKeyMissing: kind(503, "未配置台账密钥", "No key for sensitive cells"),
  storeAway: kind(503, "佐证库暂不可用", "Evidence store unavailable"),
  temporalAway: kind(503, "流程引擎暂不可用", "Temporal unavailable"),
} as const satisfies Readonly<Record<string, Kind>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Something a request cannot get past: thrown anywhere below a route, sent by `failures.ts`. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: Words,
    /** Further members of the problem: which parameter, which values are allowed … */
    readonly members: Readonly<Record<string, unknown>> = {},
    options: { readonly cause?: unknown } = {},
  ) {
    super(`${code}: ${detail.en}`, options);
    this.name = "ProblemError";
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

export const problemType = (code: ProblemCode): string => `urn:duban:problem:${code}`;

export const problem = z
  .looseObject({
    type: z.string().meta({ description: "urn:duban:problem:<code>", example: "urn:duban:problem:unknownItem" }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What is wrong, and what to do about it." }),
    instance: z.string().meta({ description: "The path that was asked." }),
    requestId: z.string().meta({ description: "Also in the X-Request-Id header and in the log." }),
    errors: z
      .array(z.strictObject({ parameter: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "What is wrong with which parameter." }),
    parameter: z.string().optional(),
    allowed: z.array(z.string()).optional().meta({ description: "Values or names that would do." }),
    part: z.enum(["database", "temporal"]).optional().meta({ description: "The part that is away." }),
  })
  .meta({ id: "Problem", description: "A problem (RFC 9457), in the language of Accept-Language." });
export type Problem = z.infer<typeof problem>;

/** The problem as it is sent. */
export function toProblem(error: ProblemError, lang: Language, request: { path: string; id: string }): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: problemType(error.code),
    code: error.code,
    title: title[lang],
    status,
    detail: error.detail[lang],
    instance: request.path,
    requestId: request.id,
    ...error.members,
  };
}
