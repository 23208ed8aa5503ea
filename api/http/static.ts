/**
 * Serves the built page (web/dist): files with a hash in their name for ever, everything else fresh, and index.html at every
 * address that is the page's own. Comes after the API's routes.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import express, { type RequestHandler, type Response, Router } from "express";
import { NONCE } from "../../web/nonce.js";
import { serveFiling } from "./filing-page.js";
import { coded, fresh } from "./static-files.js";

export interface PageOptions {
  /** The folder that `npm run build` wrote. */
  readonly dist: string;
}

/** Addresses of the page: web/src/routes.tsx. */
const PAGES = /^\/(plans\/.+|account|sign-in|forgot-password|new-password)?$/;
/** Never the page's, whatever a browser accepts. */
const OTHERS = /^\/(api|assets)(\/|$)/;

/**
 * Only what comes from here runs or loads. Style elements need a nonce, since antd writes its own; style *attributes* are
 * let through because letters carry theirs (mail programs know nothing else) and are shown in a frame that inherits this
 * policy. An attribute can neither load anything nor reach beyond its element.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The page where it has been built; null where only the API is to be served. */
export function pageIfBuilt(options: PageOptions): RequestHandler | null {
  return existsSync(path.join(options.dist, "index.html")) ? servePage(options) : null;
}

/** Throws where the page has not been built. */
export function servePage({ dist }: PageOptions): RequestHandler {
  const index = path.join(dist, "index.html");
  if (!existsSync(index)) throw new Error(`the page is not built: ${index} is missing. Build it with: npm run build`);
  const html = readFileSync(index, "utf8");
  const router = Router();
  router.use("/assets", coded(path.join(dist, "assets")));
  router.use(serveFiling(path.join(dist, "filing")));
  router.use(express.static(dist, { index: false, cacheControl: false, setHeaders: (res) => fresh(res) }));
  router.get("/{*page}", (req, res, next) => {
    if (PAGES.test(req.path)) return sendIndex(res, html);
    // A mistyped address in a browser: the page says so in words. Programs are left to the API's own answer.
    if (OTHERS.test(req.path) || req.accepts(["json", "html"]) !== "html") return next();
    sendIndex(res.status(404), html);
  });
  return router;
}

/** With a nonce of its own, so that it is never kept: 1 kB. */
function sendIndex(res: Response, html: string): void {
  const nonce = randomBytes(16).toString("base64");
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("Content-Security-Policy", contentSecurityPolicy(nonce));
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Referrer-Policy", "same-origin");
  res.type("html").send(html.replaceAll(NONCE, nonce));
}
