/** Letters on paper: print packages, and what was handed over. */
import { z } from "zod";
import { count, id, line, named, planDate, realInstant } from "../http/schema-parts.js";

/** As many as are printed, or entered, at once. */
const MOST = 200;

const letterId = id("Letter id.", "0f3a…");

export const printBody = z.strictObject({
  letters: z.array(letterId).min(1).max(MOST).meta({ description: "The letters, in the order of their sheets." }),
});

export const printJob = z
  .strictObject({
    id: z.string(),
    letters: count,
    by: named.nullable().meta({ description: "Null for who is in no roster." }),
    at: realInstant,
  })
  .meta({ id: "PrintJob", description: "What was printed together, by whom and when." });
export type PrintJobView = z.infer<typeof printJob>;

export const printJobs = z
  .strictObject({ jobs: z.array(printJob) })
  .meta({ id: "PrintJobs", description: "The newest print jobs, newest first." });

export const jobParams = z.strictObject({ jobId: id("Print job's id.") });
export const printPackage = z
  .strictObject({
    ...printJob.shape,
    html: z.string().meta({
      description:
        "The delivery register 送达签收单 and the letters, each on sheets of its own (A4), as one page without scripts. Show it in a sandboxed frame, and print that.",
    }),
  })
  .meta({ id: "PrintPackage", description: "A print job as it is printed." });

export const handOverBody = z.strictObject({
  deliveries: z
    .array(
      z.strictObject({
        letter: letterId,
        receivedBy: line("Who signed for it, by name."),
        receivedOn: planDate.meta({ description: "On which day." }),
        deliveredBy: line("Who brought it, by name."),
      }),
    )
    .min(1)
    .max(MOST),
});

export const handOverAnswer = z
  .strictObject({
    accepted: count,
    refused: count,
    letters: z.array(
      z.strictObject({
        letter: z.string(),
        outcome: z.enum(["handedOver", "unknown", "notSent", "entered", "badDate"]).meta({
          description:
            "notSent: a draft, or withdrawn; entered: it was entered before, which stands; badDate: before the letter's day, or yet to come.",
        }),
      }),
    ),
  })
  .meta({ id: "HandOverAnswer", description: "What became of each entry." });

export const handedOver = z
  .strictObject({
    receivedBy: z.string(),
    receivedOn: planDate,
    deliveredBy: z.string(),
    enteredBy: z.string().nullable().meta({ description: "The account's name; null where it is gone." }),
    enteredAt: realInstant,
  })
  .meta({ id: "HandedOver", description: "送达: as the delivery register was signed." });
