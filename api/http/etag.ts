/**
 * Entity tags. They are strong, so each content coding of an answer has its own: the coding is added to the tag as the head
 * goes out, and left off when a tag comes back.
 */
import { createHash } from "node:crypto";
import type { RequestHandler, Response } from "express";

/** A tag over everything that the answer depends on. */
export function tagOf(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("base64url").slice(0, 22);
}

const CODINGS = ["gzip", "br", "deflate"];
const CODED = new RegExp(`-(${CODINGS.join("|")})$`);

/** The tags of an If-None-Match header, as `tagOf` made them. Weak ones match too: the comparison for 304 is weak. */
function tagsIn(header: string): string[] {
  return [...header.matchAll(/"([^"]*)"/g)].map(([, tag = ""]) => tag.replace(CODED, ""));
}

/** Marks a response with a tag; true when the caller has it already and 304 is the answer. */
export function notModified(res: Response, tag: string): boolean {
  res.setHeader("ETag", `"${tag}"`);
  res.setHeader("Cache-Control", "private, no-cache");
  res.vary("Accept-Encoding");
  const header = res.req.headers["if-none-match"];
  return header !== undefined && (header.trim() === "*" || tagsIn(header).includes(tag));
}

/** Put before the compressing middleware: it sees the head as that leaves it. */
export const tagByCoding: RequestHandler = (_req, res, next) => {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => typeof res;
  res.writeHead = ((...args: unknown[]) => {
    const tag = res.getHeader("ETag");
    const coding = res.getHeader("Content-Encoding");
    if (typeof tag === "string" && typeof coding === "string" && !CODED.test(tag.slice(0, -1)))
      res.setHeader("ETag", `${tag.slice(0, -1)}-${coding}"`);
    return writeHead(...args);
  }) as typeof res.writeHead;
  next();
};
