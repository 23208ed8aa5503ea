/** What each instrument says in English. */
import type { Instrument } from "../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_EN as NAMES } from "../domain/instruments/names.en.js";
import { FORM_NAMES_EN as FORMS, formOf, type LetterForm } from "../domain/letters/forms.js";
import type { LetterModel, Matter } from "../domain/letters/letter-model.js";
import { allRows, type InstrumentText, type MatterText } from "./texts.js";

type Matters = Partial<Record<Matter, MatterText>>;

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const words = (
  opening: (milestones: string) => string,
  ask: string,
  askOfCopy = "For your information.",
): MatterText => ({ opening: (items) => opening(count(items, "milestone")), ask, askOfCopy });

const instrument = (name: string, own: MatterText, matters: Matters = {}, closing = ""): InstrumentText => ({
  name,
  title: name,
  closing,
  matter: (matter) => matters[matter] ?? own,
  several: (items) => `Please find below ${count(items, "milestone")}, by what is asked.`,
});

const COPIED_UPWARD = "Also submitted for your review.";

const INSTRUMENTS: Readonly<Record<Instrument, InstrumentText>> = {
  assignment: instrument(
    NAMES.assignment,
    words(
      (n) => `${n} are assigned as follows.`,
      "Please sign for them, name who is responsible, and complete them in time with evidence.",
    ),
  ),
  reminder: instrument(
    NAMES.reminder,
    words(
      (n) => `${n} fall due soon.`,
      "Please complete them before the deadline and submit the evidence; apply for an extension beforehand if there is an objective obstacle.",
    ),
    {
      instruction: words(
        (n) => `The reply to a leader's instruction on ${n} falls due soon.`,
        "Please carry out the instruction and reply in time.",
      ),
      supporting: words((n) => `Your supporting work on ${n} falls due soon.`, "Please do it and report in time."),
    },
  ),
  urge: instrument(
    NAMES.urge,
    words(
      (n) => `${n} are past their deadline and not complete.`,
      "Please act at once and report progress, the cause of delay and the expected completion; submit evidence if they are done.",
    ),
    {
      standIn: words(
        (n) => `${n} are past their deadline and still not complete.`,
        "The head of the unit is asked to take this up in person and to report progress and expected completion.",
      ),
      signFor: words((n) => `${n} were assigned and not signed for.`, "Please sign for them."),
      verification: words(
        (n) => `${n} were reported complete and not verified in time.`,
        "Please verify or return them.",
      ),
      extension: words((n) => `The extension request on ${n} was not decided in time.`, "Please decide it."),
      instruction: words(
        (n) => `A leader's instruction on ${n} was not answered in time.`,
        "Please carry it out and reply.",
      ),
      supporting: words((n) => `Your supporting work on ${n} is past its sub-deadline.`, "Please do it and report."),
    },
  ),
  supervise: instrument(
    NAMES.supervise,
    words(
      (n) => `${n} were reminded and urged and are still not complete.`,
      "The head of the unit is asked to take this up in person, set a completion date and reply to this office in writing.",
    ),
  ),
  escalate: instrument(
    NAMES.escalate,
    words(
      (n) => `${n} are not complete past their deadline; the situation is respectfully submitted.`,
      "Submitted for your review and instructions. Any instruction will be passed on and its result reported to you.",
      COPIED_UPWARD,
    ),
    {
      instruction: words(
        (n) => `Your instruction on ${n} was not answered in time; the situation is respectfully submitted.`,
        "Submitted for your review.",
        COPIED_UPWARD,
      ),
    },
  ),
  summonsTalk: instrument(
    NAMES.summonsTalk,
    words(
      (n) => `${n} are not complete after a supervision letter that stayed unanswered.`,
      "It is recommended that the leading group summon the heads of the units concerned; please decide.",
    ),
  ),
  resolved: instrument(
    NAMES.resolved,
    words((n) => `${n}, about which you were told before, are now settled.`, "No further action is asked of you."),
  ),
  longOverdueList: instrument(
    NAMES.longOverdueList,
    words(
      (n) => `${n} remain open after every rung of their ladder.`,
      "Please review the list and help to resolve what is on it. It is renewed on the first working day of each month.",
    ),
  ),
  verificationRequest: instrument(
    NAMES.verificationRequest,
    words(
      (n) => `${n} are reported as complete.`,
      "Please check them against the closing criteria and the evidence, and pass or return them; nobody verifies their own unit's work.",
    ),
  ),
  returned: instrument(
    NAMES.returned,
    words(
      (n) => `${n} did not meet the closing criteria and are returned.`,
      "Please put right what the reason names and report again; the deadline does not move.",
    ),
  ),
  extensionRequest: instrument(
    NAMES.extensionRequest,
    words(
      (n) => `An extension is requested for ${n}.`,
      "Please review, and give an opinion or decide. Until then the deadline stands.",
    ),
  ),
  extensionDecision: instrument(
    NAMES.extensionDecision,
    words(
      (n) => `The extension requests for ${n} are decided as follows.`,
      "Please work to the deadline stated in the decision.",
    ),
  ),
  deadlineChange: instrument(
    NAMES.deadlineChange,
    words(
      (n) => `The deadlines of ${n} are now read as stated below.`,
      "Please work to the deadlines below; the original ones stay on record.",
    ),
  ),
  instruction: instrument(
    NAMES.instruction,
    words(
      (n) => `A leader has given an instruction on ${n}.`,
      "Please carry it out and report the result by the reply date.",
    ),
  ),
  instructionReply: instrument(
    NAMES.instructionReply,
    words((n) => `The handling of your instruction on ${n} is reported.`, "Submitted for your review."),
  ),
  talk: instrument(
    NAMES.talk,
    words(
      (n) => `The leading group has decided to hold a talk with the head of the unit about ${n}.`,
      "Please attend on the day of the talk, with a written account of the work and of what will be done.",
      "Please take note and prepare the talk.",
    ),
  ),
  suspension: instrument(
    NAMES.suspension,
    words(
      (n) => `The clock of ${n} is suspended with approval.`,
      "No reminders go out meanwhile; please report when the reason has ceased.",
    ),
  ),
  handover: instrument(
    NAMES.handover,
    words(
      (n) => `The primary unit of ${n} has changed.`,
      "The former unit hands over all documents; the new unit checks and signs for them and keeps the deadline.",
    ),
  ),
  alarm: instrument(NAMES.alarm, {
    opening: (items) => `${count(items, "trouble")} with letters or vacant posts need the office's attention.`,
    ask: "",
    askOfCopy: "",
  }),
};

const RESUMED = instrument(
  FORMS.resumed,
  words((n) => `The clock of ${n} runs again from today.`, "Please continue to the deadlines below."),
);
const NEW_HOLDER = instrument(
  FORMS.newHolder,
  words(
    (n) => `The post has a new holder, to whom ${n} in hand are handed over by this list.`,
    "Please check the papers against the list, sign for them anew, and go on to the deadlines below.",
  ),
);
const REOPENED = instrument(
  FORMS.reopened,
  words(
    (n) => `${n} had been closed and are reopened.`,
    "Please work on them again as the reason says, by the new deadline, and report again.",
  ),
);
const CANCELLED = instrument(
  FORMS.cancelled,
  words((n) => `${n}, about which you were told before, are cancelled.`, "No further action is asked of you."),
);
const CLOSING_REVIEW = instrument(
  FORMS.closingReview,
  words(
    (n) => `${n} have been verified and wait to be closed.`,
    "Please review the finding and the evidence, and close or return them.",
  ),
);
const OTHERS: Readonly<Record<Exclude<LetterForm, Instrument>, InstrumentText>> = {
  resumed: RESUMED,
  reopened: REOPENED,
  newHolder: NEW_HOLDER,
  cancelled: CANCELLED,
  closingReview: CLOSING_REVIEW,
};
const SUBMITTED = instrument(
  "Situation report",
  words((n) => `The situation of ${n} is respectfully submitted.`, "Submitted for your review.", COPIED_UPWARD),
);

export function instrumentEn(model: LetterModel, upward: boolean): InstrumentText {
  const { instrument: kind } = model;
  const form = formOf(kind, (fact) => allRows(model, fact));
  if (form !== kind) return OTHERS[form as keyof typeof OTHERS];
  if (upward && (kind === "urge" || kind === "supervise" || kind === "reminder")) return SUBMITTED;
  return INSTRUMENTS[kind];
}
