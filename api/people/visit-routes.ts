/** 包抓 log: who was where, and what was solved. */
import { visits as loggedVisits } from "../../prisma/people/visits.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import { planRoute } from "../serving/route.js";
import { cursorSeq } from "../http/schema-parts.js";
import { visits, visitsQuery } from "./schemas.js";

export const getVisits = planRoute({
  method: "get",
  path: "/visits",
  tag: "roster",
  summary: "Visits to villages, the newest first 包抓记录",
  description:
    "Who does not see everything reads those to their own villages (paired, helped, of their township) and those that they logged.",
  query: visitsQuery,
  response: visits,
  changesWith: "ledger",
  personal: true,
  problems: ["badCursor"],
  async handler({ plan, query, services, sight, caller }) {
    const { names, ruleSet, today } = plan;
    const name = listName(`visits ${plan.id}`, query);
    const before = query.cursor === undefined ? 2_147_483_647 : decodeCursor(name, query.cursor, cursorSeq);
    const within = sight.villages && { villages: [...sight.villages], person: caller.person };
    const more = await loggedVisits(services.pool, plan.id, query.village ?? null, within, before, query.limit + 1);
    const rows = more.slice(0, query.limit);
    return {
      rows: rows.map(({ order, actor, at }) => ({
        village: names.village(order.village),
        on: order.on,
        what: order.what,
        text: order.text,
        items: [...order.items],
        place: order.place ?? null,
        photos: [...(order.photos ?? [])],
        by: { person: names.person(actor.person), post: names.post(actor.post, today) },
        at: instantText(at, ruleSet.offsetMinutes),
      })),
      next: more.length > rows.length ? encodeCursor(name, rows.at(-1)?.seq) : null,
    };
  },
});
