/** Request ids and the request log: structured, and without anything about a person (no addresses, queries or headers). */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";

const HEADER = "X-Request-Id";
const ID = /^[A-Za-z0-9._:-]{1,100}$/;

/** The caller's own id where it can stand in a log line. */
function requestId(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers[HEADER.toLowerCase()];
  const id = typeof given === "string" && ID.test(given) ? given : randomUUID();
  res.setHeader(HEADER, id);
  return id;
}

/** The path as declared (`/plans/{planId}/items`) where there is one. */
export const routeOf = (res: Response): string | null => (res.locals?.route as string | undefined) ?? null;

export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: requestId,
    quietReqLogger: true,
    // Their own serializers would log addresses, queries and headers.
    wrapSerializers: false,
    serializers: { req: () => undefined, res: () => undefined },
    customLogLevel: (_req, res) => (res.statusCode >= 500 ? "error" : res.statusCode >= 400 ? "warn" : "debug"),
    customSuccessMessage: () => "request",
    customErrorMessage: () => "request",
    customSuccessObject: (req, res, { responseTime }: { responseTime: number }) => facts(req, res, responseTime),
    customErrorObject: (req, res, _error, { responseTime }: { responseTime: number }) => facts(req, res, responseTime),
  }) as RequestHandler;
}

function facts(req: Request, res: Response, responseTime: number) {
  return {
    requestId: req.id,
    method: req.method,
    route: routeOf(res),
    status: res.statusCode,
    milliseconds: Math.round(responseTime),
    ...(res.locals?.problem === undefined ? {} : { problem: res.locals.problem as string }),
  };
}
