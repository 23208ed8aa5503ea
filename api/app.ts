/** The HTTP application. Made over its dependencies, so that a test runs the real thing on a port of its own. */
import compression from "compression";
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import { traced } from "./http/traced.js";
import { tagByCoding, tagOf } from "./http/etag.js";
import { Answers } from "./serving/answers.js";
import { failures, unknownPath } from "./serving/failures.js";
import type { Authenticate } from "./rights/caller.js";
import { hostGuard } from "./http/host-guard.js";
import { createMetrics, type Metrics } from "./serving/metrics.js";
import { openApiDocument } from "./serving/openapi.js";
import { register } from "./serving/register.js";
import { requestLog } from "./http/request-log.js";
import type { Rules } from "./rights/enforce.js";
import { RULES } from "./rules.js";
import type { Route } from "./serving/route.js";
import { ROUTES } from "./routes.js";
import type { Services } from "./serving/services.js";
import { sameOrigin } from "./http/same-origin.js";
import { watchForwarded } from "./http/forwarded.js";
import { type Part, registerSystem } from "./serving/system-routes.js";

export type { Part } from "./serving/system-routes.js";

export interface AppDeps {
  readonly version: string;
  readonly parts: readonly Part[];
  readonly services: Services;
  /** Tells who sends a request. */
  readonly authenticate: Authenticate;
  readonly metrics?: Metrics;
  readonly routes?: readonly Route[];
  /** Who may ask what; those of api/rules.ts unless told. */
  readonly rules?: Rules;
  /** The web page (static.ts); without it the API alone is served. */
  readonly page?: RequestHandler | null;
  /** What the API says of itself; made of the routes unless given. */
  readonly document?: ReturnType<typeof openApiDocument>;
  /** Made by `answersOf` of the same document where some are to be prepared. */
  readonly answers?: Answers;
  /** Host names besides this machine's own under which it answers. */
  readonly allowedHosts?: readonly string[];
}

/** What a build of the product answers. */
export const answersOf = (version: string, document: ReturnType<typeof openApiDocument>): Answers =>
  new Answers(tagOf(version, JSON.stringify(document)));

/** Seconds for which browsers ask by https alone once they have. */
const HSTS = 365 * 24 * 3_600;

/**
 * Pages, styles and pictures come from here alone; nothing may frame us. Where people open us by https, browsers are told to do
 * nothing else (RFC 6797); the names below ours are others' business. Loopback has no TLS to insist on.
 */
const security = (publicUrl: string): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        "default-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "upgrade-insecure-requests": null,
      },
    },
    strictTransportSecurity: publicUrl.startsWith("https:") ? { maxAge: HSTS, includeSubDomains: false } : false,
  });

/** A stream's events must not wait for a compressor's buffer to fill. */
const compress = compression({
  filter: (req, res) => res.getHeader("Content-Type") !== "text/event-stream" && compression.filter(req, res),
});

/**
 * Serves the API (routes.ts), its document (`/api/openapi.json`, `/api/docs`), `/healthz`, `/readyz`, `/version` and
 * `/metrics`, and the page at every other address. Anything that goes wrong is a problem (RFC 9457).
 */
export function createApp(deps: AppDeps): Express {
  const { version, parts, services, authenticate, metrics = createMetrics() } = deps;
  const { routes = ROUTES, rules = RULES, page = null, allowedHosts } = deps;
  const { document = openApiDocument(routes, version) } = deps;
  const { answers = answersOf(version, document) } = deps;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", services.accounts.settings.trustedProxies);
  app.set("query parser", "simple");
  const { trustedProxies, publicUrl } = services.accounts.settings;
  app.use(traced, requestLog(services.log), metrics.requests, security(publicUrl));
  app.use(tagByCoding, compress, hostGuard(allowedHosts));
  app.use(
    watchForwarded(trustedProxies, (problem) => services.log.warn(problem)),
    sameOrigin(publicUrl),
  );
  register(app, routes, { services, authenticate, rules, answers });
  registerSystem(app, { version, parts, services, metrics, document });
  if (page) app.use(page);
  app.use(unknownPath);
  app.use(failures);
  return app;
}
