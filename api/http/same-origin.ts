/**
 * Nobody else's page sends anything in a signed-in reader's name (CSRF): what changes something must come from our own pages,
 * as the browser itself says in Sec-Fetch-Site or Origin, beside the cookies' SameSite. What comes with a token is not concerned: no
 * page can make a browser send one unasked, and its cookies count for nothing.
 */
import type { Request, RequestHandler } from "express";
import { bearerOf } from "./bearer.js";
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
    const byToken = bearerOf(req) !== null;
    // Another scheme (a proxy's Basic, say) lets nobody in here: who is then let in by a cookie came by the cookie.
    if (byToken) delete req.headers.cookie;
    if (byToken || SAFE.has(req.method) || isOurs(req, publicUrl)) return next();
    throw new ProblemError("foreignOrigin", {
      zh: "该操作不是从本系统页面发出的，已拒绝。程序访问请使用令牌。",
      en: "This did not come from our own page and is refused. Programs use a token.",
    });
  };
}
