/**
 * Asks the API, and says of an answer whose it is. A login page of the network with 200, a proxy's page with 403, a redirect: none of
 * them is the API's, and all of them mean that there is no line.
 */
export type Answer<T> =
  | { readonly kind: "ok"; readonly status: number; readonly body: T; readonly headers: Headers }
  /** Nobody answered, or somebody who is not the API. */
  | { readonly kind: "offline"; readonly why: "none" | "timeout" | "notOurs" }
  | { readonly kind: "signIn" }
  /** 408, 425, 429, 5xx: later. `retryAfterMs`: as the answer asks. */
  | { readonly kind: "busy"; readonly status: number; readonly retryAfterMs: number | null }
  /** Trying again does not change it. */
  | ({ readonly kind: "refused" } & Problem);

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export interface Ask {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: ArrayBuffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
}

const WITHIN_MS = 20_000;
/** Codes that a person puts right by signing in, or by finishing to. */
const SIGN_IN = new Set(["notSignedIn", "unfinishedSignIn"]);

/** Device minus server (milliseconds), as the newest answer of the API showed it; null: not known yet. */
let offsetMs: number | null = null;
export const clockOffset = (): number | null => offsetMs;

/**
 * Statuses by which a network that wants a sign-in answers whatever it is asked. Another refusal of a proxy (413: too large for it)
 * is about the one entry, and stops no other.
 */
const ELSEWHERE = new Set([401, 402, 403, 404, 407]);

/** Sends one request. `isOurs` tells a body of the API from anybody's; without it the answer has no body. */
export async function ask<T>(request: Ask, isOurs?: (body: unknown) => body is T): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.withinMs ?? WITHIN_MS);
  try {
    const sentAt = Date.now();
    const response = await fetch(request.path, initOf(request, abort.signal));
    const text = request.method === "HEAD" ? "" : await response.text();
    return judge(response, text, sentAt, isOurs);
  } catch {
    return { kind: "offline", why: abort.signal.aborted ? "timeout" : "none" };
  } finally {
    clearTimeout(timer);
  }
}

function initOf({ method, json, bytes, headers }: Ask, signal: AbortSignal): RequestInit {
  const all = new Headers(headers);
  all.set("Accept", "application/json");
  all.set("Accept-Language", document.documentElement.lang);
  all.set("X-Device-Now", String(Date.now()));
  if (json !== undefined) all.set("Content-Type", "application/json");
  if (bytes !== undefined) all.set("Content-Type", "application/octet-stream");
  const body = json === undefined ? bytes : JSON.stringify(json);
  return {
    method,
    headers: all,
    signal,
    cache: "no-store",
    credentials: "same-origin",
    // The API never redirects; whoever does is in between.
    redirect: "error",
    ...(body === undefined ? {} : { body }),
  };
}

function judge<T>(
  response: Response,
  text: string,
  sentAt: number,
  isOurs: ((body: unknown) => body is T) | undefined,
): Answer<T> {
  const { status, headers } = response;
  const body = jsonOf(headers, text);
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { kind: "busy", status, retryAfterMs: retryAfter(headers) };
  if (response.ok) {
    if (isOurs && !isOurs(body)) return { kind: "offline", why: "notOurs" };
    noteClock(headers, sentAt);
    return { kind: "ok", status, body: body as T, headers };
  }
  // A HEAD has no body that could say whose it is; what follows it has.
  const bodiless = text === "" && (status === 401 || status === 404);
  const code = isProblem(body) ? body.code : null;
  if (code === null && !bodiless)
    return ELSEWHERE.has(status) ? { kind: "offline", why: "notOurs" } : { kind: "busy", status, retryAfterMs: null };
  noteClock(headers, sentAt);
  if (status === 401 || (code !== null && SIGN_IN.has(code))) return { kind: "signIn" };
  const members = (body ?? {}) as Readonly<Record<string, unknown>>;
  const detail = members["detail"] ?? members["title"];
  return {
    kind: "refused",
    status,
    code: code ?? "",
    detail: typeof detail === "string" ? detail : "",
    members,
    headers,
  };
}

const isProblem = (body: unknown): body is { readonly code: string } =>
  typeof body === "object" && body !== null && typeof (body as { readonly code?: unknown }).code === "string";

function jsonOf(headers: Headers, text: string): unknown {
  if (!/json/.test(headers.get("Content-Type") ?? "")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

/** The middle of the way there and back against the server's own clock, which says whole seconds. */
function noteClock(headers: Headers, sentAt: number): void {
  const server = Date.parse(headers.get("Date") ?? "");
  if (!Number.isNaN(server)) offsetMs = Math.round((sentAt + Date.now()) / 2) - (server + 500);
}
