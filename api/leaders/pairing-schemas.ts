/** 包抓: a seat's villages in a month: what the year asks of them, how they stand, what was seen and solved. */
import { z } from "zod";
import { count, filter, id, named, planDate, says } from "../http/schema-parts.js";
import { light, lightCounts } from "../lights/schemas.js";
import { leaderPage } from "./schemas.js";

export const pairingQuery = z.strictObject({
  seat: filter(id("Post id of the seat."), "Post id of the seat, as `seats` has it; the first unless told."),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, says("month"))
    .optional()
    .meta({ description: "The month, YYYY-MM; the plan's present one unless told." }),
});

const yearsItem = z
  .strictObject({
    id: z.string(),
    task: z.int(),
    title: z.string(),
    unit: named,
    deadline: planDate,
    light,
  })
  .meta({ id: "PairedItem", description: "What the year asks of a village." });

const problem = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    unit: named,
    workingDaysOverdue: count,
    said: z.string().nullable().meta({ description: "What the unit said of the problem; null: nothing yet." }),
  })
  .meta({ id: "PairedProblem", description: "A red item at the month's end." });

const visit = z
  .strictObject({
    on: planDate,
    what: z.enum(["visit", "problemSolved"]),
    text: z.string(),
    place: z.string().nullable().meta({ description: "地点; null: not said." }),
    photos: z.array(z.string()).meta({ description: "By their SHA-256: GET /visits/photos/{sha256}." }),
    by: named,
  })
  .meta({ id: "PairedVisit", description: "A visit, or a problem solved." });

const village = z
  .strictObject({
    village: named,
    township: named,
    as: z.enum(["countyLeader", "departmentHead", "helpingUnit"]),
    counts: lightCounts.meta({ description: "At the month's last instant, or today." }),
    before: lightCounts
      .nullable()
      .meta({ description: "At the end of the month before; null: the plan was not there yet." }),
    closed: count.meta({ description: "Closed within the month." }),
    turnedRed: count.meta({ description: "Red now, and not at the end of the month before." }),
    problems: z.array(problem).meta({ description: "The longest overdue first." }),
    year: z.array(yearsItem).meta({ description: "What falls due in the month's year." }),
    visits: z.array(visit).meta({ description: "Of the month, by whoever logged them; the newest first." }),
  })
  .meta({ id: "PairedVillage", description: "A village's card of a month." });

const appraisal = z
  .strictObject({
    year: z.int(),
    visits: count.meta({ description: "Visits that were logged for this seat." }),
    solved: count.meta({ description: "Problems solved that were logged for this seat." }),
    visited: count.meta({ description: "Villages with a visit of this seat." }),
    villages: count,
    items: count.meta({ description: "Due in the year in its villages." }),
    closed: count.meta({ description: "Of these, closed." }),
    red: count.meta({ description: "Of these, red." }),
  })
  .meta({
    id: "PairingAppraisal",
    description: "What appraisal will count of a seat: shown to whoever holds it, and to nobody else.",
  });

export const pairing = z
  .strictObject({
    on: planDate,
    month: z.string(),
    seats: leaderPage.shape.seats,
    seat: z
      .string()
      .nullable()
      .meta({ description: "The seat that is told; null: the caller has none with villages." }),
    villages: z.array(village),
    appraisal: appraisal.nullable().meta({ description: "Null for who does not hold the seat themselves." }),
  })
  .meta({ id: "PairingPage", description: "包抓 of a seat in a month." });
export type PairingPage = z.infer<typeof pairing>;
