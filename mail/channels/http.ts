/** HTTP as channels use it: with an end to waiting, following nothing, and never telling an address's query or a header. */
import { inSpan } from "../../telemetry/spans.js";
import { foreignLine } from "../../domain/language/text.js";
import type { Outcome } from "./channel.js";

/** Milliseconds a silent server is waited for. Shorter than what a sender may hold a letter without a sign of life. */
export const TIMEOUT = 10_000;
/** Of what an answer says, so many characters are kept and told. */
export const MOST_SAID = 200;
/** Of an answer, so many characters are of interest. */
const MOST = 64_000;
/** Nobody rests longer than this on another's word (milliseconds). */
const LONGEST_REST = 6 * 3_600_000;

/** What the chat platforms take. */
export const JSON_BODY = { "content-type": "application/json; charset=utf-8" };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** No answer: nothing is known of what became of the request. */
export class NoAnswer extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoAnswer";
  }
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout?: number;
}

/** Throws NoAnswer. */
export async function ask(
  url: URL,
  { method = "POST", headers = {}, body, timeout = TIMEOUT }: Asked,
): Promise<Answer> {
  const about = { kind: "client", within: true, attributes: { "server.address": url.hostname } } as const;
  try {
    return await inSpan(`HTTP ${method}`, about, async () => {
      const response = await fetch(url, {
        method,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
        redirect: "manual",
        signal: AbortSignal.timeout(timeout),
      });
      return { status: response.status, headers: response.headers, text: (await response.text()).slice(0, MOST) };
    });
  } catch (error) {
    throw new NoAnswer(`no answer from ${url.host}: ${reason(error)}`, { cause: error });
  }
}

/** fetch says "fetch failed" of everything; why stands in its cause. */
function reason(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return "it stayed silent";
  return cause?.code ?? cause?.message ?? message;
}

/** The JSON object of an answer; null where it is none. */
export function objectIn({ text }: Answer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

/** What an answer says under the first of these names that it has; never more than a line of it. */
export function saidIn(said: Readonly<Record<string, unknown>> | null, ...names: readonly string[]): string {
  for (const name of names) {
    const value = said?.[name];
    if (typeof value === "string" || typeof value === "number") return foreignLine(String(value), MOST_SAID);
  }
  return "";
}

/** Retry-After, in seconds or as a date, as milliseconds from now; undefined where there is none. */
export function retryAfter(headers: Headers, name = "retry-after"): number | undefined {
  const given = headers.get(name)?.trim();
  if (!given) return undefined;
  const wait = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_REST);
}

/** What an HTTP status says by itself, whatever the protocol above; null: ask the protocol. */
export function byStatus({ status, headers }: Answer, name: string): Outcome | null {
  const error = `${name} answered HTTP ${status}`;
  const after = retryAfter(headers);
  // 429, 502, 503, 504: too much for it just now.
  if (status === 429 || (status >= 502 && status <= 504)) return { kind: "away", error, after };
  if (status >= 500) return { kind: "later", error, after };
  return null;
}

/** Asked for a token, it says what is wrong with us, and not that there is too much of anything just now. */
export const knowsUsNot = (answer: Answer): boolean =>
  objectIn(answer) !== null && answer.status < 500 && answer.status !== 429;

/** What to do when no answer came. */
export function unanswered(error: unknown): Outcome {
  if (error instanceof NoAnswer) return { kind: "away", error: error.message };
  throw error;
}
