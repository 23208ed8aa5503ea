/** What was thrown, as a problem: errors are classified here, once, and sent here. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { foreignLine } from "../../domain/language/text.js";
import { CalendarYearMissing } from "../../domain/plan/calendar.js";
import { databaseAway } from "../../prisma/database/away.js";
import { UnknownPlan } from "../../prisma/plans/plan-store.js";
import { languageOf } from "../http/language.js";
import { NeedsRebuild } from "../../gateway/failures.js";
import { PROBLEMS, ProblemError, toProblem } from "../http/problem.js";

/** What Express and its body parser throw for a request they cannot read. */
interface HttpError {
  readonly status?: number;
  readonly type?: string;
  readonly message: string;
}

/** Seconds after which asking again makes sense while a part is away. */
const RETRY_AFTER = "2";

function unreadable({ status, type }: HttpError): ProblemError | null {
  if (status === 413)
    return new ProblemError("bodyTooLarge", { zh: "请求正文超过256KB。", en: "The body is larger than 256 KB." });
  if (status === 415)
    return new ProblemError("unsupportedMediaType", {
      zh: "请求正文应为UTF-8编码的application/json。",
      en: "Send the body as application/json in UTF-8.",
    });
  if (type === "entity.parse.failed")
    return new ProblemError("malformedJson", {
      zh: "请求正文不是有效的JSON，请检查引号、逗号和括号。",
      en: "The body is no valid JSON: check its quotes, commas and brackets.",
    });
  if (status === undefined || status < 400 || status >= 500) return null;
  return new ProblemError("malformedRequest", {
    zh: "网址或请求头格式有误；网址中的百分号编码应为UTF-8。",
    en: "The address or a header is malformed; percent-encoding in addresses is of UTF-8.",
  });
}

/** The problem that an error is. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof UnknownPlan)
    return new ProblemError("unknownPlan", { zh: "方案不存在。", en: error.message }, {}, { cause: error });
  if (error instanceof CalendarYearMissing)
    return new ProblemError(
      "calendarYearMissing",
      {
        zh: `工作日历缺少${error.year}年：请导入该年日历。`,
        en: `The calendar lacks ${error.year}: import that year.`,
      },
      { year: error.year },
      { cause: error },
    );
  if (databaseAway(error))
    return new ProblemError(
      "databaseAway",
      {
        zh: "数据库当前无法连接，恢复后自动可用，请稍后再试。",
        en: "The database cannot be reached. This recovers by itself: try again shortly.",
      },
      { part: "database" },
      { cause: error },
    );
  if (error instanceof NeedsRebuild)
    return new ProblemError(
      "needsRebuild",
      {
        zh: "该流程已停止：数据库或流程引擎的数据缺失或较旧。请系统管理员停止全部工作进程，执行 npm run rebuild 后重新启动。",
        en: "Its workflow has stopped: the database or Temporal has lost data. The administrator has to stop all workers, run npm run rebuild and start again.",
      },
      {},
      { cause: error },
    );
  return (
    unreadable(error as HttpError) ??
    new ProblemError(
      "internal",
      {
        zh: "系统处理请求时出错，已记入日志，请凭请求编号联系管理员。",
        en: "Something failed on our side and is in the log: give the administrator the request id.",
      },
      {},
      { cause: error },
    )
  );
}

export const unknownPath: RequestHandler = (req) => {
  throw new ProblemError("unknownPath", {
    zh: `网址“${foreignLine(req.path, 200)}”不存在。请返回首页，从菜单或列表中打开所需页面。`,
    en: `There is no ${foreignLine(req.path, 200)}. /api/docs describes what there is; the slash of an item's id is written ~ in an address.`,
  });
};

/** What of a refused body is still taken in, and thrown away, so that its sender gets to read the answer (bytes). */
const READ_FOR_NOTHING = 2 ** 20;

/** A refusal does not wait for a body that nobody has begun to read. Whoever goes on sending all the same is cut off. */
function discardUnread(req: Request, res: Response): void {
  if (req.complete || req.readableDidRead) return;
  let left = READ_FOR_NOTHING;
  req.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0 && res.writableFinished) req.socket.destroy();
  });
}

export const failures: ErrorRequestHandler = (error: unknown, req, res, next) => {
  // The head is out already: all that can be done is to break the answer off.
  if (res.headersSent) return next(error);
  const problem = problemOf(error);
  const lang = languageOf(req);
  res.locals.problem = problem.code;
  if (problem.status >= 500) req.log?.error({ err: problem.cause ?? problem, requestId: req.id }, problem.code);
  const { retryAfterSeconds = RETRY_AFTER } = problem.members;
  if (problem.status === 503 || problem.status === 429) res.setHeader("Retry-After", String(retryAfterSeconds));
  discardUnread(req, res);
  res.removeHeader("ETag");
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("Content-Language", lang === "zh" ? "zh-CN" : "en");
  res.vary("Accept-Language");
  res
    .status(PROBLEMS[problem.code].status)
    .type("application/problem+json")
    .send(JSON.stringify(toProblem(problem, lang, { path: req.path, id: typeof req.id === "string" ? req.id : "" })));
};
