/**
 * Format of `scenarios/<name>.yaml`: how the simulated people of a rehearsal behave. Every chance is drawn from the
 * scenario's seed, so the same scenario gives the same ledger.
 */
import { z } from "zod";
import { chance, range, reaction } from "./behaviour-parts.js";
import { registerBehaviour } from "./register-behaviour-schema.js";
import { monthBehaviour } from "./month-behaviour-schema.js";
import { roundBehaviour } from "./round-behaviour-schema.js";
import { date, id, ids, line, text } from "./schema-parts.js";

const behaviourShape = {
  signFor: reaction.meta({ description: "签收, days after 交办" }),
  reportProgress: reaction.meta({ description: "办理进展, days after 签收" }),
  reportInTime: reaction.meta({ description: "反馈, days before the deadline" }),
  reportLate: reaction.meta({ description: "反馈 of what was not reported in time, days after the deadline" }),
  requestExtension: reaction.meta({
    description: "延期申请 of what will not be done in time, days before the deadline",
  }),
  requestLateExtension: reaction.meta({ description: "逾期申请, days after the deadline" }),
  extensionLength: range.meta({ description: "Calendar days applied for" }),
  proposeExtension: reaction.meta({ description: "The office's proposal, days after the application" }),
  decideExtension: reaction.meta({ description: "The leading group's decision, days after the proposal" }),
  grantExtension: chance.meta({ description: "Chance that an application is granted" }),
  verify: reaction.meta({ description: "核查, days after 反馈" }),
  returnForRework: chance.meta({ description: "Chance that a check ends in 退办" }),
  reportAgain: reaction.meta({ description: "反馈 after 退办, days after it" }),
  closeOut: reaction.meta({ description: "销号, days after 核查" }),
  signInstrument: reaction.meta({ description: "The office signs a draft, days after it was drafted" }),
  holdInstrument: chance.meta({ description: "Chance that the office holds a draft it would sign" }),
  answerSupervision: reaction.meta({ description: "反馈 in answer to a signed 督办函, days after it" }),
  acknowledge: reaction.meta({ description: "阅知 of a 呈阅件, days after it" }),
  acknowledgeByLiaison: chance.meta({ description: "Chance that the 联络员 acknowledges for the leader" }),
  instruct: reaction.meta({ description: "批示 after a 呈阅件, days after it" }),
  instructionReplyWithin: range.meta({ description: "Working days a 批示 gives for the reply" }),
  replyToInstruction: reaction.meta({ description: "Reply to a 批示, days after it" }),
  acceptReply: chance.meta({ description: "Chance that a reply is accepted; otherwise it is sent back once" }),
  giveOpinion: z.exactOptional(
    reaction.meta({ description: "The village's department head gives an opinion, days after the application" }),
  ),
  logCall: z.exactOptional(
    reaction.meta({ description: "电话催办 of people without e-mail, days after the 催办; logged by the office" }),
  ),
};

const behaviour = z.strictObject(behaviourShape);
const behaviourChanges = behaviour.partial();

const exception = z
  .strictObject({ units: z.exactOptional(ids), posts: z.exactOptional(ids), behaviour: behaviourChanges })
  .meta({ description: "Units or posts that behave otherwise: the keys given replace the general ones" });

const event = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("suspendArea"),
      on: date,
      until: date,
      townships: z.exactOptional(ids),
      villages: z.exactOptional(ids),
      reason: text,
      approver: id.meta({ description: "Post id" }),
    }),
    z.strictObject({ kind: z.literal("changeReading"), on: date, milestone: id, deadline: date, reason: text }),
    z.strictObject({ kind: z.literal("vacatePost"), post: id, from: date, to: z.exactOptional(date) }),
    z.strictObject({
      kind: z.literal("renameUnit"),
      unit: id,
      name: line,
      fullName: z.exactOptional(line),
      from: date,
    }),
    z.strictObject({
      kind: z.literal("requestExtension"),
      on: date,
      item: line,
      to: date,
      reason: text,
      grant: z.boolean(),
    }),
    z.strictObject({ kind: z.literal("holdInstruments"), from: date, to: date, reason: text }),
  ],
  {
    error:
      "must be an event with kind: suspendArea, changeReading, vacatePost, renameUnit, requestExtension or holdInstruments",
  },
);

/** Kept in a column of four bytes. */
export const MAX_SEED = 2_147_483_647;
const seed = z
  .int()
  .min(0)
  .max(MAX_SEED, { error: `must be at most ${MAX_SEED}: any whole number will do` });

/** scenarios/<name>.yaml */
export const scenarioFile = z.strictObject({
  id,
  title: line,
  description: text,
  seed,
  behaviour,
  inspections: z.exactOptional(roundBehaviour).meta({
    description: "How people behave in rounds of inspections; absent: nobody does anything in them",
  }),
  registers: z.exactOptional(registerBehaviour).meta({
    description: "How keepers fill registers; absent: nobody fills any",
  }),
  months: z.exactOptional(monthBehaviour).meta({
    description: "How people behave when they are asked by the month; absent: nobody answers",
  }),
  exceptions: z.array(exception),
  events: z.array(event),
});

/** How the simulated people of a rehearsal behave. */
export type Scenario = z.infer<typeof scenarioFile>;
export type { RegisterBehaviour } from "./register-behaviour-schema.js";
export type { RoundBehaviour } from "./round-behaviour-schema.js";
/** General behaviour; `exceptions` replace parts of it for some units or posts. */
export type Behaviour = Scenario["behaviour"];
/** Something people do with a `chance`, `days` [least, most] working days from what calls for it. */
export type Reaction = z.infer<typeof reaction>;
export type ScenarioEvent = Scenario["events"][number];
export type ScenarioEventOf<K extends ScenarioEvent["kind"]> = Extract<ScenarioEvent, { kind: K }>;
