/** Files of a built page, as they are sent: hashed ones for ever, in the best coding; others asked for anew each time. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { Request, RequestHandler, Response } from "express";

/** Built beside each text file (scripts/build-web.ts), the smallest first. */
const CODINGS = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

const FOR_EVER = "public, max-age=31536000, immutable";
/** Asked for anew each time. */
export function fresh(res: Response): void {
  res.setHeader("Cache-Control", "no-cache");
}

/** A hashed file in the best coding that the browser takes; a name that is not there is left to whoever comes after. */
export function coded(folder: string): RequestHandler {
  const there = new Map<string, boolean>();
  const isThere = (file: string): boolean => {
    const known = there.get(file);
    if (known !== undefined) return known;
    const found = existsSync(file);
    there.set(file, found);
    return found;
  };
  return (req: Request, res: Response, next) => {
    if (req.method !== "GET" && req.method !== "HEAD") return next();
    // A flat folder of hashed names: anything else asks for what is not there.
    const name = /^\/([\w.-]+)$/.exec(req.path)?.[1];
    if (name === undefined || name.startsWith(".") || !isThere(path.join(folder, name))) return next();
    const coding = CODINGS.find(
      (one) => req.acceptsEncodings(one.name) === one.name && isThere(path.join(folder, name + one.ending)),
    );
    res.type(path.extname(name));
    res.setHeader("Cache-Control", FOR_EVER);
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.vary("Accept-Encoding");
    if (coding) res.setHeader("Content-Encoding", coding.name);
    res.sendFile(name + (coding?.ending ?? ""), { root: folder, cacheControl: false, etag: false }, (error) => {
      if (error && !res.headersSent) next(error);
    });
  };
}
