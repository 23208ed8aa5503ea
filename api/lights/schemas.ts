/** 亮灯: the light of an item with its reason, and of the whole plan on a day. */
import { z } from "zod";
import { STATUS_LIGHTS } from "../../domain/items/light.js";
import { GRADES } from "../../domain/plan/checklists.js";
import { count, day, instant, named, planDate, says, words } from "../http/schema-parts.js";

export const light = z.enum(STATUS_LIGHTS).meta({
  id: "Light",
  description:
    "blue: closed; green: on schedule; yellow: due soon, past its deadline before the next working day, or behind schedule; red: overdue; grey: suspended or cancelled; notStarted: 未开始, registered and not assigned yet: counted apart, it never stands for a cell that holds anything else.",
});
export type Light = z.infer<typeof light>;

export const lightRule = z
  .enum([
    "closed",
    "cancelled",
    "suspended",
    "overdue",
    "dueSoon",
    "behindSchedule",
    "awaitingCheck",
    "pastDeadline",
    "onSchedule",
    "notAssigned",
  ])
  .meta({ id: "LightRule", description: "The rule that gave the light." });

export const lightCounts = z
  .strictObject({ red: count, yellow: count, green: count, blue: count, grey: count, notStarted: count })
  .meta({ id: "LightCounts", description: "Items by light." });
export type LightCounts = z.infer<typeof lightCounts>;

/** How many items lie beyond the caller's reach: that there are some is the plan's, how they stand is not told. */
export const outside = count.meta({
  id: "Outside",
  description: "Items of the plan there that are beyond the caller's reach: they are in none of the other figures.",
});

export const emptyBecause = z.enum(["standing", "nothing", "outside", "notYet"]).meta({
  id: "EmptyBecause",
  description:
    "Why there are no items to see. standing: the task has standing duties only, which are inspected (未检查); nothing: the plan asks nothing there; outside: beyond the caller's reach; notYet: none was registered by the day.",
});

export const cell = z
  .strictObject({
    light: z
      .enum([...light.options, "none"])
      .meta({ description: "The worst light of the cell's items; none where there are none to see." }),
    total: count.meta({ description: "Items within the caller's reach." }),
    counts: lightCounts,
    outside,
    empty: emptyBecause.nullable().meta({ description: "Null where there are items to see." }),
    grade: z
      .strictObject({ grade: z.enum(GRADES), round: z.string(), on: planDate })
      .nullable()
      .meta({
        description:
          "Of a task with standing duties only: the worst grade of its lines in the last round that checked it there by that day; null: 未检查.",
      }),
  })
  .meta({ id: "Cell", description: "The items of one task at one place." });
export type Cell = z.infer<typeof cell>;

export const lightsQuery = z.strictObject({
  on: day("The plan day at whose end the lights are wanted; the plan's today unless told. Not later than it."),
});

export const lights = z
  .strictObject({
    on: planDate.meta({ description: "The day the lights are those of the end of." }),
    today: planDate.meta({ description: "The plan's own today." }),
    from: planDate.meta({ description: "The first day there are lights for: the day on which the plan was opened." }),
    counts: lightCounts,
    outside: z
      .strictObject({ items: outside, villages: count })
      .meta({ description: "What of the plan is beyond the caller's reach: items, and villages that are not listed." }),
    townships: z.array(named).meta({ description: "The caller's, or those of their villages." }),
    villages: z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          township: z.string().meta({ description: "Township id." }),
        }),
      )
      .meta({ description: "The caller's own: paired, helped, of their township, or with items that they see." }),
    tasks: z.array(
      z.strictObject({
        no: z.int(),
        title: z.string(),
        group: z.string().meta({ description: "Group id." }),
        standing: z.boolean().meta({ description: "The plan gives it standing duties only, without dates." }),
        counts: lightCounts,
        outside,
        county: cell.meta({ description: "The task's items for the whole county." }),
        townships: z.array(cell).meta({ description: "Its township items, in the order of `townships`." }),
        villages: z.array(cell).meta({ description: "Its village and area items, in the order of `villages`." }),
      }),
    ),
  })
  .meta({ id: "Lights", description: "The lights of all tasks at all places at the end of a day." });
export type Lights = z.infer<typeof lights>;

/** Days that one trend may count; each costs a light for every item. */
export const MOST_TREND_DAYS = 366;

export const trendQuery = z.strictObject({
  from: day(
    "The first day that may be counted; twelve weeks before the last, and no earlier than the plan, unless told.",
  ),
  to: day("The last day; the plan's today unless told."),
  every: z
    .string()
    .regex(/^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/, says("every"))
    .transform(Number)
    .prefault("1")
    .meta({
      description: `Days from one count to the next, from the Monday of the plan's first week on, and the last day: so that a day that was counted once is counted again however far the clock has gone. At most ${MOST_TREND_DAYS} counts in one answer.`,
      override: { type: "integer", minimum: 1, maximum: 366, default: 1 },
    }),
});
export type TrendQuery = z.output<typeof trendQuery>;

export const trend = z
  .strictObject({
    from: planDate,
    to: planDate,
    every: z.int(),
    days: z
      .array(
        z.strictObject({
          on: planDate,
          counts: lightCounts,
          total: count.meta({ description: "Items within the caller's reach that were registered by that day." }),
          outside,
        }),
      )
      .meta({ description: "The earliest first." }),
  })
  .meta({ id: "LightTrend", description: "Items by light at the end of each of some days." });
export type LightTrend = z.infer<typeof trend>;

export const itemLight = z
  .strictObject({
    item: z.string(),
    on: planDate,
    light,
    rule: lightRule,
    sentence: words.meta({ description: "Why, in words: how late, with whom it is stuck, since when." }),
    clause: z.string().meta({ description: "The plan's clause that asks for it." }),
    missed: z
      .array(
        z.strictObject({
          step: z.enum(["signFor", "report", "verify", "replyToInstruction"]),
          dueOn: planDate.meta({ description: "The last day on which it was in time." }),
          doneOn: planDate.nullable().meta({ description: "When it was done, late; null: not yet." }),
          workingDaysLate: count,
        }),
      )
      .meta({ description: "Steps of its life that were not done by their day." }),
    explanation: words.meta({
      description: "All of it as one text: the clause, the dates, the missed steps and their working days.",
    }),
    inputs: z
      .strictObject({
        status: z.string(),
        deadline: planDate,
        originalDeadline: planDate,
        workingDaysOverdue: count.meta({ description: "Working days past the deadline, suspended ones left out." }),
        workingDaysLeft: count,
        overdueFrom: planDate
          .nullable()
          .meta({ description: "The deadline has passed: the working day from which it counts as overdue." }),
        warningDays: count.meta({ description: "Yellow within this many working days before the deadline." }),
        percent: z.number(),
        figures: z
          .strictObject({ done: z.number().nullable(), total: z.number().nullable(), target: z.number() })
          .nullable()
          .meta({
            description:
              "What the percentage was computed from: what is done, of the total that the office fixed, and the percentage to be reached; null where it was reported.",
          }),
        scheduledPercent: z.number().meta({
          description: "序时进度: the share of the working days from assignment to deadline that has passed.",
        }),
        returns: count.meta({ description: "退办 so far." }),
        reportedOn: planDate.nullable(),
        suspendedSince: planDate.nullable(),
        suspendedWorkingDays: count.meta({ description: "Working days after the deadline that do not count." }),
        calendar: z.int().meta({ description: "Version of the calendar counted by." }),
        policy: z.int().meta({ description: "Version of the policy the item runs by." }),
      })
      .meta({ description: "What the rule looked at." }),
    stuck: z
      .strictObject({
        step: z.enum(["assign", "signFor", "work", "verify", "closeOut", "decideExtension", "resume"]),
        unit: named.meta({ description: "Whose move it is." }),
        since: planDate,
        workingDays: count,
      })
      .nullable()
      .meta({ description: "卡在谁: what it waits for, and of whom; null once the item has ended." }),
    decidedBy: z
      .strictObject({ stream: z.string(), seq: z.int(), at: instant, type: z.string() })
      .meta({ description: "The newest ledger row that the light rests on." }),
  })
  .meta({ id: "ItemLight", description: "Why an item's light is what it is." });
export type ItemLight = z.infer<typeof itemLight>;
