/** 包抓 log: who was where, and what was solved. */
import { z } from "zod";
import { visits } from "../../prisma/read/visits.js";
import { decodeCursor, encodeCursor, listName } from "../cursor.js";
import { instantText } from "../instants.js";
import { planRoute } from "../route.js";
import { cursorSeq, filter, id, instant, limit, named, page, pageCursor, planDate, postRef } from "../schemas/parts.js";

const visit = z
  .strictObject({
    village: named,
    on: planDate,
    what: z.enum(["visit", "problemSolved"]),
    text: z.string(),
    items: z.array(z.string()),
    by: z.strictObject({ person: named, post: postRef }),
    at: instant.meta({ description: "When it was logged." }),
  })
  .meta({ id: "Visit", description: "包抓: a visit to a village, or a problem solved there." });

export const getVisits = planRoute({
  method: "get",
  path: "/visits",
  tag: "roster",
  summary: "Visits to villages, the newest first 包抓记录",
  query: z.strictObject({ village: filter(id("Village id."), "Village id."), limit: limit(50), cursor: pageCursor }),
  response: z.strictObject(page(visit)).meta({ id: "Visits", description: "A page of visits." }),
  changesWith: "ledger",
  problems: ["badCursor"],
  async handler({ plan, query, services }) {
    const { names, library, today } = plan;
    const name = listName(`visits ${plan.id}`, query);
    const before = query.cursor === undefined ? 2_147_483_647 : decodeCursor(name, query.cursor, cursorSeq);
    const villages = query.village === undefined ? null : [query.village];
    const more = await visits(services.pool, plan.id, villages, before, query.limit + 1);
    const rows = more.slice(0, query.limit);
    return {
      rows: rows.map(({ order, actor, at }) => ({
        village: names.village(order.village),
        on: order.on,
        what: order.what,
        text: order.text,
        items: [...order.items],
        by: { person: names.person(actor.person), post: names.post(actor.post, today) },
        at: instantText(at, library.offsetMinutes),
      })),
      next: more.length > rows.length ? encodeCursor(name, rows.at(-1)?.seq) : null,
    };
  },
});
