/** Format of calendar.yaml: the working days of each year. */
import { z } from "zod";
import { date } from "./schema-parts.js";

/** calendar.yaml */
export const calendarFile = z.strictObject({
  version: z.int().min(1),
  years: z
    .array(
      z.strictObject({
        year: z.int().min(1949).max(9999),
        holidays: z.array(date),
        workedWeekends: z.array(date).meta({ description: "调休: weekend days that are worked" }),
        provisional: z.exactOptional(z.boolean()),
      }),
    )
    .min(1, { error: "must hold the years of the plan" }),
});

export type CalendarFile = z.infer<typeof calendarFile>;
