/** Zod's findings about a request, as problems that name the parameter and say what would do. */
import { z } from "zod";
import { unfitIn } from "../../domain/language/text.js";
import { type Language, type ProblemCode, ProblemError } from "./problem.js";
import { VALIDATION_MESSAGES, type ValidationMessage } from "./validation-messages.js";
import type { Words } from "./schema-parts.js";

const MAPS = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError } as const;

type Issue = z.core.$ZodIssue;

/** Of a union's branches the one that got furthest: its findings are what the caller can mend. */
function flat(issues: readonly Issue[], under: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code !== "invalid_union") return [{ ...issue, path }];
    const branch =
      issue.errors.find((found) => !found.some((one) => one.code === "invalid_type" && one.path.length === 0)) ??
      issue.errors.at(-1);
    return branch ? flat(branch as Issue[], path) : [{ ...issue, path }];
  });
}

/** What a text's rule says, with the very character that may not stand there: whoever typed it doesn't see it. */
function textMessage(rule: ValidationMessage, given: unknown, lang: Language): string {
  const unfit = typeof given === "string" ? unfitIn(given, { lines: rule === "text" }) : null;
  if (!unfit) return VALIDATION_MESSAGES[rule][lang];
  const { at, code, name } = unfit;
  return lang === "zh"
    ? `第${at}个字符为${name.zh}（${code}），请删去后重试`
    : `character ${at} is ${name.en} (${code}): remove it`;
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );

function messageOf(issue: Issue, given: unknown, lang: Language): string {
  const own = /^@(\w+)$/.exec(issue.message)?.[1];
  if (own !== undefined && own in VALIDATION_MESSAGES) return textMessage(own as ValidationMessage, given, lang);
  const said = MAPS[lang]({ ...issue, message: undefined } as never);
  return (typeof said === "string" ? said : said?.message) ?? issue.message;
}

const nameOf = (issue: Issue): string => issue.path.map(String).join(".");

/** What the caller may give instead: the parameters of the path and query, or nothing for a body. */
function unknownParameter(keys: readonly string[], allowed: readonly string[]): ProblemError {
  const [parameter = ""] = keys;
  const list = { zh: allowed.join("、"), en: allowed.join(", ") };
  const detail: Words =
    allowed.length === 0
      ? { zh: `此处不接受参数，收到“${parameter}”。`, en: `"${parameter}": nothing can be given here.` }
      : {
          zh: `没有名为“${parameter}”的参数，可用的有：${list.zh}。`,
          en: `There is no parameter "${parameter}"; there are: ${list.en}.`,
        };
  return new ProblemError("unknownParameter", detail, { parameter, allowed });
}

/** Parses a part of a request. Throws `unknownParameter`, or `code` with one entry for each thing that is wrong. */
export function parsed<T extends z.ZodType>(
  schema: T,
  value: unknown,
  lang: Language,
  code: Extract<ProblemCode, "invalidParameter" | "invalidBody"> = "invalidParameter",
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = flat(result.error.issues);
  const unknown = issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown && code === "invalidParameter" && unknown.path.length === 0) {
    const allowed = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    throw unknownParameter((unknown as z.core.$ZodIssueUnrecognizedKeys).keys, allowed);
  }
  const told = (issue: Issue, of: Language): string => messageOf(issue, valueAt(value, issue.path), of);
  const errors = issues.map((issue) => ({ parameter: nameOf(issue), message: told(issue, lang) }));
  const said = (of: Language): string =>
    issues
      .map((issue) => `${nameOf(issue)}${of === "zh" ? "：" : ": "}${told(issue, of)}`)
      .join(of === "zh" ? "；" : "; ");
  throw new ProblemError(code, { zh: `${said("zh")}。`, en: `${said("en")}.` }, { errors });
}
