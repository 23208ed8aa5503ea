/**
 * Serves the filing page (web/dist/filing), which a telephone keeps for use without a network. Its policy needs no nonce, so that the
 * page and the header that the device keeps with it go together whenever it is opened: nothing runs or loads but its own files.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import express, { type RequestHandler, Router } from "express";
import { coded, fresh } from "./static-files.js";

/** Pictures that the device took are shown from memory (`blob:`). */
export const FILING_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers `/filing/` and what belongs to it; without a built page nothing. */
export function serveFiling(dist: string): RequestHandler {
  const router = Router();
  const index = path.join(dist, "index.html");
  if (!existsSync(index)) return router;
  const html = readFileSync(index, "utf8");
  router.get(["/filing", "/filing/index.html"], (req, res, next) => {
    if (req.path === "/filing/") return next();
    res.redirect(301, "/filing/");
  });
  router.get("/filing/", (_req, res) => {
    // Kept by the page's worker alone, never by a cache on the way.
    res.setHeader("Cache-Control", "no-store");
    res.setHeader("Content-Security-Policy", FILING_POLICY);
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.setHeader("Referrer-Policy", "same-origin");
    res.type("html").send(html);
  });
  router.use("/filing/assets", coded(path.join(dist, "assets")));
  router.use(
    "/filing",
    express.static(dist, { index: false, redirect: false, cacheControl: false, setHeaders: fresh }),
  );
  return router;
}
