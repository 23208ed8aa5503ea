/**
 * Nobody else's page sends anything in a signed-in reader's name (CSRF): what changes something must come from our own pages,
 * as the browser itself says in Sec-Fetch-Site or Origin, beside the cookies' SameSite. Programs with a token send no cookie and are not concerned.
 */
import type { Request, RequestHandler } from "express";
import { ProblemError } from "./problem.js";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

function isOurs(req: Request, publicUrl: string): boolean {
  const site = req.headers["sec-fetch-site"];
  if (site === "same-origin") return true;
  if (site !== undefined && site !== "none") return false;
  const { origin, host = "" } = req.headers;
  if (origin !== undefined) return origin === publicUrl || hostOf(origin) === host.toLowerCase();
  // A browser says at least one of both: whoever says neither and has cookies is refused to be safe.
  return site !== undefined || req.headers.cookie === undefined;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

export function sameOrigin(publicUrl: string): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.has(req.method) || req.headers.authorization !== undefined || isOurs(req, publicUrl)) return next();
    throw new ProblemError("foreignOrigin", {
      zh: "该操作不是从本系统页面发出的，已拒绝。程序访问请使用令牌。",
      en: "This did not come from our own page and is refused. Programs use a token.",
    });
  };
}
