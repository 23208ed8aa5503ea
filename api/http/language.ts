/** The language of a request. Officials read Chinese: it is what those get who ask for nothing. */
import type { Request } from "express";
import type { Language } from "./problem.js";

/** zh for anybody whose languages name Chinese before English; who reads neither is likelier to read English. */
export function languageOf(req: Request): Language {
  if (req.headers["accept-language"] === undefined) return "zh";
  return req.acceptsLanguages("zh", "en") === "zh" ? "zh" : "en";
}
