/** Parts of a scenario's behaviours: chances, and days. */
import { z } from "zod";

export const chance = z
  .number()
  .min(0, { error: "must be a chance from 0 to 1" })
  .max(1, { error: "must be a chance from 0 to 1" });
const days = z.int().min(0).max(750);
/** `[least, most]`, both included. */
export const range = z
  .tuple([days, days], { error: "must be [least, most] in days, e.g. [1, 3]" })
  .refine(([least, most]) => least <= most, {
    error: "must be [least, most]: put the smaller number first",
  });

/** Something people do with a chance, some working days from what calls for it. */
export const reaction = z.strictObject({ chance, days: range });
