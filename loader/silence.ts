/** The scenario every plan can be rehearsed in, whether or not its folder holds one: nobody does anything. */
import type { Reaction, Scenario } from "./scenario-schema.js";

const never: Reaction = { chance: 0, days: [0, 0] };

export const SILENCE: Scenario = {
  id: "silence",
  title: "无人办理",
  description: "任何人（包括办公室）都不做任何事：完整展示每一级督办。",
  seed: 1,
  behaviour: {
    signFor: never,
    reportProgress: never,
    reportInTime: never,
    reportLate: never,
    requestExtension: never,
    requestLateExtension: never,
    extensionLength: [0, 0],
    proposeExtension: never,
    decideExtension: never,
    grantExtension: 0,
    verify: never,
    returnForRework: 0,
    reportAgain: never,
    closeOut: never,
    signInstrument: never,
    holdInstrument: 0,
    answerSupervision: never,
    acknowledge: never,
    acknowledgeByLiaison: 0,
    instruct: never,
    instructionReplyWithin: [0, 0],
    replyToInstruction: never,
    acceptReply: 0,
    giveOpinion: never,
    logCall: never,
  },
  exceptions: [],
  events: [],
};
