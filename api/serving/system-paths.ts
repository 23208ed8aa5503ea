/** What the document says of health, readiness, version, metrics and itself. */
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

const part = z.strictObject({ name: z.string(), ok: z.boolean(), problem: z.string().optional() });
export type PartState = z.infer<typeof part>;
const health = z.strictObject({ ok: z.literal(true) });
const version = z.strictObject({ name: z.literal("duban"), version: z.string() });
const readiness = z.strictObject({ ready: z.boolean(), parts: z.array(part) }).meta({
  id: "Readiness",
  description:
    "Which parts answer. `ledger` fails where the database was restored from an older back-up, and leaves the process ready.",
});

const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
export const SYSTEM_TAG = "系统 system";
const tags = [SYSTEM_TAG];

export const SYSTEM_PATHS = {
  "/healthz": {
    get: {
      tags,
      security: [],
      operationId: "getHealth",
      summary: "The process lives",
      responses: { "200": { description: "It does.", ...json(health) } },
    },
  },
  "/readyz": {
    get: {
      tags,
      security: [],
      operationId: "getReadiness",
      summary: "Which part is missing",
      responses: {
        "200": { description: "None, save perhaps `ledger`.", ...json(readiness) },
        "503": { description: "At least one.", ...json(readiness) },
      },
    },
  },
  "/version": {
    get: {
      tags,
      security: [],
      operationId: "getVersion",
      summary: "What runs here",
      responses: { "200": { description: "This.", ...json(version) } },
    },
  },
  "/metrics": {
    get: {
      tags,
      security: [],
      operationId: "getMetrics",
      summary: "Prometheus metrics",
      description: "Of the plans that have not ended. `duban_database_up` is 0 where their figures could not be read.",
      responses: { "200": { description: "Prometheus text.", content: { "text/plain": { schema: z.string() } } } },
    },
  },
  "/api/auth/callback/sso": {
    get: {
      tags,
      security: [],
      operationId: "getSingleSignOnCallback",
      summary: "Return from single sign-on",
      description:
        "The identity provider sends browsers here. Whoever has an account comes in; others go back to /sign-in.",
      responses: { "302": { description: "On to the page." } },
    },
  },
  "/api/openapi.json": {
    get: {
      tags,
      security: [],
      operationId: "getOpenApi",
      summary: "This document",
      responses: { "200": { description: "OpenAPI 3.1.", ...json(z.record(z.string(), z.unknown())) } },
    },
  },
} satisfies ZodOpenApiPathsObject;
