/**
 * Notices a reverse proxy that is not told of: with DUBAN_TRUSTED_PROXIES at 0 everybody behind it has the proxy's address, and is
 * held up together by what one of them does.
 */
import type { RequestHandler } from "express";

/** What is wrong, and what to do. */
export const UNTOLD_PROXY =
  "DUBAN_TRUSTED_PROXIES is 0, so all people behind the reverse proxy count as one address: set it to the number of reverse proxies in front, e.g. 1";

/** Whether there must be a proxy: nothing here speaks TLS itself. */
export const needsProxy = (publicUrl: string): boolean => publicUrl.startsWith("https:");

/** Tells once, when a request comes through a proxy of which the settings know nothing. */
export function watchForwarded(trustedProxies: number, warn: (problem: string) => void): RequestHandler {
  let told = trustedProxies > 0;
  return (req, _res, next) => {
    if (!told && req.headers["x-forwarded-for"] !== undefined) {
      told = true;
      warn(`a request came with X-Forwarded-For, but ${UNTOLD_PROXY}`);
    }
    next();
  };
}
