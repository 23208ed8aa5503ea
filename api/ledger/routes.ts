/** What happened, in pages and as a stream. */
import { z } from "zod";
import { feedPage } from "./pages.js";
import { streamFeed } from "./stream.js";
import { ProblemError } from "../http/problem.js";
import { planRoute, planStream } from "../serving/route.js";
import { feed, feedQuery, feedRow } from "./schemas.js";

export const getFeed = planRoute({
  method: "get",
  path: "/feed",
  tag: "ledger",
  summary: "What happened, across all tasks 动态",
  description:
    "Without a cursor: the newest rows. `after` goes on from there, `before` goes back. Nothing is left out or told twice, also while rows are recorded.",
  query: feedQuery,
  response: feed,
  problems: ["badCursor"],
  // Whom a row told gets its letter later, when that closes: no row says so.
  changesWith: "answer",
  async handler({ plan, query, services, sight }) {
    if (query.after !== undefined && query.before !== undefined) {
      throw new ProblemError(
        "invalidParameter",
        { zh: "after和before只能给出一个。", en: "Give after or before, not both." },
        { parameter: "before" },
      );
    }
    return feedPage(services.pool, plan, query, sight);
  },
});

export const getFeedStream = planStream({
  method: "get",
  path: "/feed/stream",
  tag: "ledger",
  summary: "The feed as server-sent events 实时动态",
  description:
    "Begins now, after the cursor `after`, or after Last-Event-ID, which a browser sends by itself when it connects again. " +
    "`row`: a row of the feed. `hearing`: whether news come through; false while the database is away. " +
    "`reset`: too far behind, read the feed anew; the stream goes on from now.",
  query: feedQuery.pick({ after: true, task: true }),
  events: {
    row: feedRow,
    hearing: z.strictObject({ hears: z.boolean() }).meta({ id: "Hearing" }),
    reset: z.strictObject({ reason: z.literal("tooFarBehind") }).meta({ id: "Reset" }),
  },
  problems: ["badCursor"],
  stream: (call, req, res) => streamFeed(call, req, res),
});
