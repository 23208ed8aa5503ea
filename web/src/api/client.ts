/**
 * The one way to the API. Entity tags are the browser's affair: answers come with `no-cache`, so its cache asks again and is
 * told 304. What goes wrong is one of two things: the API refused (`Refused`), or it is not there (`Away`).
 */
import { connection } from "./connection.js";
import { session } from "./session.js";

export const API = "/api/v1";

/** An answer that is a problem (RFC 9457), in the reader's language. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    /** Also in the API's log. */
    readonly requestId: string | null,
    /** What else the problem says: each item's outcome, what is wrong with which part. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${title}: ${detail}`);
    this.name = "Refused";
  }
}

/** Nobody answered, or one of the parts the API stands on is away. It is asked again as soon as it is back. */
export class Away extends Error {
  constructor(
    /** What the API said about it; null where it said nothing. */
    readonly detail: string | null,
    options: ErrorOptions = {},
  ) {
    super(detail ?? "the API does not answer", options);
    this.name = "Away";
  }
}

type Value = string | number | boolean | undefined;
export type Query = Readonly<Record<string, Value | readonly Value[]>>;

/** Each list as its parameter repeated; what is undefined or empty is left out. */
export function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Value[]) : [value as Value])
      .filter((one) => one !== undefined && one !== "")
      .map((one) => [name, String(one)]),
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`;
}

/** How long an answer may take before the API counts as away (milliseconds). A jump over years takes its time. */
const WITHIN = { get: 20_000, post: 60_000 };

interface Options {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

/** Reads `path` below /api/v1. Throws Refused or Away. */
export function get<T>(path: string, { query = {}, signal }: Options = {}): Promise<T> {
  return ask<T>(`${API}${path}${queryText(query)}`, { method: "GET" }, WITHIN.get, signal);
}

/** Sends `body` to `path` below /api/v1; with a `key` it may be sent again, and is done once. Throws Refused or Away. */
export function post<T>(path: string, body: unknown, key?: string): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(key === undefined ? {} : { "Idempotency-Key": key }) };
  return ask<T>(`${API}${path}`, { method: "POST", body: JSON.stringify(body), headers }, WITHIN.post);
}

/** The same by PUT: what it writes is named by its path and body, so it may be sent again without a key. */
export function put<T>(path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return ask<T>(`${API}${path}`, { method: "PUT", body: JSON.stringify(body), headers }, WITHIN.post);
}

/** Sends a file's bytes as they are to `path` below /api/v1, which answers nothing but that it has them. Throws Refused or Away. */
export async function putBytes(path: string, bytes: Blob): Promise<void> {
  const headers = { "Content-Type": "application/octet-stream" };
  await ask<undefined>(`${API}${path}`, { method: "PUT", body: bytes, headers }, WITHIN.post);
}

/** Names a request that must be done once. Not randomUUID: an intranet page without TLS has none. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends a form with a file, telling how much of it has gone (0 to 1). Throws Refused or Away, and what `signal` was aborted by. */
export function upload<T>(
  path: string,
  form: FormData,
  key: string,
  onSent: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  const { asked } = session;
  return new Promise((resolve, reject) => {
    // fetch tells nothing of what has gone.
    const request = new XMLHttpRequest();
    request.open("POST", `${API}${path}`);
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.setRequestHeader("Idempotency-Key", key);
    request.upload.addEventListener("progress", ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total));
    request.addEventListener("load", () => {
      const { status, statusText, responseText } = request;
      try {
        resolve(
          answerOf<T>({ status, statusText, id: request.getResponseHeader("X-Request-Id") }, responseText, asked),
        );
      } catch (error) {
        reject(error as Error);
      }
    });
    request.addEventListener("error", () => reject(lost(new Away(null))));
    request.addEventListener("abort", () => reject(signal?.reason as Error));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}

async function ask<T>(url: string, init: RequestInit, within: number, signal?: AbortSignal): Promise<T> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const timer = setTimeout(stop, within);
  signal?.addEventListener("abort", stop);
  const asked = session.asked;
  let response: Response;
  let text: string;
  try {
    const headers = new Headers(init.headers);
    headers.set("Accept-Language", document.documentElement.lang);
    response = await fetch(url, { ...init, headers, signal: abort.signal });
    text = await response.text();
  } catch (error) {
    // The reader has gone on to another page: nobody is away.
    if (signal?.aborted) throw error;
    throw lost(new Away(null, { cause: error }));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
  const { status, statusText, headers } = response;
  return answerOf<T>({ status, statusText, id: headers.get("X-Request-Id") }, text, asked);
}

function lost(away: Away): Away {
  connection.lost(away.detail);
  return away;
}

interface Answered {
  readonly status: number;
  readonly statusText: string;
  readonly id: string | null;
}

function answerOf<T>({ status, statusText, id }: Answered, text: string, asked: number): T {
  const body = jsonOf(text);
  if ((status === 201 || status === 204) && text === "") {
    connection.heard();
    return undefined as T;
  }
  if (status >= 200 && status < 300 && body !== undefined) {
    connection.heard();
    return body as T;
  }
  const members = (body ?? {}) as Readonly<Record<string, unknown>>;
  const { code, title, detail, requestId } = members as Partial<Record<string, string>>;
  if (status === 502 || status === 503 || status === 504) throw lost(new Away(detail ?? null));
  connection.heard();
  session.told(code ?? "", asked);
  throw new Refused(code ?? "internal", title ?? statusText, detail ?? "", status, requestId ?? id, members);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
