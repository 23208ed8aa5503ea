/**
 * Only under names that are meant: a page from elsewhere whose name was made to point here (DNS rebinding) still sends its own
 * name as Host, and gets nothing. This machine's own names always do; others are named by setting, for a reverse proxy. The
 * port may differ from ours: a tunnel or proxy has its own.
 */
import type { RequestHandler } from "express";
import { isOwnHost } from "../../embedded/ports.js";
import { ProblemError } from "./problem.js";

/** Lets a request pass whose Host is this machine's or one of the names (lower case, without port). */
export function hostGuard(names: readonly string[] = []): RequestHandler {
  return (req, _res, next) => {
    if (isOwnHost(req.headers.host, names)) return next();
    throw new ProblemError("wrongHost", {
      zh: "本服务不接受以此地址访问，请使用单位公布的网址，或在本机以http://127.0.0.1加端口号打开。",
      en: "This service does not answer under this name: open it by the address your office has published, or on its own machine as http://127.0.0.1 with its port.",
    });
  };
}
