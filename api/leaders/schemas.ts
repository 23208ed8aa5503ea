/** 阅办: what a leader's page, a paired head's and a helping unit's tell. */
import { z } from "zod";
import { actingAs } from "../actions/schemas.js";
import { count, filter, holder, id, named, personAtPost, planDate, postRef, words } from "../http/schema-parts.js";
import { item } from "../items/schemas.js";
import { instrument } from "../ledger/schemas.js";
import { light, lightCounts } from "../lights/schemas.js";
import { SEATS } from "./seats.js";

/** The turns that are a leader's, beside reading what was escalated. */
export const LEADERS_TURNS = ["acceptReply", "giveOpinion", "decideExtension", "decideTalk"] as const;

export const leaderQuery = z.strictObject({
  seat: filter(
    id("Post id of the seat, as `seats` has it.", "leader-01"),
    "Post id of the seat, as `seats` has it; the first unless told.",
  ),
});

const steps = ["assign", "signFor", "work", "verify", "closeOut", "decideExtension", "resume"] as const;

const line = z
  .strictObject({
    item,
    since: planDate
      .nullable()
      .meta({ description: "The working day from which it counts as overdue; null where it does not." }),
    awaited: z
      .strictObject({ unit: named, step: z.enum(steps) })
      .nullable()
      .meta({ description: "卡在谁: the unit whose move it waits for, and which move; null once it has ended." }),
    lastWords: z
      .strictObject({ text: z.string(), on: planDate })
      .nullable()
      .meta({ description: "What the unit that owes it said last of its progress; null where it has said nothing." }),
    pressed: z.array(z.strictObject({ instrument, on: planDate })).meta({
      description: "By which instruments it was pressed under its present deadline, each with its newest day.",
    }),
  })
  .meta({ id: "LeaderLine", description: "An item in a line: since when, with whom, what was said and done." });
export type Line = z.infer<typeof line>;

const seat = z
  .strictObject({
    post: postRef.meta({ description: "The post in whose name it is." }),
    holder: holder.meta({ description: "The post with whoever holds it today." }),
    kind: z.enum(SEATS),
    capacity: actingAs.meta({ description: "In which capacity the caller sits there." }),
  })
  .meta({
    id: "LeaderSeat",
    description:
      "A seat of the caller: a county leader's, the leading group's, a paired department head's, a helping unit's. A liaison's is the leader's.",
  });

const village = z
  .strictObject({
    village: named,
    township: named,
    as: z.enum(["countyLeader", "departmentHead", "helpingUnit"]),
    with: z
      .strictObject({ countyLeader: holder, departmentHead: holder, helpingUnit: named })
      .meta({ description: "包抓 1+1+1 of today." }),
    light: light.nullable().meta({ description: "The worst of its items' lights; null where none is to be seen." }),
    counts: lightCounts,
    lines: z.array(line).meta({ description: "Its red and yellow items, the longest overdue first, thirty at most." }),
    more: count.meta({ description: "Red and yellow items beyond these." }),
  })
  .meta({ id: "LeaderVillage", description: "A village of the seat." });

const submission = z
  .strictObject({
    letter: z
      .string()
      .nullable()
      .meta({ description: "The letter's id; null until it is closed, or where the caller may not read all of it." }),
    on: planDate
      .nullable()
      .meta({ description: "The day on which it was submitted; null where nobody knows any more." }),
    documentNo: z.string().nullable(),
    lines: z.array(line),
  })
  .meta({ id: "Submission", description: "A 呈阅件 with those of its items that still wait to be read." });

const outcome = z
  .strictObject({
    state: z.enum(["waiting", "late", "replied", "accepted", "returned", "closed"]).meta({
      description:
        "waiting: its reply-by date is not past. late: past, and nothing was answered. closed: 销号 ended it without an answer of its own.",
    }),
    on: planDate.nullable(),
    text: z.string().nullable().meta({ description: "What was answered, or why it was sent back." }),
    replyBy: planDate.meta({ description: "The newest: sending a reply back sets another." }),
  })
  .meta({ id: "InstructionOutcome", description: "What came of a 批示 on one item." });
export type Outcome = z.infer<typeof outcome>;

const said = z
  .strictObject({
    kind: z.enum(["instructed", "acknowledged"]),
    on: planDate,
    text: z.string(),
    by: personAtPost.meta({ description: "Whose word it is." }),
    enteredBy: personAtPost
      .nullable()
      .meta({ description: "Who entered it: the liaison or the office; null where it was done in person." }),
    written: z.boolean().meta({ description: "With the scan of the written 批示." }),
    replyBy: planDate.nullable().meta({ description: "Of a 批示." }),
    items: z.array(
      z.strictObject({
        item,
        unit: named.nullable().meta({ description: "Who is to answer the 批示." }),
        words: words.meta({ description: "The ledger's own sentence." }),
        outcome: outcome.nullable().meta({ description: "Null of what asks for no answer." }),
      }),
    ),
  })
  .meta({ id: "LeaderWord", description: "What was said from the seat, in one breath: a 批示, or 已阅." });
export type Said = z.infer<typeof said>;

const ask = z
  .strictObject({
    turn: z.enum(LEADERS_TURNS),
    ref: z.string().nullable().meta({ description: "The instruction's id." }),
    by: planDate.nullable().meta({ description: "By when, where that is not the item's deadline." }),
    line,
  })
  .meta({ id: "LeaderAsk", description: "What else waits for the seat." });

export const leaderPage = z
  .strictObject({
    on: planDate,
    seats: z.array(seat).meta({ description: "All seats of the caller; none for who has nothing to read here." }),
    seat: z
      .string()
      .nullable()
      .meta({ description: "The seat that the rest is of, by its post; null: there is none." }),
    villages: z.array(village).meta({ description: "In the roster's order." }),
    elsewhere: z.array(line).meta({
      description: "Overdue items of no village of the seat that were submitted to it, the longest overdue first.",
    }),
    box: z.array(submission).meta({ description: "What waits to be read, the newest first." }),
    waiting: count.meta({ description: "Items in it." }),
    asks: z.array(ask),
    said: z.array(said).meta({ description: "What was said from the seat, the newest first, thirty at most." }),
    saidInAll: count.meta({ description: "How often something was said from it, in all." }),
    replyBy: z
      .array(z.strictObject({ days: count, on: planDate }))
      .meta({ description: "Days on which a 批示 of today could be answered: working days and the date." }),
  })
  .meta({
    id: "LeaderPage",
    description:
      "One seat's villages, what waits for it, what was said from it and what came of that. How long anybody took to read is nowhere in it.",
  });
export type LeaderPage = z.infer<typeof leaderPage>;
