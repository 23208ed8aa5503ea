/** A plan's feed as server-sent events: each row once, in order, from where the reader left off. */
import type { Request, Response } from "express";
import { createSession, type Session } from "better-sse";
import { rowsAfter, type Positions } from "../../prisma/ledger/ledger-rows.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import { feedRow } from "./schemas.js";
import { cursor as cursorSchema } from "../http/schema-parts.js";
import type { Services } from "../serving/services.js";
import { feedRows } from "./feed-rows.js";
import { atEnd, cursorOf, furthest, past, positionsOf, rowsBehind, streamsOf } from "./positions.js";

/** Rows read at once. */
const BATCH = 100;
/** Who is further behind than this reads the feed anew instead of being told row by row. */
const FARTHEST_BEHIND = 5_000;
/** Streams that one process serves at once, of all accounts. */
const MOST_STREAMS = 200;
/** A reader that takes nothing in for this long, with this much waiting for it, is let go (bytes). */
const MOST_WAITING = 4 * 1024 * 1024;

export interface StreamQuery {
  readonly after?: string | undefined;
  readonly task?: number | undefined;
}

type StreamCall = PlanCall<{ planId: string }, StreamQuery, null>;

/** The reader's last event's id is where it left off; `after` is where it begins. */
function beginning(plan: PlanView, query: StreamQuery, req: Request): Map<string, number> {
  const last = req.headers["last-event-id"];
  const streams = streamsOf(plan, query.task);
  const cursor = typeof last === "string" && last !== "" ? (cursorSchema.safeParse(last).data ?? "-") : query.after;
  return cursor === undefined ? atEnd(streams) : positionsOf(cursor, streams, plan.id, query.task);
}

class FeedStream {
  private reading = false;
  private once = false;

  constructor(
    private readonly services: Services,
    private readonly planId: string,
    private readonly task: number | undefined,
    private readonly again: StreamCall["again"],
    private readonly session: Session,
    private readonly res: Response,
    private positions: Positions,
  ) {}

  /** Reads what is new. One read at a time; told of more meanwhile, it reads once more. */
  wake(): void {
    if (this.reading) {
      this.once = true;
      return;
    }
    this.reading = true;
    this.once = false;
    this.read()
      .catch((error: unknown) => {
        // Signed out meanwhile: coming again, the reader is told so.
        if (error instanceof ProblemError && error.status < 500) return void this.res.end();
        this.services.log.warn({ err: error, plan: this.planId }, "the feed could not be read on");
      })
      .finally(() => {
        this.reading = false;
        if (this.once && this.session.isConnected) this.wake();
      });
  }

  hearing(hears: boolean): void {
    if (this.session.isConnected) this.push("hearing", { hears }, this.positions);
  }

  private async read(): Promise<void> {
    while (this.session.isConnected) {
      const plan = await this.services.plans.view(this.planId);
      const { sight } = await this.again(plan);
      const streams = streamsOf(plan, this.task);
      const known = new Map(streams.map(({ stream }) => [stream, this.positions.get(stream) ?? 0]));
      if (rowsBehind(known, streams) > FARTHEST_BEHIND) {
        this.push("reset", { reason: "tooFarBehind" }, atEnd(streams));
        continue;
      }
      const within = await sight.rows();
      const rows = await rowsAfter(this.services.pool, this.planId, known, BATCH, within?.items ?? null);
      const views = await feedRows(this.services.pool, plan, rows, sight);
      for (const [index, row] of rows.entries())
        this.push("row", feedRow.parse(views[index]), past(this.positions, [row]));
      if (this.res.writableLength > MOST_WAITING) return void this.res.destroy();
      // What is not for this reader is behind us too.
      if (rows.length < BATCH) this.positions = furthest(this.positions, streams);
      if (rows.length === 0) return;
    }
  }

  private push(name: string, data: unknown, to: Positions): void {
    if (!this.session.isConnected) return;
    this.positions = to;
    this.session.push(data, name, cursorOf(to, this.planId, this.task));
  }
}

/** Serves one reader until it leaves. */
export async function streamFeed(
  { services, plan, query, again, caller: { accountId } }: StreamCall,
  req: Request,
  res: Response,
): Promise<void> {
  const from = beginning(plan, query, req);
  if (services.streams.size >= MOST_STREAMS) {
    throw new ProblemError("tooManyStreams", {
      zh: `实时连接已达上限（${MOST_STREAMS}个），请关闭部分页面后再试，或者改为定时查询。`,
      en: `${MOST_STREAMS} streams are open already: close some pages, or ask GET /feed from time to time.`,
    });
  }
  const { streams: most } = services.accounts.settings.quotas;
  const own = [...services.streams].filter(({ locals }) => locals["account"] === accountId).length;
  if (own >= most)
    throw new ProblemError("tooManyStreams", {
      zh: `本账号的实时连接已达${most}个，请关闭部分页面后再试，或者改为定时查询。`,
      en: `This account has ${most} streams open already: close some pages, or ask GET /feed from time to time.`,
    });
  res.locals["account"] = accountId;
  let stream: FeedStream | null = null;
  // Heard before the first read: nothing falls in between.
  const unfollow = await services.listener.follow(plan.id, {
    wake: () => stream?.wake(),
    hearing: (hears) => stream?.hearing(hears),
  });
  services.streams.add(res);
  res.on("close", () => {
    services.streams.delete(res);
    unfollow();
  });
  const session = await createSession(req, res, { retry: 1_000, trustClientEventId: false });
  stream = new FeedStream(services, plan.id, query.task, again, session, res, from);
  stream.hearing(true);
  stream.wake();
}
