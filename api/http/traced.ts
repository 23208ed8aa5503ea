/** A span for each request, in which all that it leads to is a part. Its address is told as declared, never with its values. */
import type { RequestHandler } from "express";
import { openSpan } from "../../telemetry/spans.js";
import { routeOf } from "./request-log.js";

/** What is asked for all day long by machines. */
const UNTOLD = new Set(["/healthz", "/readyz", "/metrics"]);

export const traced: RequestHandler = (req, res, next) => {
  if (UNTOLD.has(req.path)) return next();
  const span = openSpan(req.method, {
    kind: "server",
    headers: req.headers,
    attributes: { "http.request.method": req.method },
  });
  if (span === null) return next();
  res.once("close", () => {
    const route = routeOf(res);
    if (route !== null) span.name(`${req.method} ${route}`);
    span.set({
      ...(route === null ? {} : { "http.route": route }),
      "http.response.status_code": res.statusCode,
      ...(typeof req.id === "string" ? { "duban.request_id": req.id } : {}),
    });
    span.end(res.statusCode >= 500 ? new Error(`status ${res.statusCode}`) : undefined);
  });
  span.run(() => next());
};
