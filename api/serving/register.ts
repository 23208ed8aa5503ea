/** Serves declared routes on Express. */
import { promisify } from "node:util";
import { gunzip, gzip, gzipSync } from "node:zlib";
import type { Express, Request, RequestHandler, Response } from "express";
import express from "express";
import { exchangeOf } from "../http/exchange.js";
import { type Authenticate, type Caller, type Identity, STRANGER } from "../rights/caller.js";
import { receive, type Upload } from "../files/receive.js";
import { storeAway } from "../files/store-away.js";
import { type Cache, weigh, weighedCache } from "../http/cache.js";
import { languageOf } from "../http/language.js";
import { notModified, tagOf } from "../http/etag.js";
import { ProblemError } from "../http/problem.js";
import type { PlanView } from "../views/plan-view.js";
import type { BeforeBody, PlanCall, Route } from "./route.js";
import { enforce, type Rule, ruleOf, type Rules } from "../rights/enforce.js";
import type { Services } from "./services.js";
import { parsed } from "../http/validation.js";

export const API = "/api/v1";

/** An answer that its own schema does not describe: the product's fault, never the caller's. */
class BadAnswer extends Error {
  constructor(route: Route, cause: unknown) {
    super(`the answer of ${route.method.toUpperCase()} ${route.path} does not fit its schema`, { cause });
    this.name = "BadAnswer";
  }
}

/** Express's spelling of a path in braces. */
export const expressPath = (path: string): string => `${API}${path.replace(/\{(\w+)\}/g, ":$1")}`;

/** Bodies are small: texts of people, never files. */
const BODY_LIMIT = "256kb";
const json = (limit = BODY_LIMIT): RequestHandler => express.json({ limit, strict: true });

/** Reads a body once it is known that who sends it may: what a stranger sends is not read at all. */
async function readJson(req: Request, res: Response, reader: RequestHandler): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    reader(req, res, (error?: unknown) => (error === undefined || error === null ? resolve() : reject(error as Error)));
  });
  if (req.is("application/json") !== false) return;
  throw new ProblemError("unsupportedMediaType", {
    zh: "请求正文应为application/json。",
    en: "Send the body as application/json.",
  });
}

/** Whoever asks, before anything else is looked at: a stranger learns neither which plans there are nor what a body may hold. */
async function identityOf(route: Route, req: Request, authenticate: Authenticate): Promise<Identity | null> {
  if (route.open) return null;
  const identity = await authenticate(req);
  if (identity) return identity;
  throw new ProblemError("notSignedIn", {
    zh: "请先登录；程序访问请在Authorization请求头中附上令牌。",
    en: "Sign in first; programs send their token in the Authorization header.",
  });
}

/** Counts what an account asks for, before the body is read (limits.ts). */
async function counted(route: Route, { accountId }: Caller, { limits }: Services["accounts"]): Promise<void> {
  const counts = route.counts ?? (route.upload ? "upload" : route.idempotent ? "act" : null);
  if (route.open || counts === null) return;
  return counts === "upload" ? limits.upload(accountId) : limits.act(accountId);
}

/** Counts the items that a body names: each is a row of the ledger at least. */
async function countedItems(body: unknown, { accountId }: Caller, { limits }: Services["accounts"]): Promise<void> {
  const { items, letters } = (body ?? {}) as { readonly items?: unknown; readonly letters?: unknown };
  const named = Array.isArray(items) ? items.length : Array.isArray(letters) ? letters.length : 0;
  if (named > 1) await limits.items(accountId, named);
}

async function callOf(
  route: Route,
  rule: Rule | null,
  reader: RequestHandler,
  req: Request,
  res: Response,
  { services, authenticate }: Served,
): Promise<PlanCall<never, never, never>> {
  const identity = await identityOf(route, req, authenticate);
  const lang = languageOf(req);
  const params = parsed(route.params, req.params, lang);
  const plan = route.plan ? await services.plans.view(String(params.planId)) : null;
  const callerIn = async (now: PlanView | null, who: Identity | null): Promise<Caller> => {
    const caller = who ? await who.in(now) : STRANGER;
    if (rule) enforce(route, rule, caller, now);
    return caller;
  };
  const caller = await callerIn(plan, identity);
  const query = parsed(route.query, req.query, lang);
  const key = route.idempotent ? idempotencyKeyOf(req) : "";
  await counted(route, caller, services.accounts);
  const sight = plan && services.sights.of(plan, caller);
  // What can be refused without the body is, before it is taken.
  await route.before?.({ params, query, plan, caller, sight, services } as unknown as BeforeBody<never>);
  const upload = route.upload ? await received(req, res, services) : null;
  if (route.body && !upload) await readJson(req, res, reader);
  const body = route.body ? parsed(route.body, upload ? upload.fields : req.body, lang, "invalidBody") : null;
  if (route.idempotent) await countedItems(body, caller, services.accounts);
  const file = upload ? upload.file : null;
  const again = async (later: PlanView) => {
    const then = await callerIn(later, await identityOf(route, req, authenticate));
    return { caller: then, sight: services.sights.of(later, then) };
  };
  const exchange = exchangeOf(req, res);
  return {
    params,
    query,
    body,
    lang,
    services,
    exchange,
    plan,
    caller,
    sight,
    again,
    key,
    file,
  } as unknown as PlanCall<never, never, never>;
}

/** The file that a request brings. What was not kept of it goes with the request. */
async function received(req: Request, res: Response, { evidence, log }: Services): Promise<Upload> {
  if (!evidence) throw storeAway();
  const upload = await receive(req, res, evidence.incoming);
  res.once("close", () => {
    upload.discard().catch((error: unknown) => log.warn({ err: error }, "a received file could not be removed"));
  });
  return upload;
}

/** Visible ASCII, as a header can carry it. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7E]{8,200}$/;

function idempotencyKeyOf(req: Request): string {
  const key = req.get("idempotency-key") ?? "";
  if (IDEMPOTENCY_KEY.test(key)) return key;
  throw new ProblemError("idempotencyKeyNeeded", {
    zh: "请在Idempotency-Key请求头中附上本次请求的唯一编号（8至200个可见ASCII字符，如UUID）；重发同一请求时使用同一编号。",
    en: "Name this request in the Idempotency-Key header, by 8 to 200 visible ASCII characters such as a UUID, and use the same when you send it again.",
  });
}

/** Bytes of answers cached by their tags, as they are sent: several readers of one page ask for the very same. */
const CACHED_BYTES = 64 * 2 ** 20;
/** Below this an answer is not worth compressing (characters). */
const WORTH_COMPRESSING = 1_024;
/** Up to here an answer is compressed on the spot: handing it to another thread and back takes longer (0.1 ms against 0.03 ms). */
const COMPRESSED_HERE = 32_768;
/** Of an answer of 6 kB the most thorough compression saves another 4 %, and takes twice as long. */
const FAST = { level: 1 };
const compressed = promisify(gzip);
const decompressed = promisify(gunzip);

/**
 * Cached as bytes, compressed where that is worth it: those lie outside the heap, where the text of thousands of answers would
 * be copied about by the collector.
 */
interface CachedAnswer {
  readonly body: Buffer;
  readonly packed: boolean;
}

async function packed(text: string): Promise<CachedAnswer> {
  if (text.length < WORTH_COMPRESSING) return { body: Buffer.from(text), packed: false };
  const here = text.length <= COMPRESSED_HERE;
  return { body: here ? gzipSync(text, FAST) : await compressed(text), packed: true };
}

/** What all routes are served with. */
export interface Served {
  readonly services: Services;
  readonly authenticate: Authenticate;
  /** Names this build of the product: a newer one never answers with an older one's tags. */
  readonly build: string;
  /** Who may ask what. */
  readonly rules: Rules;
}

function handlerOf(route: Route, served: Served, answers: Cache<CachedAnswer>): RequestHandler {
  const rule = ruleOf(route, served.rules);
  const reader = json(route.bodyLimit);
  return async (req: Request, res: Response) => {
    res.locals.route = route.path;
    const call = await callOf(route, rule, reader, req, res, served);
    if (route.stream) {
      // A stream's head says all there is to say without it.
      if (req.method === "HEAD" && !route.download) return void res.status(200).type("text/event-stream").end();
      return route.stream(call, req, res);
    }
    const version = route.method === "get" && !route.personal ? route.version(call) : null;
    const tag = version === null ? null : tagOf(served.build, version, call.sight?.name ?? "", req.originalUrl);
    if (tag !== null && notModified(res, tag)) return void res.status(304).end();
    if (tag !== null)
      return sendCached(req, res, await cachedAnswer(answers, tag, async () => (await answerOf(route, call)).text));
    const answer = await (route.bulk ? inTurn(route, call, req) : answerOf(route, call));
    if (answer === null) return;
    const { text, status } = answer;
    if (route.personal) res.setHeader("Cache-Control", "private, no-store");
    else if (route.method === "get" && notModified(res, tagOf(text))) return void res.status(304).end();
    res.status(status).type("application/json").send(text);
  };
}

async function cachedAnswer(
  answers: Cache<CachedAnswer>,
  tag: string,
  make: () => Promise<string>,
): Promise<CachedAnswer> {
  const known = answers.get(tag);
  if (known) return known;
  const answer = await packed(await make());
  answers.set(tag, answer);
  weigh(answers, tag, answer, answer.body.length);
  return answer;
}

/** What is compressed here already, the compressing middleware leaves alone. */
async function sendCached(req: Request, res: Response, answer: CachedAnswer): Promise<void> {
  res.status(200).type("application/json");
  if (!answer.packed || req.acceptsEncodings("br", "gzip") !== "gzip")
    return void res.send(answer.packed ? await decompressed(answer.body) : answer.body);
  res.setHeader("Content-Encoding", "gzip");
  res.setHeader("Content-Length", answer.body.length);
  res.end(req.method === "HEAD" ? undefined : answer.body);
}

/** The answer as it is sent: only what its schema describes. */
async function answerOf(
  route: Route,
  call: PlanCall<never, never, never>,
): Promise<{ readonly text: string; readonly status: number }> {
  const answer = route.response?.safeParse(await route.answer(call));
  if (answer && !answer.success) throw new BadAnswer(route, answer.error);
  const status = answer && route.partly?.(answer.data as never) ? 207 : 200;
  return { text: JSON.stringify(answer?.data), status };
}

/** A device's request in its turn; null: whoever sent it has left meanwhile, and sends it again. */
function inTurn(
  route: Route,
  call: PlanCall<never, never, never>,
  req: Request,
): Promise<Awaited<ReturnType<typeof answerOf>> | null> {
  return call.services.bulk.run(async () => (req.socket.destroyed ? null : answerOf(route, call)));
}

export function register(app: Express, routes: readonly Route[], served: Served): void {
  const answers: Cache<CachedAnswer> = weighedCache(CACHED_BYTES);
  for (const route of routes) {
    const handler = handlerOf(route, served, answers);
    app[route.method](expressPath(route.path), handler);
  }
  for (const path of new Set(routes.map((each) => each.path))) {
    const methods = routes.filter((each) => each.path === path).map((each) => each.method.toUpperCase());
    app.all(expressPath(path), methodNotAllowed(methods.includes("GET") ? [...methods, "HEAD"] : methods));
  }
}

/** OPTIONS is answered with what there is; anything else is refused with it. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  const allow = [...methods, "OPTIONS"].join(", ");
  return (req, res) => {
    res.setHeader("Allow", allow);
    if (req.method === "OPTIONS") return void res.status(204).end();
    throw new ProblemError(
      "methodNotAllowed",
      { zh: `此路径支持的方法：${allow}。`, en: `This path takes ${allow}.` },
      { allowed: allow.split(", ") },
    );
  };
}
