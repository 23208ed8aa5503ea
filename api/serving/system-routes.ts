/** What is not the plans': health, readiness, version, metrics, and the description of the interface. */
import type { Express, RequestHandler } from "express";
import { toNodeHandler } from "better-auth/node";
import swaggerUi from "swagger-ui-express";
import { toldMessage } from "../../telemetry/errors.js";
import { comingBack } from "../accounts/sign-on.js";
import { notModified, tagOf } from "../http/etag.js";
import { ADDRESS_HEADER } from "../http/exchange.js";
import type { Metrics } from "./metrics.js";
import { methodNotAllowed } from "./register.js";
import type { Services } from "./services.js";
import type { PartState, SYSTEM_PATHS } from "./system-paths.js";

/** One part the product cannot work without. `check` resolves when it answers, and throws a clear error when not. */
export interface Part {
  readonly name: "database" | "temporal" | "smtp" | "ledger" | "streams";
  check(): Promise<void>;
  /** Shown where it fails, without making the process unready. */
  readonly advisory?: boolean;
}

/** How long a part may take to answer before it counts as away (milliseconds). */
const PART_WITHIN = 2_000;

async function stateOf(one: Part): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PART_WITHIN} ms`)), PART_WITHIN);
  });
  try {
    await Promise.race([one.check(), late]);
    return { name: one.name, ok: true };
  } catch (error) {
    return { name: one.name, ok: false, problem: toldMessage(error) };
  } finally {
    clearTimeout(timer);
  }
}

export interface SystemDeps {
  readonly version: string;
  readonly parts: readonly Part[];
  readonly services: Services;
  readonly metrics: Metrics;
  /** The OpenAPI document. */
  readonly document: object;
}

/** Everything the docs page needs comes from this process: it works without the internet. */
const docs = swaggerUi.setup(undefined, {
  customSiteTitle: "督办 API",
  swaggerOptions: { url: "/api/openapi.json", validatorUrl: null, tryItOutEnabled: true, displayRequestDuration: true },
});

export function registerSystem(app: Express, deps: SystemDeps): void {
  const text = JSON.stringify(deps.document);
  const tag = tagOf(text);
  const callback = toNodeHandler(deps.services.accounts.auth);
  const handlers: Readonly<Record<keyof typeof SYSTEM_PATHS, RequestHandler>> = {
    "/healthz": (_req, res) => void res.json({ ok: true }),
    "/version": (_req, res) => void res.json({ name: "duban", version: deps.version }),
    "/readyz": async (_req, res) => {
      const parts = await Promise.all(deps.parts.map(stateOf));
      const ready = parts.every(({ ok }, no) => ok || deps.parts[no]?.advisory === true);
      res.status(ready ? 200 : 503).json({ ready, parts });
    },
    "/metrics": async (_req, res) =>
      void res.type(deps.metrics.contentType).send(await deps.metrics.text(deps.services)),
    "/api/auth/callback/sso": (req, res) => {
      const address = req.ip ?? "";
      // Whatever came under this name.
      req.headers[ADDRESS_HEADER] = address;
      return comingBack(address, () => callback(req, res));
    },
    "/api/openapi.json": (_req, res) => {
      if (notModified(res, tag)) return void res.status(304).end();
      res.type("application/json").send(text);
    },
  };
  for (const [path, handler] of Object.entries(handlers)) {
    app.get(path, (req, res, next) => {
      res.locals.route = path;
      return handler(req, res, next);
    });
    app.all(path, methodNotAllowed(["GET", "HEAD"]));
  }
  app.use("/api/docs", ...(swaggerUi.serve as RequestHandler[]), docs);
}
