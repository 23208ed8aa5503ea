/** The problem of an API without a place for evidence, or whose place does not answer. */
import { ProblemError } from "../http/problem.js";

export function storeAway(cause?: unknown): ProblemError {
  const detail = {
    zh: "佐证库未配置或暂不可用，请稍后再试或联系管理员。",
    en: "There is no store for evidence, or it does not answer: try again, or tell the administrator.",
  };
  return new ProblemError("storeAway", detail, {}, cause === undefined ? {} : { cause });
}
