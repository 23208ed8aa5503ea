/** What routes of accounts need of a request beside its parameters, and the one thing they do to its response. */
import type { Request, Response } from "express";
import { cutText } from "../../domain/language/text.js";

export interface Exchange {
  /** The caller's cookies, browser and address, as better-auth reads them. */
  readonly headers: Headers;
  /** The Cookie header; empty where there is none. */
  readonly cookies: string;
  /** The caller's network address, behind the proxies that are trusted. */
  readonly address: string;
  readonly setCookies: (cookies: readonly string[]) => void;
}

/** In which header better-auth reads the caller's address. What came under this name is overwritten. */
export const ADDRESS_HEADER = "x-duban-address";

/** Longer, a browser's name says nothing more. */
const LONGEST_AGENT = 300;

export function exchangeOf(req: Request, res: Response): Exchange {
  const { cookie, "user-agent": agent } = req.headers;
  const address = req.ip ?? "";
  return {
    headers: new Headers({
      ...(cookie === undefined ? {} : { cookie }),
      ...(agent === undefined ? {} : { "user-agent": cutText(agent, LONGEST_AGENT) }),
      [ADDRESS_HEADER]: address,
    }),
    cookies: cookie ?? "",
    address,
    setCookies(cookies) {
      for (const one of cookies) res.append("Set-Cookie", one);
    },
  };
}
