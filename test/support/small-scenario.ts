/** Scenarios for the small synthetic plan: one full of trouble, one in which everybody is in time. */
import type { Scenario } from "../../loader/scenario-schema.js";
import { SILENCE } from "../../loader/silence.js";

/** Most of what people can do happens in it, on a dozen items. */
export const lively: Scenario = {
  id: "lively",
  title: "合成情形",
  description: "各种情形都有。",
  seed: 7,
  behaviour: {
    signFor: { chance: 0.8, days: [0, 4] },
    reportProgress: { chance: 0.8, days: [5, 15] },
    reportInTime: { chance: 0.4, days: [0, 8] },
    reportLate: { chance: 0.8, days: [4, 30] },
    requestExtension: { chance: 0.3, days: [2, 6] },
    requestLateExtension: { chance: 0.4, days: [1, 6] },
    extensionLength: [10, 30],
    proposeExtension: { chance: 0.9, days: [0, 3] },
    decideExtension: { chance: 0.9, days: [1, 3] },
    grantExtension: 0.5,
    verify: { chance: 0.9, days: [1, 5] },
    returnForRework: 0.4,
    reportAgain: { chance: 0.9, days: [2, 6] },
    closeOut: { chance: 0.9, days: [0, 2] },
    signInstrument: { chance: 0.9, days: [0, 1] },
    holdInstrument: 0.2,
    answerSupervision: { chance: 0.4, days: [2, 6] },
    acknowledge: { chance: 0.9, days: [0, 4] },
    acknowledgeByLiaison: 0.5,
    instruct: { chance: 0.7, days: [0, 2] },
    instructionReplyWithin: [2, 5],
    replyToInstruction: { chance: 0.9, days: [1, 4] },
    acceptReply: 0.5,
    giveOpinion: { chance: 0.7, days: [0, 1] },
    logCall: { chance: 1, days: [0, 1] },
  },
  exceptions: [
    { units: ["town2"], behaviour: { reportInTime: { chance: 0, days: [0, 0] } } },
    { posts: ["leader/2"], behaviour: { acknowledge: { chance: 0.5, days: [5, 9] } } },
  ],
  events: [
    {
      kind: "requestExtension",
      on: "2021-05-20",
      item: "plan/county",
      to: "2021-06-18",
      reason: "尚在核对",
      grant: true,
    },
    {
      kind: "suspendArea",
      on: "2021-06-15",
      until: "2021-07-02",
      townships: ["town1"],
      reason: "防汛",
      approver: "leader/1",
    },
    { kind: "changeReading", on: "2021-08-02", milestone: "area", deadline: "2021-09-30", reason: "确认读法" },
    { kind: "holdInstruments", from: "2021-07-05", to: "2021-07-09", reason: "等待核实" },
    { kind: "vacatePost", post: "town2/desk", from: "2021-05-10", to: "2021-08-01" },
    { kind: "renameUnit", unit: "unit", name: "新单位", from: "2021-08-02" },
  ],
};

const never = { chance: 0, days: [0, 0] as [number, number] };
const always = (least: number, most: number) => ({ chance: 1, days: [least, most] as [number, number] });

export const diligent: Scenario = {
  ...SILENCE,
  id: "diligent",
  title: "按时办结",
  behaviour: {
    ...SILENCE.behaviour,
    signFor: always(0, 1),
    reportProgress: always(3, 9),
    reportInTime: always(6, 15),
    requestExtension: never,
    verify: always(1, 2),
    closeOut: always(0, 1),
  },
};
