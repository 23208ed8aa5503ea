/** The OpenAPI 3.1 document, made of the routes' own declarations. */
import { z } from "zod";
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { PROBLEMS, problem, type ProblemCode } from "../http/problem.js";
import { FILE_PART } from "../files/receive.js";
import { IDEMPOTENCY_KEY } from "./register.js";
import { API, type Route, TAGS } from "./route.js";
import { SYSTEM_PATHS, SYSTEM_TAG } from "./system-paths.js";

/** What any request can meet. */
const ANYWHERE: readonly ProblemCode[] = [
  "invalidParameter",
  "unknownParameter",
  "wrongHost",
  "internal",
  "databaseAway",
];

/** What a request can meet where one has to be signed in. */
const SIGNED_IN: readonly ProblemCode[] = ["notSignedIn", "notAllowed", "unfinishedSignIn"];

/** What a request with a key can meet. */
const KEYED: readonly ProblemCode[] = ["tooManyRequests", "idempotencyKeyNeeded", "keyReused"];

const problemContent = { "application/problem+json": { schema: problem } };

/** Responses by their ids: all operations that have the same refer to one. */
const shared = new Map<string, ZodOpenApiResponseObject>();

function once(response: ZodOpenApiResponseObject & { readonly id: string }): ZodOpenApiResponseObject {
  const known = shared.get(response.id) ?? response;
  shared.set(response.id, known);
  return known;
}

function problemResponse(status: number, codes: readonly ProblemCode[], open: boolean): ZodOpenApiResponseObject {
  // Named by what sets it apart: what any request can meet, or any of somebody signed in, goes without saying.
  const usual = open ? ANYWHERE : [...ANYWHERE, ...SIGNED_IN];
  const own = codes.filter((code) => !usual.includes(code));
  const id = [status, ...(open ? ["open"] : []), ...own].join(".");
  const description = codes
    .map((code) => `\`${code}\` ${PROBLEMS[code].title.zh} ${PROBLEMS[code].title.en}`)
    .join("; ");
  return once({ id, description, content: problemContent });
}

/** One response for each status, naming the codes that bear it. */
function problemResponses({ open = false, idempotent, counts, problems = [] }: Route): ZodOpenApiResponsesObject {
  const keyed = idempotent ? KEYED : counts ? (["tooManyRequests"] as const) : [];
  const codes = [...ANYWHERE, ...(open ? [] : SIGNED_IN), ...keyed, ...problems];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus.entries()].map(([status, same]) => [String(status), problemResponse(status, same.toSorted(), open)]),
  );
}

const headers = z.object({
  etag: z
    .string()
    .optional()
    .meta({ description: "Send it back as If-None-Match to be told of changes only.", header: { id: "ETag" } }),
  "x-request-id": z
    .string()
    .meta({ description: "The request's own, or one given to it.", header: { id: "X-Request-Id" } }),
});

/** An answer with headers; one whose schema has a name is written once. */
function answer(schema: z.ZodType, description: string, suffix = ""): ZodOpenApiResponseObject {
  const response = { description, headers, content: { "application/json": { schema } } };
  const name = z.globalRegistry.get(schema)?.id;
  return name === undefined ? response : once({ ...response, id: `${name}${suffix}` });
}

function success(route: Route): ZodOpenApiResponsesObject {
  if (route.response) {
    const ok = answer(route.response, "The answer.");
    if (route.partly)
      return { "200": ok, "207": answer(route.response, "Some was accepted and some refused.", ".partly") };
    if (route.method !== "get" || route.personal) return { "200": ok };
    return { "200": ok, "304": { description: "Unchanged (If-None-Match)." } };
  }
  if (route.takesBytes)
    return Object.fromEntries(
      Object.entries(route.takesBytes).map(([status, description]) => [status, { description }]),
    );
  if (route.download) {
    const file = z.string().meta({ override: { type: "string", format: "binary" } });
    const content = { [route.mediaType ?? "application/octet-stream"]: { schema: file } };
    return { "200": { description: "The file.", content } };
  }
  return {
    "200": {
      description: `Server-sent events: ${Object.keys(route.events ?? {}).join(", ")}. Each has the cursor after it as its id, and JSON as its data.`,
      content: {
        "text/event-stream": { schema: z.union(Object.values(route.events ?? {}) as [z.ZodType, z.ZodType]) },
      },
    },
  };
}

const BYTES: ZodOpenApiContentObject = {
  "application/octet-stream": {
    schema: z.string().meta({ description: "The bytes.", override: { type: "string", format: "binary" } }),
  },
};

/** A form's file is bytes; its other parts are texts. */
function contentOf(route: Route, body: z.ZodType): ZodOpenApiContentObject {
  if (!route.upload) return { "application/json": { schema: body } };
  const file = z.string().meta({ description: "The file.", override: { type: "string", format: "binary" } });
  return { "multipart/form-data": { schema: z.strictObject({ [FILE_PART]: file, ...(body as z.ZodObject).shape }) } };
}

const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .regex(IDEMPOTENCY_KEY)
    .meta({
      description:
        "Names this request, 8 to 200 visible ASCII characters, e.g. a UUID. Sent again with the same key it is the same request: what was accepted is not done twice, and the first accepted answer comes again.",
      example: "5b0c7a52-6f3c-4d0e-9d0a-0a3a3f6f9a11",
      param: { id: "Idempotency-Key" },
    }),
});

function operation(route: Route): ZodOpenApiOperationObject {
  const { params, query, body } = route;
  return {
    operationId: operationId(route),
    tags: [TAGS[route.tag]],
    summary: route.summary,
    ...(route.open ? { security: [] } : {}),
    ...(route.description === undefined ? {} : { description: route.description }),
    requestParams: { path: params, query, ...(route.idempotent ? { header: idempotencyKey } : {}) },
    ...(body ? { requestBody: { required: true, content: contentOf(route, body) } } : {}),
    ...(route.takesBytes ? { requestBody: { required: true, content: BYTES } } : {}),
    responses: {
      ...success(route),
      ...problemResponses(route),
    },
  };
}

/** `GET /plans/{planId}/items/{itemId}/ledger` → `getPlansItemsLedger`, parameters as `ByName` where they end a path. */
function operationId({ method, path }: Route): string {
  const words = path.split("/").filter(Boolean);
  const last = words.at(-1) ?? "";
  const named = words
    .filter((word) => !word.startsWith("{"))
    .map((word) => word.replace(/(^|[^a-zA-Z])([a-z])/g, (_all, _gap, letter: string) => letter.toUpperCase()));
  const by = /^\{(\w+)\}$/.exec(last)?.[1];
  return `${method}${named.join("")}${by === undefined ? "" : `By${by[0]?.toUpperCase()}${by.slice(1)}`}`;
}

const DESCRIPTION = `Reads a plan's items, lights, ledger, letters and roster. 读取方案的事项、亮灯、台账、文书和名册。

- People sign in (POST /api/v1/sign-in) and have a cookie; programs send a token: \`Authorization: Bearer …\`. Answers hold what the caller's posts reach to.
- In an address the slash of an item's id is written as a tilde: \`t07-works-2021~v012\`; %2F is taken too.
- Days are the plan's own; instants of plan time carry its offset.
- Parameters that an operation does not have are refused, with those that it has.
- Answers have strong entity tags; If-None-Match is answered with 304 before anything is read where the tag follows from the ledger.
- Problems are RFC 9457, in Chinese or English by Accept-Language; \`code\` never changes with the language.`;

export function openApiDocument(routes: readonly Route[], version: string): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[`${API}${route.path}`] = { ...paths[`${API}${route.path}`], [route.method]: operation(route) };
  }
  const document = createDocument({
    openapi: "3.1.1",
    info: {
      title: "督办 duban",
      version,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "Under the address you opened." }],
    security: [{ session: [] }, { token: [] }],
    components: {
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "duban.session_token",
          description: "Set by signing in; under https its name begins with __Secure-.",
        },
        token: { type: "http", scheme: "bearer", description: "An API token." },
      },
    },
    tags: [...Object.values(TAGS), SYSTEM_TAG].map((name) => ({ name })),
    paths: { ...paths, ...SYSTEM_PATHS },
  });
  saidOnce(document);
  return document;
}

/** What a parameter or a header says of itself its schema need not say again, nor what it is called among the components. */
function saidOnce(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  const { description, schema } = part as {
    description?: unknown;
    schema?: { description?: unknown; param?: unknown };
  };
  if (typeof description === "string" && schema?.description === description) delete schema.description;
  if (schema) delete schema.param;
  Object.values(part).forEach(saidOnce);
}
