/**
 * `months` of a scenario: how people behave when they are asked by the month (调度). Absent: nobody answers, everybody is urged. Days are
 * working days, `[least, most]`, both included.
 */
import { z } from "zod";
import { chance, reaction } from "./behaviour-parts.js";

export const monthBehaviour = z.strictObject({
  answer: reaction.meta({ description: "A desk fills in and sends the grid, days after it was asked" }),
  answerLate: reaction.meta({ description: "A desk that did not sends it, days after it was urged" }),
  confirm: reaction.meta({
    description: "The unit's head confirms it, days after it was sent; not done, once it is urged",
  }),
  sendBack: chance.meta({ description: "Chance that the head sends it back to the desk, once" }),
  move: chance.meta({ description: "Chance that an item has moved on since last month" }),
  copy: chance.meta({ description: "Chance that a desk sends the words of the month before again" }),
  coordinate: chance.meta({ description: "Chance that something of a row needs coordination" }),
  draftBulletin: reaction.meta({ description: "The month's bulletin is drafted, days after the month closed" }),
  approveBulletin: reaction.meta({ description: "It is approved, days after it was drafted" }),
  signBulletin: reaction.meta({ description: "It is signed and sent, days after its approval" }),
});

/** How people behave when they are asked by the month. */
export type MonthBehaviour = z.infer<typeof monthBehaviour>;
