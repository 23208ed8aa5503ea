/** What routes of accounts need of a request beside its parameters, and the one thing they do to its response. */
import type { Request, Response } from "express";

export interface Exchange {
  /** The caller's cookies, as better-auth reads them. */
  readonly headers: Headers;
  /** The caller's network address, behind the proxies that are trusted. */
  readonly address: string;
  readonly setCookies: (cookies: readonly string[]) => void;
}

export function exchangeOf(req: Request, res: Response): Exchange {
  return {
    headers: new Headers(req.headers.cookie === undefined ? {} : { cookie: req.headers.cookie }),
    address: req.ip ?? "",
    setCookies(cookies) {
      for (const cookie of cookies) res.append("Set-Cookie", cookie);
    },
  };
}
