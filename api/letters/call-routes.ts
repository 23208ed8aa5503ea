/** 电话催办: who was called about what. */
import { z } from "zod";
import { type CallPlace, loggedCalls } from "../../prisma/letters/calls.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import { planRoute } from "../serving/route.js";
import { calls, callsQuery } from "../ledger/schemas.js";
import { cursorSeq, cursorText } from "../http/schema-parts.js";
import { rowItemView } from "../ledger/view.js";

const callPlace = z.strictObject({ at: z.int(), stream: cursorText, seq: cursorSeq });
const placeOf = ({ at, stream, seq }: CallPlace): CallPlace => ({ at, stream, seq });

export const getCalls = planRoute({
  method: "get",
  path: "/calls",
  tag: "ledger",
  summary: "Telephone calls, the newest first 电话催办记录",
  query: callsQuery,
  response: calls,
  changesWith: "ledger",
  problems: ["badCursor"],
  async handler({ plan, query, services }) {
    const { names, ruleSet, today } = plan;
    const name = listName(`calls ${plan.id}`, query);
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, callPlace);
    const more = await loggedCalls(services.pool, plan.id, after, query.limit + 1);
    const rows = more.slice(0, query.limit);
    const last = more.length > rows.length ? rows.at(-1) : undefined;
    return {
      rows: rows.map(({ item, actor, to, text, at }) => ({
        item: rowItemView(item, plan),
        // Simulated people of a rehearsal name whom they called.
        to: names.posts.has(to) ? names.post(to, today) : names.person(to),
        text,
        by: { person: names.person(actor.person), post: names.post(actor.post, today) },
        at: instantText(at, ruleSet.offsetMinutes),
      })),
      next: last ? encodeCursor(name, placeOf(last)) : null,
    };
  },
});
