/**
 * A route is declared once: method, path, schemas, handler. `register` serves it and `openapi.ts` documents it from the
 * same declaration, so that nothing is served undocumented, and no answer leaves that its schema does not describe.
 */
import type { Request, Response } from "express";
import { z } from "zod";
import type { Exchange } from "../http/exchange.js";
import type { Caller } from "../rights/caller.js";
import type { Upload } from "../files/receive.js";
import type { PlanView } from "../views/plan-view.js";
import type { Language, ProblemCode } from "../http/problem.js";
import { planId } from "../http/schema-parts.js";
import type { PlanSight } from "../rights/sight.js";
import type { Services } from "./services.js";

/** Where all routes lie. */
export const API = "/api/v1";

export const TAGS = {
  plans: "方案 plans",
  items: "事项 items",
  actions: "办理 actions",
  evidence: "佐证 evidence",
  lights: "亮灯 lights",
  ledger: "台账 ledger",
  letters: "文书 letters",
  registers: "清单台账 registers",
  roster: "名册 roster",
  accounts: "账号 accounts",
  inspections: "检查 inspections",
  months: "调度 months",
  operation: "运行 operation",
} as const;
export type Tag = keyof typeof TAGS;

/** A request whose parameters fit their schemas. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly lang: Language;
  readonly services: Services;
  /** Cookies and address, for the routes of accounts. */
  readonly exchange: Exchange;
  /** Who asks; an open route's caller is a stranger (caller.ts). */
  readonly caller: Caller;
  /** The request's Idempotency-Key; empty on a route that takes none. */
  readonly key: string;
  /** The file that came with it, until the request ends; null on a route that takes none. */
  readonly file: Upload["file"] | null;
}

/** What is known of a request before its body is read; on a plan's route. */
export type BeforeBody<Params> = Pick<
  PlanCall<Params, unknown, unknown>,
  "params" | "plan" | "caller" | "sight" | "services"
>;

/** The same on a plan that is there, as it stood when the request came. */
export interface PlanCall<Params, Query, Body> extends Call<Params, Query, Body> {
  readonly plan: PlanView;
  /** What of the plan the caller sees. */
  readonly sight: PlanSight;
  /** Who asks and what they see, asked again: for streams, which outlast handovers and sign-outs. Throws `notSignedIn`. */
  readonly again: (plan: PlanView) => Promise<{ readonly caller: Caller; readonly sight: PlanSight }>;
}

interface Declaration {
  readonly method: "get" | "post" | "put";
  /** Below /api/v1, parameters in braces. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  /** What can go wrong beside what can go wrong with any request. */
  readonly problems?: readonly ProblemCode[];
  /** Answered to anybody, without sign-in. */
  readonly open?: boolean;
  /** The answer is one caller's own: it is never kept for others, and its version is its own hash. */
  readonly personal?: boolean;
  /** Wants an Idempotency-Key: the same key again is the same request. */
  readonly idempotent?: boolean;
  /** The body is a form with one file; `body` describes its other parts. */
  readonly upload?: boolean;
  /** Acts without an Idempotency-Key, as what is sent names itself: counted as an act, or as an upload. */
  readonly counts?: "act" | "upload";
  /** `stream` takes a file's bytes in; these are its answers, by status, which have no body. */
  readonly takesBytes?: Readonly<Record<string, string>>;
  /** One of the many that devices send at once when they come back to a network: a few are dealt with at a time (services.ts). */
  readonly bulk?: boolean;
  /** How large its body may be, where that is more than what people say. */
  readonly bodyLimit?: string;
  /** `stream` gives a file's bytes out. */
  readonly download?: boolean;
  /** What such a file is, where that is known before it is asked for. */
  readonly mediaType?: string;
  /** Told apart by 207 Multi-Status: some parts of the request were accepted and some were not. */
  readonly partly?: (answer: never) => boolean;
}

/** What a route is to those who serve and document it. */
export interface Route extends Declaration {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  /** Null: a stream of server-sent events. */
  readonly response: z.ZodType | null;
  /** Events of a stream by name, for the document. */
  readonly events?: Readonly<Record<string, z.ZodType>>;
  /** Reads the plan where the path names one. */
  readonly plan: boolean;
  /** Names the version of the answer without making it; null: the answer's own hash is its version. */
  version(call: PlanCall<never, never, never>): string | null;
  /** Throws the problems that can be told without the body, before a body is taken. */
  before?(call: BeforeBody<never>): Promise<void> | void;
  /** The answer, for `response` to check. */
  answer(call: PlanCall<never, never, never>): unknown;
  /** A stream takes the response over. */
  stream?(call: PlanCall<never, never, never>, req: Request, res: Response): Promise<void>;
}

const none = z.strictObject({});
type None = typeof none;

interface Schemas<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
}

/** A route that is no plan's. */
export function route<
  R extends z.ZodType,
  P extends z.ZodObject = None,
  Q extends z.ZodObject = None,
  B extends z.ZodType = z.ZodNull,
>(
  declared: Declaration &
    Schemas<P, Q, B> & {
      readonly response: R;
      readonly handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>> | z.input<R>;
    },
): Route {
  const { params = none, query = none, body = null, handler, ...rest } = declared;
  return { ...rest, params, query, body, plan: false, version: () => null, answer: handler as Route["answer"] };
}

/** Whether an answer follows from ledger, documents and day (`ledger`), or from more (`answer`). */
export type ChangesWith = "ledger" | "answer";

type PlanParams<P extends z.ZodObject> = z.ZodObject<{ planId: typeof planId } & P["shape"]>;

const withPlanId = <P extends z.ZodObject>(params: P): PlanParams<P> =>
  z.strictObject({ planId, ...params.shape }) as unknown as PlanParams<P>;

/** A route of one plan: `path` goes on from /plans/{planId}. */
export function planRoute<
  R extends z.ZodType,
  P extends z.ZodObject = None,
  Q extends z.ZodObject = None,
  B extends z.ZodType = z.ZodNull,
>(
  declared: Declaration &
    Schemas<P, Q, B> & {
      readonly response: R;
      readonly changesWith: ChangesWith;
      readonly before?: (call: BeforeBody<z.output<PlanParams<P>>>) => Promise<void> | void;
      readonly handler: (
        call: PlanCall<z.output<PlanParams<P>>, z.output<Q>, z.output<B>>,
      ) => Promise<z.input<R>> | z.input<R>;
    },
): Route {
  const { params = none, query = none, body = null, handler, before, changesWith, problems = [], ...rest } = declared;
  return {
    ...rest,
    ...(before ? { before: before as unknown as NonNullable<Route["before"]> } : {}),
    path: `/plans/{planId}${declared.path}`,
    problems: ["unknownPlan", ...problems],
    params: withPlanId(params),
    query,
    body,
    plan: true,
    version: ({ plan }) => (changesWith === "ledger" ? plan.version : null),
    answer: handler as Route["answer"],
  };
}

/** A plan's stream of server-sent events. */
export function planStream<Q extends z.ZodObject = None>(
  declared: Declaration & {
    readonly query?: Q;
    readonly events: Readonly<Record<string, z.ZodType>>;
    readonly stream: (
      call: PlanCall<{ planId: string }, z.output<Q>, null>,
      req: Request,
      res: Response,
    ) => Promise<void>;
  },
): Route {
  const { query = none, problems = [], ...rest } = declared;
  return {
    ...rest,
    path: `/plans/{planId}${declared.path}`,
    problems: ["unknownPlan", "tooManyStreams", ...problems],
    params: withPlanId(none),
    query,
    body: null,
    response: null,
    plan: true,
    version: () => null,
    answer: () => null,
    stream: declared.stream as NonNullable<Route["stream"]>,
  };
}

/** A route that is no plan's and gives a file out. */
export function fileRoute<P extends z.ZodObject>(
  declared: Declaration & {
    readonly params: P;
    readonly send: (call: Call<z.output<P>, None, null>, req: Request, res: Response) => Promise<void>;
  },
): Route {
  const { send, ...rest } = declared;
  return {
    ...rest,
    query: none,
    body: null,
    response: null,
    plan: false,
    personal: true,
    download: true,
    version: () => null,
    answer: () => null,
    stream: send as unknown as NonNullable<Route["stream"]>,
  };
}

type FileCall<P extends z.ZodObject, Q extends z.ZodObject = None> = (
  call: PlanCall<z.output<PlanParams<P>>, z.output<Q>, null>,
  req: Request,
  res: Response,
) => Promise<void>;

/** A route of one plan that takes a file in, whole or in pieces, and answers by status and headers alone. */
export function planIntake<P extends z.ZodObject>({
  take,
  ...declared
}: Omit<Declaration, "method"> & {
  readonly params: P;
  readonly takesBytes: Readonly<Record<string, string>>;
  readonly take: FileCall<P>;
}): Route {
  return planFileRoute({ ...declared, method: "put" }, take);
}

/** A route of one plan that gives a file out. */
export function planDownload<P extends z.ZodObject, Q extends z.ZodObject = None>({
  send,
  query = none as unknown as Q,
  ...declared
}: Declaration & { readonly params: P; readonly query?: Q; readonly send: FileCall<P, Q> }): Route {
  return { ...planFileRoute(declared, send as unknown as FileCall<P>), query, download: true };
}

/** A route of one plan whose handler has the request and the response for itself. */
function planFileRoute<P extends z.ZodObject>(
  declared: Declaration & { readonly params: P },
  handle: FileCall<P>,
): Route {
  const { params, problems = [], ...rest } = declared;
  return {
    ...rest,
    path: `/plans/{planId}${declared.path}`,
    problems: ["unknownPlan", ...problems],
    params: withPlanId(params),
    query: none,
    body: null,
    response: null,
    plan: true,
    personal: true,
    version: () => null,
    answer: () => null,
    stream: handle as unknown as NonNullable<Route["stream"]>,
  };
}
