/** 方案: which plans there are, and one at a glance. */
import { z } from "zod";
import { lightCounts, outside } from "../lights/schemas.js";
import { count, instant, limit, named, page, pageCursor, planDate, realInstant } from "../http/schema-parts.js";

const plan = {
  id: z.string(),
  slug: z.string().meta({ description: "The plan's own id, the same in all its rehearsals." }),
  title: z.string(),
  mode: z.enum(["live", "rehearsal"]).meta({ description: "rehearsal: 推演, on a clock of its own." }),
  scenario: z.string().nullable(),
  seed: z.int().nullable(),
  openedAt: instant,
  createdAt: realInstant,
  ended: z.boolean().meta({ description: "Its workflows have been ended for good; its ledger stays." }),
  now: instant.meta({ description: "The plan's clock." }),
  today: planDate,
  sampleRoster: z.boolean().meta({ description: "示例名册: names of nobody real." }),
};

export const planSummary = z
  .strictObject({ ...plan, items: z.strictObject({ total: count, open: count, closed: count, cancelled: count }) })
  .meta({ id: "PlanSummary", description: "A plan in the list." });
export type PlanSummary = z.infer<typeof planSummary>;

export const plansQuery = z.strictObject({ limit: limit(50), cursor: pageCursor });
export const plans = z
  .strictObject(page(planSummary))
  .meta({ id: "Plans", description: "Plans: running before ended, live before rehearsals, the newest first." });

const planWords = z.strictObject({
  whole: z.string().meta({ example: "全区" }),
  township: z.string().meta({ example: "乡镇、街道" }),
  leader: z.string().meta({ example: "处级领导" }),
  pairing: z.string().meta({ example: "包抓" }),
});

export const planDetail = z
  .strictObject({
    ...plan,
    shortTitle: z.string(),
    words: z
      .strictObject({ zh: planWords, en: planWords })
      .meta({ description: "What this plan calls its whole area, townships, leaders, and the pairing of villages." }),
    start: planDate,
    timeZone: z.strictObject({ name: z.string(), offsetMinutes: z.int() }),
    groups: z.array(z.strictObject({ id: z.string(), no: z.int(), title: z.string(), clause: z.string() })),
    counts: z.strictObject({
      tasks: count,
      items: count.meta({ description: "Within the caller's reach." }),
      outside,
      lights: lightCounts,
      villages: count,
      townships: count,
      units: count,
      posts: count,
      notices: count,
      letters: count,
      alarms: count,
      ledgerRows: count,
    }),
    duties: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          text: z.string(),
          owes: z.array(z.string()),
          frequency: z.string().nullable().meta({ description: "Null until the office decides it." }),
          clause: z.string(),
        }),
      )
      .meta({ description: "Duties on the whole plan (保障措施), without a date." }),
    kpis: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        year: z.int(),
        measure: z.string(),
        target: z.string(),
        clause: z.string(),
      }),
    ),
    attachments: z.array(z.strictObject({ id: z.string(), title: z.string(), provided: z.boolean() })),
    openQuestions: z.array(
      z.strictObject({
        id: z.string(),
        question: z.string(),
        options: z.array(z.string()),
        chosen: z.string().nullable(),
        moves: z
          .array(z.strictObject({ option: z.string(), milestone: named, deadline: planDate }))
          .meta({ description: "Deadlines that an answer settles; an option that is not in it moves none." }),
        clause: z.string(),
      }),
    ),
  })
  .meta({ id: "PlanDetail", description: "A plan at a glance." });
export type PlanDetail = z.infer<typeof planDetail>;
