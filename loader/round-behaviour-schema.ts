/**
 * `inspections` of a scenario: how people behave in rounds of inspections. Absent: nobody does anything in a round, which is chased
 * then. Days are working days, `[least, most]`, both included.
 */
import { z } from "zod";
import { chance, range, reaction } from "./behaviour-parts.js";

export const roundBehaviour = z.strictObject({
  approveScheme: reaction.meta({
    description:
      "The office approves the 督查方案, days after it was drafted; not done, again after each time it is chased",
  }),
  makeVisit: reaction.meta({ description: "A visit is made and filed in time, days before the last day of visits" }),
  fileLate: reaction.meta({
    description: "A visit not filed in time is filed, days after the last day of visits, or after it was chased",
  }),
  fail: chance.meta({ description: "不合格, of a line at a place where nothing is known of it" }),
  findAgain: chance.meta({
    description: "不合格 again with the same cause, of a line that failed there before and was put right",
  }),
  mostly: chance.meta({ description: "基本合格, of a line that doesn't fail" }),
  highlight: chance.meta({ description: "亮点, of a line that passes" }),
  contradict: chance.meta({ description: "与所报不符, of a line that fails although its unit has reported it done" }),
  dispute: chance.meta({ description: "A second inspector of the group grades a failed line otherwise" }),
  photo: chance.meta({ description: "A photo, of a line that fails or is a 亮点" }),
  decideDispute: reaction.meta({
    description: "The 组长 decides between different answers and submits, days after they came",
  }),
  remark: chance.meta({ description: "The inspected remark on the conclusion on the spot" }),
  object: reaction.meta({ description: "异议 against a failed line, days after the conclusion was served" }),
  decideObjection: reaction.meta({ description: "Decision on an objection, days after it" }),
  grantObjection: chance.meta({ description: "Chance that an objection is granted" }),
  decideSystemic: reaction.meta({ description: "The office decides on a systemic item, days after it was proposed" }),
  acceptSystemic: chance.meta({ description: "Chance that a systemic item is given to the lead unit" }),
  decideSeverity: reaction.meta({ description: "Decision on a higher severity, days after it was proposed" }),
  raiseSeverity: chance.meta({ description: "Chance that the severity is raised" }),
  draftBulletin: reaction.meta({ description: "The bulletin is drafted, days after the round closed or was chased" }),
  replyWithin: range.meta({ description: "Days that units are given for replies to the draft" }),
  replyBulletin: reaction.meta({ description: "A unit named in the draft replies, days after it was sent out" }),
  disagree: chance.meta({ description: "Chance that such a reply disagrees" }),
  approveBulletin: reaction.meta({ description: "The bulletin is approved, days after the last day for replies" }),
  signBulletin: reaction.meta({ description: "The bulletin is signed and sent, days after its approval" }),
});

/** How people behave in rounds of inspections. */
export type RoundBehaviour = z.infer<typeof roundBehaviour>;
