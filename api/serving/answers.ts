/** Answers as they are sent: what their schemas describe, made once for all who see the same while a plan stands as it does. */
import { promisify } from "node:util";
import { gunzip, gzip, gzipSync } from "node:zlib";
import type { Request, Response } from "express";
import { type Cache, weigh, weighedCache } from "../http/cache.js";
import { tagOf } from "../http/etag.js";
import type { PlanView } from "../views/plan-view.js";
import { API, type PlanCall, type Route } from "./route.js";
import type { Services } from "./services.js";

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

/** An answer that its own schema does not describe: the product's fault, never the caller's. */
class BadAnswer extends Error {
  constructor(route: Route, cause: unknown) {
    super(`the answer of ${route.method.toUpperCase()} ${route.path} does not fit its schema`, { cause });
    this.name = "BadAnswer";
  }
}

/** The answer as it is sent: only what its schema describes. */
export async function answerOf(
  route: Route,
  call: PlanCall<never, never, never>,
): Promise<{ readonly text: string; readonly status: number }> {
  const answer = route.response?.safeParse(await route.answer(call));
  if (answer && !answer.success) throw new BadAnswer(route, answer.error);
  const status = answer && route.partly?.(answer.data as never) ? 207 : 200;
  return { text: JSON.stringify(answer?.data), status };
}

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

export class Answers {
  private readonly kept: Cache<CachedAnswer> = weighedCache(CACHED_BYTES);

  /** `build` names this build of the product: a newer one never answers with an older one's tags. */
  constructor(private readonly build: string) {}

  /** Of everything that an answer depends on, `address` its path and query as asked for; null: it is made for each request. */
  tag(route: Route, call: PlanCall<never, never, never>, address: string): string | null {
    const version = route.method === "get" && !route.personal ? route.version(call) : null;
    return version === null ? null : tagOf(this.build, version, call.sight?.name ?? "", address);
  }

  /** The answer of a tag. */
  async of(tag: string, route: Route, call: PlanCall<never, never, never>): Promise<CachedAnswer> {
    const known = this.kept.get(tag);
    if (known) return known;
    const answer = await packed((await answerOf(route, call)).text);
    this.kept.set(tag, answer);
    weigh(this.kept, tag, answer, answer.body.length);
    return answer;
  }

  /** Makes a plan's answer of a route without a query, as whoever sees everything will ask for it. */
  async prepare(route: Route, plan: PlanView, services: Services): Promise<void> {
    const params = { planId: plan.id };
    const call = { params, query: {}, plan, services, sight: services.sights.whole(plan) };
    const asked = call as unknown as PlanCall<never, never, never>;
    const address = `${API}${route.path.replace("{planId}", encodeURIComponent(plan.id))}`;
    const tag = this.tag(route, asked, address);
    if (tag !== null) await this.of(tag, route, asked);
  }
}

/** What is compressed here already, the compressing middleware leaves alone. */
export async function sendCached(req: Request, res: Response, answer: CachedAnswer): Promise<void> {
  res.status(200).type("application/json");
  if (!answer.packed || req.acceptsEncodings("br", "gzip") !== "gzip")
    return void res.send(answer.packed ? await decompressed(answer.body) : answer.body);
  res.setHeader("Content-Encoding", "gzip");
  res.setHeader("Content-Length", answer.body.length);
  res.end(req.method === "HEAD" ? undefined : answer.body);
}
