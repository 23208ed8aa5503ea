/** Opaque cursors: where a page of one very query ends. */
import { z } from "zod";
import { tagOf } from "./etag.js";
import { ProblemError } from "./problem.js";

/** `what` names the list; the same cursor means nothing to another. */
export function encodeCursor(what: string, at: unknown): string {
  return Buffer.from(JSON.stringify([what, at])).toString("base64url");
}

/** Throws the problem `badCursor`. */
export function decodeCursor<T extends z.ZodType>(what: string, cursor: string, at: T): z.output<T> {
  const read = z.tuple([z.literal(what), at]).safeParse(jsonOf(cursor));
  if (read.success) return read.data[1] as z.output<T>;
  throw new ProblemError(
    "badCursor",
    {
      zh: "游标不属于这一查询：翻页时请保持其他参数不变，或者去掉游标重新查询。",
      en: "This cursor belongs to another query: keep the other parameters while paging, or ask again without it.",
    },
    { parameter: "cursor" },
  );
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown;
  } catch {
    return null;
  }
}

/** Names a list by its filter and order: paging on with another filter would leave out rows or double them. */
export function listName(name: string, query: Readonly<Record<string, unknown>>): string {
  const { cursor: _cursor, limit: _limit, ...rest } = query;
  return `${name}.${tagOf(JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, 8)}`;
}
