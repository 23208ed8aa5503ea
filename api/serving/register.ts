/** Serves declared routes on Express. */
import type { Express, Request, RequestHandler, Response } from "express";
import express from "express";
import { exchangeOf } from "../http/exchange.js";
import { type Authenticate, type Caller, type Identity, STRANGER } from "../rights/caller.js";
import { receive, type Upload } from "../files/receive.js";
import { storeAway } from "../files/store-away.js";
import { languageOf } from "../http/language.js";
import { notModified, tagOf } from "../http/etag.js";
import { ProblemError } from "../http/problem.js";
import type { PlanView } from "../views/plan-view.js";
import { answerOf, type Answers, sendCached } from "./answers.js";
import { API, type BeforeBody, type PlanCall, type Route } from "./route.js";
import { enforce, type Rule, ruleOf, type Rules } from "../rights/enforce.js";
import type { Services } from "./services.js";
import { parsed } from "../http/validation.js";

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

/** What all routes are served with. */
export interface Served {
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly answers: Answers;
  /** Who may ask what. */
  readonly rules: Rules;
}

function handlerOf(route: Route, served: Served): RequestHandler {
  const { answers } = served;
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
    const tag = answers.tag(route, call, req.originalUrl);
    if (tag !== null && notModified(res, tag)) return void res.status(304).end();
    if (tag !== null) return sendCached(req, res, await answers.of(tag, route, call));
    const answer = await (route.bulk ? inTurn(route, call, req) : answerOf(route, call));
    if (answer === null) return;
    const { text, status } = answer;
    if (route.personal) res.setHeader("Cache-Control", "private, no-store");
    else if (route.method === "get" && notModified(res, tagOf(text))) return void res.status(304).end();
    res.status(status).type("application/json").send(text);
  };
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
  for (const route of routes) {
    const handler = handlerOf(route, served);
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
