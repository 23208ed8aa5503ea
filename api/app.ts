/** The HTTP application. Made over its dependencies, so that a test runs the real thing on a port of its own. */
import express, { type Express } from "express";

/** One part the product cannot work without. `check` resolves when it answers, and throws a clear error when not. */
export interface Part {
  readonly name: "database" | "temporal" | "smtp";
  check(): Promise<void>;
}

export interface AppDeps {
  readonly version: string;
  readonly parts: readonly Part[];
}

/** How long a part may take to answer before it counts as away (milliseconds). */
const PART_WITHIN = 2_000;

async function stateOf(part: Part): Promise<{ name: string; ok: boolean; problem?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PART_WITHIN} ms`)), PART_WITHIN);
  });
  try {
    await Promise.race([part.check(), late]);
    return { name: part.name, ok: true };
  } catch (error) {
    return { name: part.name, ok: false, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * - `GET /healthz` 200: the process lives.
 * - `GET /readyz` 200 or 503 `{ready, parts: [{name, ok, problem?}]}`: which part is missing.
 * - `GET /version` 200 `{name, version, node}`.
 *
 * Anything else is a 404 problem (RFC 9457).
 */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_req, res) => void res.json({ ok: true }));
  app.get("/version", (_req, res) => void res.json({ name: "duban", version: deps.version, node: process.version }));
  app.get("/readyz", async (_req, res) => {
    const parts = await Promise.all(deps.parts.map(stateOf));
    const ready = parts.every((part) => part.ok);
    res.status(ready ? 200 : 503).json({ ready, parts });
  });
  app.use((req, res) => {
    res
      .status(404)
      .type("application/problem+json")
      .json({
        type: "about:blank",
        title: "Not found",
        status: 404,
        detail: `There is no ${req.method} ${req.path}. Try /healthz, /readyz or /version.`,
      });
  });
  return app;
}
