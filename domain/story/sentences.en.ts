/** What the events of an item say, by type: English sentences for the live feed, the item's page and the report. */
import { dayEn } from "../language/dates.js";
import type { ItemEventType } from "../ledger/events.js";
import { INSTRUMENT_NAMES_EN } from "../instruments/names.en.js";
import type { ToldEvent } from "./told-event.js";
import type { Who } from "./who.js";

/** People named one by one; the rest is counted. */
const NAMED = 4;

function who({ desk, unit, title, person, insteadOf, upFrom, substituteFor }: Who): string {
  const notes = [
    person ?? "nobody in post",
    ...(insteadOf === null ? [] : [`in place of the vacant ${insteadOf}`]),
    ...(substituteFor === undefined ? [] : [`substitute for ${substituteFor}`]),
    ...(upFrom === null ? [] : [`passed upward from ${upFrom}, told before`]),
  ];
  return `${[unit, desk ? null : title].filter((part) => part !== null).join(" ")} (${notes.join(", ")})`;
}

function people(list: readonly Who[]): string {
  const named = list.slice(0, NAMED).map(who).join(", ");
  return list.length > NAMED ? `${named} and ${list.length - NAMED} more` : named;
}

const copies = ({ copy }: ToldEvent): string => (copy.length === 0 ? "" : `, copy to ${people(copy)}`);
const instrument = ({ instrument: known }: ToldEvent): string =>
  known === null ? "Instrument" : INSTRUMENT_NAMES_EN[known];

function actor({ actor: acting, onBehalfOf }: ToldEvent): string {
  if (acting === null) return "";
  return `${who(acting)}${onBehalfOf === null ? "" : ` for ${who(onBehalfOf)}`} `;
}

/**
 * What a leader said or read, as it came into the ledger: done in person, or entered by the liaison or the office, who say nothing
 * in the leader's place.
 */
function leaders(entry: ToldEvent, own: string, entered: (leader: string) => string): string {
  const { actor: acting, onBehalfOf } = entry;
  if (acting === null || onBehalfOf === null) return `${actor(entry)}${own}`;
  return `${who(acting)} ${entered(who(onBehalfOf))}`;
}

function fact({ facts }: ToldEvent, name: string): string {
  const value = facts[name];
  return value === undefined || value === null || value === "" ? "" : dayEn(String(value));
}

/** A colon and what was said, where something was. */
function said(entry: ToldEvent, name = "reason"): string {
  // The sentence goes on, or ends by itself.
  const text = fact(entry, name).replace(/[。；;，,.\s]+$/u, "");
  return text === "" ? "" : `: ${text}`;
}

/** What the percentage was computed from, where it was. */
function figures(entry: ToldEvent): string {
  const [done, total] = [fact(entry, "figures.done"), fact(entry, "figures.total")];
  return done === "" ? "" : ` (${done}${total === "" ? "" : ` of ${total}`} done)`;
}

const WHY_URGED: Readonly<Record<string, string>> = {
  signFor: "Not signed for: ",
  verification: "Not verified: ",
  extension: "Extension not decided: ",
  instruction: "Instruction not answered: ",
  supporting: "Supporting work not done: ",
};

/** By when a letter asks for something. */
function askedBy(entry: ToldEvent): string {
  const by = fact(entry, "replyBy");
  return by === "" ? "" : `, to be acted on by ${by}`;
}

function fired(entry: ToldEvent): string {
  const again = entry.facts.repetition !== undefined && Number(entry.facts.repetition) > 0;
  const until = entry.repeats === null ? "" : `; ${entry.repeats.times} more up to ${dayEn(entry.repeats.last)}`;
  const why = WHY_URGED[entry.ladder ?? ""] ?? "";
  const what = `${instrument(entry)}${entry.instrument === "escalate" && again ? " repeated" : ""}`;
  return `${why}${what} to ${people(entry.to)}${copies(entry)}${until}${askedBy(entry)}`;
}

const SKIPPED: Readonly<Record<string, string>> = {
  beforeStart: "earlier than assignment or the new deadline",
  passedWhileStopped: "passed while the item was stopped",
  noUnansweredSupervision: "no supervision letter signed and unanswered",
  headVacant: "the post of the unit's head is vacant",
};

const WITHDRAWN: Readonly<Record<string, string>> = {
  reported: "the unit has reported",
  cancelled: "the item is cancelled",
  deadlineMoved: "the deadline has moved",
  policyMigrated: "other rules apply now",
};

const SENTENCES: { readonly [T in ItemEventType]: (entry: ToldEvent) => string } = {
  registered: (entry) =>
    `${actor(entry) === "" ? "Registered" : `${actor(entry)}registered it`}${said(entry)}${fact(entry, "reason") === "" ? ": " : "; "}primary unit ${fact(entry, "primaryUnit")}, due ${fact(entry, "deadline")}`,
  assigned: (entry) => `Assigned to ${people(entry.to)}${copies(entry)}`,
  imported: (entry) => `Imported as a running item at ${fact(entry, "percent")} %; nothing is sent for the time before`,
  supportReported: (entry) => `${actor(entry)} reports the supporting work done${said(entry, "text")}`,
  rungFired: fired,
  rungSkipped: (entry) =>
    `${instrument(entry)} passed over: ${SKIPPED[fact(entry, "reason")] ?? fact(entry, "reason")}`,
  instrumentDrafted: (entry) =>
    `${instrument(entry)} drafted for the office to sign, meant for ${people(entry.to)}${copies(entry)}`,
  instrumentSigned: (entry) =>
    `${actor(entry)}signed the ${instrument(entry).toLowerCase()}${fact(entry, "documentNo") === "" ? "" : ` ${fact(entry, "documentNo")}`} to ${people(entry.to)}${copies(entry)}${askedBy(entry)}`,
  deliveryChecked: (entry) =>
    fact(entry, "deliveredOn") === ""
      ? `supervision letter ${fact(entry, "documentNo")} not delivered yet: no talk is proposed, looked at again after ${fact(entry, "until")}`
      : `supervision letter ${fact(entry, "documentNo")} was delivered on ${fact(entry, "deliveredOn")}, with time to answer until ${fact(entry, "until")}`,
  instrumentLapsed: (entry) =>
    `${instrument(entry)} not signed within ${fact(entry, "officeDelayDays")} working days: the office's delay is recorded${entry.to.length === 0 ? "" : `; urging slip instead to ${people(entry.to)}${copies(entry)}`}`,
  answered: (entry) =>
    `${actor(entry)}answered the supervision letter${said(entry, "cause")}; done by ${fact(entry, "promised")}, responsible: ${fact(entry, "responsible")}`,
  answerAccepted: (entry) => `${actor(entry)}accepted the answer${said(entry, "text")}`,
  answerReturned: (entry) =>
    `${actor(entry)}returned the answer${said(entry)}; another is due by ${fact(entry, "replyBy")}`,
  escalationHeld: (entry) =>
    `${actor(entry)}held the submission for ${fact(entry, "days")} working days, until ${fact(entry, "until")}${said(entry)}`,
  agendaListed: () => "still open after all submissions: on the leading group's agenda list",
  instructionForwarded: (entry) => `${actor(entry)}checked and submitted the reply${said(entry, "text")}`,
  instrumentHeld: (entry) => `${actor(entry)}held the ${instrument(entry).toLowerCase()}${said(entry)}`,
  instrumentWithdrawn: (entry) =>
    `Draft of the ${instrument(entry).toLowerCase()} withdrawn: ${WITHDRAWN[fact(entry, "reason")] ?? fact(entry, "reason")}`,
  signedFor: (entry) => `${actor(entry)}signed for it`,
  progressReported: (entry) =>
    `${actor(entry)}reported ${fact(entry, "percent")} % progress${figures(entry)}${said(entry, "text")}`,
  figureComputed: (entry) =>
    `progress computed from the register: ${fact(entry, "percent")} % (${fact(entry, "done")} of ${fact(entry, "total")})`,
  totalFixed: (entry) =>
    fact(entry, "from") === "" || fact(entry, "version") === "1"
      ? `${actor(entry)}fixed the total at ${fact(entry, "total")}, of which ${fact(entry, "target")} % is to be done${said(entry)}`
      : `${actor(entry)}corrected the total from ${fact(entry, "from")} to ${fact(entry, "total")}: ${fact(entry, "percent")} % done${said(entry)}`,
  reported: (entry) =>
    `${actor(entry)}reported completion${figures(entry)}${said(entry, "text")}; to be verified by ${people(entry.to)}`,
  verifierAssigned: (entry) =>
    fact(entry, "verifier") === ""
      ? `${actor(entry)}took the assignment back: anybody of ${fact(entry, "unit")} verifies it${said(entry, "text")}`
      : `${actor(entry)}assigned ${fact(entry, "verifier")} of ${fact(entry, "unit")} to verify it${said(entry, "text")}`,
  verified: (entry) =>
    `${actor(entry)}verified it${said(entry, "text")}${entry.to.length === 0 ? "" : `; to be closed by ${people(entry.to)}`}`,
  returned: (entry) => `${actor(entry)}returned it${said(entry)}; ${people(entry.to)} told`,
  closed: (entry) =>
    `${actor(entry)}closed it${entry.to.length === 0 ? "" : `; told to those who had been told of the trouble: ${people(entry.to)}`}`,
  reopened: (entry) =>
    `${actor(entry)}reopened it${said(entry)}; due ${fact(entry, "deadline")} (reopened ${fact(entry, "count") === "1" ? "once" : `${fact(entry, "count")} times`})`,
  cancelled: (entry) => `${actor(entry)}cancelled it${said(entry)}`,
  suspended: (entry) =>
    `${actor(entry)}suspended it${fact(entry, "until") === "" ? "" : ` until ${fact(entry, "until")}`}${said(entry)} (approved by ${fact(entry, "approver")}${fact(entry, "deadline") === "" ? "" : `; deadline afterwards ${fact(entry, "deadline")}`})`,
  resumed: (entry) =>
    `${
      fact(entry, "reason") === "plannedEnd"
        ? "Suspension over, the clock runs again"
        : `${actor(entry)}resumed it${said(entry)}`
    }${fact(entry, "deadline") === "" ? "" : `; deadline moved from ${fact(entry, "from")} to ${fact(entry, "deadline")}`}`,
  extensionRequested: (entry) =>
    `${actor(entry)}asked for an extension to ${fact(entry, "to")}${entry.facts.late === true ? " after the deadline" : ""}${said(entry)}`,
  extensionWithdrawn: (entry) =>
    `Application withdrawn: ${WITHDRAWN[fact(entry, "reason")] ?? "the unit has reported"}`,
  opinionGiven: (entry) =>
    `${actor(entry)}${entry.facts.supports === true ? "supports" : "does not support"} the extension${said(entry, "text")}`,
  extensionProposed: (entry) =>
    `${actor(entry)}proposed to ${entry.facts.grant === true ? "grant" : "refuse"} the extension${said(entry, "text")}`,
  extensionDecided: (entry) =>
    entry.facts.grant === true
      ? `${actor(entry)}granted the extension to ${fact(entry, "deadline")}${said(entry)}`
      : `${actor(entry)}refused the extension${said(entry)}`,
  readingChanged: (entry) =>
    `${actor(entry)}changed the reading of the deadline from ${fact(entry, "from")} to ${fact(entry, "deadline")}${said(entry)}`,
  reassigned: (entry) => `${actor(entry)}made ${fact(entry, "primaryUnit")} the primary unit${said(entry)}`,
  handedOver: (entry) => `${actor(entry)}handed it to the post's new holder, to be signed for anew${said(entry)}`,
  acknowledged: (entry) =>
    `${leaders(entry, "acknowledged it", (leader) => `noted that ${leader} has read it`)}${said(entry, "text")}`,
  findingRecorded: (entry) =>
    `the inspection of ${fact(entry, "round")} found it (time ${fact(entry, "count")})${said(entry, "text")}`,
  findingWithdrawn: (entry) =>
    `what the inspection of ${fact(entry, "round")} found was withdrawn on objection${said(entry)}`,
  severityDecided: (entry) =>
    `${actor(entry)}decided on its severity; to be put right by ${fact(entry, "deadline")}${said(entry)}`,
  timetableSet: (entry) => `${actor(entry)}set the timetable`,
  annotated: (entry) => `${actor(entry)}noted${said(entry, "text")}`,
  instructed: (entry) =>
    `${leaders(entry, "instructed", (leader) => `entered the written instruction of ${leader} to`)} ${fact(entry, "unit")}${said(entry, "text")}; reply by ${fact(entry, "replyBy")}`,
  instructionReplied: (entry) => `${actor(entry)}replied to the instruction${said(entry, "text")}`,
  instructionAccepted: (entry) => `${actor(entry)}accepted the reply`,
  instructionReturned: (entry) =>
    `${actor(entry)}returned the reply${said(entry)}; reply again by ${fact(entry, "replyBy")}`,
  evidenceFiled: (entry) =>
    `${leaders(entry, "filed", () => "filed")} “${fact(entry, "name")}” as evidence, effective ${fact(entry, "effectiveOn")}${said(entry, "text")}`,
  talkDecided: (entry) =>
    entry.facts.hold === true
      ? `${actor(entry)}decided to hold a talk on ${fact(entry, "on")}${said(entry, "text")}; ${people(entry.to)} told${copies(entry)}`
      : `${actor(entry)}decided against a talk${said(entry, "text")}`,
  callLogged: (entry) => `${actor(entry)}telephoned${said(entry, "text")}`,
  causeReviewOpened: (entry) => `${actor(entry)}opened the review of an objective cause${said(entry)}`,
  causeReviewClosed: (entry) => `${actor(entry)}closed the review of the cause${said(entry)}`,
  policyMigrated: (entry) => `${actor(entry)}moved it to version ${fact(entry, "version")} of the rules`,
};

/** The sentence of an event. */
export function sentenceEn(event: ToldEvent): string {
  return SENTENCES[event.type](event);
}
