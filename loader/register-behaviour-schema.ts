/** `registers` of a scenario: how keepers fill registers. Absent: nobody fills any. Days are working days, `[least, most]`, both included. */
import { z } from "zod";
import { chance, range } from "./behaviour-parts.js";

export const registerBehaviour = z.strictObject({
  fill: chance.meta({ description: "A keeper brings a register up to date when it is asked" }),
  days: range.meta({ description: "Days after it is asked" }),
  onSchedule: chance.meta({ description: "The work itself keeps pace at a place; else it lags behind" }),
  fixFormula: chance.meta({ description: "The office fixes how a figure of several ways is computed" }),
});

/** How keepers fill registers. */
export type RegisterBehaviour = z.infer<typeof registerBehaviour>;
