/** 运行: the plan's clock and what an operator must see. */
import { z } from "zod";
import { count, instant, planDate, words } from "../http/schema-parts.js";

export const clock = z
  .strictObject({
    mode: z.enum(["live", "rehearsal"]),
    now: instant.meta({ description: "Real time on a live plan, the rehearsal's own clock else." }),
    today: planDate,
    version: count.meta({ description: "Counts a rehearsal's moves." }),
    ended: z.boolean(),
    nextDue: instant
      .nullable()
      .meta({ description: "When the next task falls due; null when every ladder has run out." }),
    nextList: instant.nullable().meta({ description: "When the plan's own stream is due: the next 久拖未决清单." }),
    due: z
      .array(z.strictObject({ stream: z.string(), at: instant }))
      .meta({ description: "All streams with something to come, soonest first." }),
    driving: z
      .strictObject({
        state: z.enum(["paused", "playing", "jumping"]),
        rate: z.number().nullable().meta({ description: "Plan days per second while it plays by itself." }),
        to: planDate.nullable().meta({ description: "The day it is on its way to." }),
        problem: z.string().nullable().meta({ description: "Why it stopped before its time." }),
      })
      .nullable()
      .meta({
        description: "What moves a rehearsal's clock in this process; null where nothing can: a live or ended plan.",
      }),
  })
  .meta({ id: "Clock", description: "Where the plan stands in time." });
export type Clock = z.infer<typeof clock>;

/** The fastest that a rehearsal plays by itself: a year in some seconds. */
const FASTEST = 366;

/** Body of POST /clock. */
export const clockAction = z
  .discriminatedUnion("action", [
    z.strictObject({ action: z.literal("pause") }),
    z.strictObject({ action: z.literal("jumpNext") }),
    z.strictObject({ action: z.literal("jumpTo"), date: planDate }),
    z.strictObject({ action: z.literal("resume"), rate: z.number().gt(0).max(FASTEST) }),
  ])
  .meta({ id: "ClockAction", description: "What a rehearsal's clock is asked to do." });

export const alarm = z
  .strictObject({
    key: z.string(),
    kind: z.string().meta({ description: "vacantPost, vacancies, nobody, noEmail, unreachable, letterFailed, …" }),
    latest: instant,
    count,
    words,
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Alarm", description: "One cause, counted." });
export const alarms = z
  .strictObject({ total: count, alarms: z.array(alarm).meta({ description: "The latest thousand at most." }) })
  .meta({ id: "Alarms", description: "All alarms, the latest first." });
export type Alarms = z.infer<typeof alarms>;
