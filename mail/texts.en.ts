import type { Instrument } from "../domain/plan.js";
import type { LetterRow } from "./letter-model.js";
import { allRows, isDay, shorten, type InstrumentText, type Texts } from "./texts.js";

const text = (
  name: string,
  opening: string,
  ask: string,
  closing = "",
  askOfCopy = "For your information.",
): InstrumentText => ({ name, title: name, opening, ask, askOfCopy, closing });

export const INSTRUMENTS: Readonly<Record<Instrument, InstrumentText>> = {
  assignment: text(
    "Assignment list",
    "The following milestones are assigned to you.",
    "Please sign for them within 3 working days, name who is responsible, and complete them in time with evidence.",
  ),
  reminder: text(
    "Reminder",
    "The following milestones fall due soon.",
    "Please complete them before the deadline and submit the evidence; apply for an extension beforehand if there is an objective obstacle.",
  ),
  urge: text(
    "Urging slip",
    "The following milestones are past their deadline and not complete.",
    "Please act at once and report progress, the cause of delay and the expected completion; submit evidence if they are done.",
  ),
  supervise: text(
    "Supervision letter",
    "The following milestones were reminded and urged and are still not complete.",
    "The head of the unit is asked to take this up in person, set a completion date and reply to this office in writing.",
  ),
  escalate: text(
    "Submission for review",
    "The following milestones are not complete past their deadline; the situation is respectfully submitted.",
    "Submitted for your review and instructions. Any instruction will be passed on and its result reported to you.",
    "Respectfully submitted for your instructions.",
    "Also submitted for your review.",
  ),
  summonsTalk: text(
    "Recommendation of a talk",
    "The following milestones are not complete after a supervision letter that stayed unanswered.",
    "It is recommended that the leading group summon the heads of the units concerned; please decide.",
  ),
  resolved: text(
    "Notice of resolution",
    "The following milestones, about which you were told before, are now settled.",
    "No further action is asked of you.",
  ),
  longOverdueList: text(
    "Long-overdue list",
    "The following milestones remain open after every rung of their ladder.",
    "Please review the list and help to resolve what is on it. It is renewed on the first working day of each month.",
  ),
  verificationRequest: text(
    "Verification request",
    "The following milestones are reported as complete.",
    "Please check them against the closing criteria and the evidence, and pass or return them; nobody verifies their own unit's work.",
  ),
  returned: text(
    "Return for rework",
    "The following milestones did not meet the closing criteria and are returned.",
    "Please put right what the reason names and report again; the deadline does not move.",
  ),
  extensionRequest: text(
    "Extension request",
    "An extension is requested for the following milestones.",
    "Please review, and give an opinion or decide. Until then the deadline stands.",
  ),
  extensionDecision: text(
    "Extension decision",
    "The extension requests for the following milestones are decided as follows.",
    "Please work to the deadline stated in the decision.",
  ),
  deadlineChange: text(
    "Change of deadline",
    "The deadlines of the following milestones are now read as stated below.",
    "Please work to the deadlines below; the original ones stay on record.",
  ),
  instruction: text(
    "Instruction",
    "A leader has given an instruction on the following milestones.",
    "Please carry it out and report the result by the reply date.",
  ),
  instructionReply: text(
    "Reply to an instruction",
    "The handling of your instruction on the following milestones is reported.",
    "Submitted for your review.",
  ),
  suspension: text(
    "Notice of suspension",
    "The clock of the following milestones is suspended with approval.",
    "No reminders go out meanwhile; please report when the reason has ceased.",
  ),
  handover: text(
    "Handover list",
    "The primary unit of the following milestones has changed.",
    "The former unit hands over all documents; the new unit checks and signs for them and keeps the deadline.",
  ),
  alarm: text(
    "Alarm",
    "The following needs the office's attention.",
    "Please look into it soon; deliver by telephone or on paper if need be.",
  ),
};

const RESUMED = text(
  "Notice of resumption",
  "The clock of the following suspended milestones runs again from today.",
  "Please continue to the deadlines below.",
);

const STATUS: Readonly<Record<string, string>> = {
  registered: "registered",
  assigned: "assigned, not signed for",
  signedFor: "signed for",
  inProgress: "in progress",
  reported: "reported, to be verified",
  verified: "verified, to be closed",
  closed: "closed",
  cancelled: "cancelled",
};

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function date(day: string): string {
  const [year, month, dayOfMonth] = day.split("-");
  return isDay(day) ? `${Number(dayOfMonth)} ${MONTHS[Number(month) - 1] ?? ""} ${year}` : day;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
const value = (fact: string | number | boolean): string =>
  isDay(fact) ? date(fact) : typeof fact === "boolean" ? (fact ? "yes" : "no") : String(fact);

function facts({ facts: known }: LetterRow, instrument: Instrument): string[] {
  const said: string[] = [];
  const say = (key: string, label: string): void => {
    const fact = known[key];
    if (fact !== undefined && fact !== null && fact !== "") said.push(`${label}: ${value(fact)}`);
  };
  if (instrument === "alarm") {
    for (const key of Object.keys(known)) say(key, key);
    return said;
  }
  if (known.standIn === true) said.push("sent in place of a supervision letter not signed in time");
  if (known.cancelled === true) said.push("the milestone was cancelled");
  if (known.closing === true) said.push("verified; to be reviewed for closing");
  if (known.again === true) said.push("the former reply was not accepted");
  if (instrument === "extensionRequest") {
    say("to", "requested until");
    if (known.late === true) said.push("requested after the deadline");
    if (typeof known.proposedGrant === "boolean") said.push(`proposal: ${known.proposedGrant ? "grant" : "refuse"}`);
  }
  if (instrument === "extensionDecision") {
    said.push(known.grant === true ? "decision: granted" : "decision: refused, the deadline stands");
    say("to", known.grant === true ? "extended to" : "requested until");
  }
  if (instrument === "deadlineChange") {
    say("from", "deadline before");
    say("to", "deadline now");
  }
  if (instrument === "handover") {
    say("from", "from");
    say("to", "to");
  }
  if (instrument === "suspension" && known.resumed !== true) say("until", "suspended until");
  say("text", instrument === "instruction" ? "instruction" : "report");
  say("reason", "reason");
  say("subDeadline", "sub-deadline of the supporting unit");
  say("replyBy", "reply by");
  return said;
}

export const en: Texts = {
  htmlLang: "en",
  columns: ["No.", "Village (township)", "Task and milestone", "Deadline"],
  labels: {
    unit: "Primary unit",
    milestone: "Milestone",
    original: "Original deadline",
    status: "Status",
    ask: "What is asked: ",
  },
  rehearsalMark: "[Rehearsal] ",
  rehearsalNote: "This letter comes from a rehearsal and is no ground for action.",
  sampleNote: "The people, units and villages named here are sample data, not real ones.",
  countyWide: "whole district",
  instrument: (model) =>
    model.instrument === "suspension" && allRows(model, "resumed") ? RESUMED : INSTRUMENTS[model.instrument],
  opening: (instrument, planTitle, day, rows) =>
    `Under "${planTitle}", as of ${day}, ${count(rows, "milestone")}. ${instrument.opening}`,
  date,
  salutation: ({ instrument }, name) => (instrument === "escalate" ? `For review by ${name}:` : `Dear ${name},`),
  subject: (name, documentNo, matter, shortTitle, supplement) =>
    `${name}${documentNo === undefined ? "" : ` (${documentNo})`}: ${matter} (${shortTitle})${supplement > 0 ? ` (supplement ${supplement})` : ""}`,
  matter(rows) {
    const [first] = rows;
    if (first === undefined) return "no items";
    if (rows.length > 1) return count(rows.length, "milestone");
    const place = first.village ?? first.township;
    return `${place === undefined ? "" : `${place}: `}${shorten(first.milestoneTitle, 60)}`;
  },
  supplement: (no) => `This is supplement ${no} to the letter of the same kind and day.`,
  capacity({ role, postTitle, unitName, fallbackFor, upFrom }, instrument) {
    const notes = [
      ...(fallbackFor === undefined ? [] : [`in place of the vacant post ${fallbackFor}`]),
      ...(upFrom === undefined ? [] : [`passed upward from ${upFrom}, who was told before`]),
    ];
    const to = instrument === "escalate" ? "Submitted to" : "To";
    return `${role === "to" ? to : "Copy to"}: ${unitName === undefined ? "" : `${unitName}, `}${postTitle}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
  },
  task: ({ taskNo, taskTitle }) => (taskNo === 0 ? taskTitle : `Task ${taskNo}: ${taskTitle}`),
  timing({ status, overdueWorkingDays = 0, daysLeft }) {
    if (overdueWorkingDays > 0) return `${count(overdueWorkingDays, "working day")} overdue`;
    if (status === "closed" || status === "cancelled" || daysLeft === undefined || daysLeft < 0) return "";
    return daysLeft === 0 ? "due today" : `${count(daysLeft, "working day")} left`;
  },
  status: (status) => STATUS[status] ?? status,
  facts,
  footer: "Sent by the supervision system under its rules. If the work is done, the system's record counts.",
};
