/**
 * This machine only, until there are accounts: a page from elsewhere whose name was made to point here (DNS rebinding) still
 * sends its own name as Host, and gets nothing. The port may differ from ours: a tunnel has its own.
 */
import type { RequestHandler } from "express";
import { ProblemError } from "./problem.js";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

export const hostGuard: RequestHandler = (req, _res, next) => {
  if (LOOPBACK.test(req.headers.host ?? "")) return next();
  throw new ProblemError("wrongHost", {
    zh: "本服务只接受本机访问，请使用http://127.0.0.1或http://localhost加端口号打开。",
    en: "This service answers on this machine only: open it as http://127.0.0.1 or http://localhost with its port.",
  });
};
