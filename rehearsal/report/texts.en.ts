import { roundName } from "../../domain/inspections/round-name.js";
import { INSTRUMENT_NAMES_EN as instruments } from "../../domain/instruments/names.en.js";
import { shorten } from "../../embedded/columns.js";
import type { AlarmLine, Holding, LongLine, OwnLeaderReach, Place, ReachGap } from "./model.js";
import { sentenceEn } from "../../domain/story/sentences.en.js";
import type { ReportTexts } from "./texts.js";

const GAPS: Readonly<Record<ReachGap, string>> = {
  reportedBefore: "reported or closed before that rung",
  stopped: "extension pending or suspended",
  deadlineMoved: "deadline moved",
  notYetDue: "rung not yet due",
  unexplained: "unexplained",
};

const ALARMS: Readonly<Record<string, string>> = {
  nobody: "nobody to tell",
  unreachable: "no channel at all",
  letterFailed: "delivery failed",
  vacantPost: "vacant post",
  noEmail: "no e-mail (delivered by hand)",
};

const STEPS: Readonly<Record<Holding["step"], string>> = {
  signFor: "not signed for",
  work: "work",
  verify: "verification",
  close: "closing",
  extension: "extension pending",
  suspended: "suspended",
};

/** Causes named one by one; the rest is counted. */
const NAMED = 4;
/** Mail servers can be long-winded. */
const ERROR_COLUMNS = 48;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

function ownLeader(reach: OwnLeaderReach): string[] {
  const lines = [
    `${count(reach.villageItems, "village item")}, ${reach.everOverdue} overdue at some time, ${reach.reached} put before the village's own county leader`,
  ];
  if (reach.workingDays) {
    const { median, max } = reach.workingDays;
    const by = reach.limit === null ? "" : `; ${reach.withinLimit} by working day ${reach.limit}`;
    lines.push(`working days overdue when first put before the leader: median ${median}, longest ${max}${by}`);
  }
  if (reach.fellBack > 0) lines.push(`passed on because the leader's post was vacant: ${reach.fellBack}`);
  const missing = Object.entries(reach.missing).filter(([, items]) => items > 0);
  if (missing.length > 0) {
    const total = missing.reduce((sum, [, items]) => sum + items, 0);
    lines.push(
      `not put before the leader: ${total} (${missing.map(([gap, items]) => `${GAPS[gap as ReachGap]} ${items}`).join(", ")})`,
    );
  }
  return lines;
}

function alarms(lines: readonly AlarmLine[]): string {
  const kind = lines[0]?.kind ?? "";
  const named = lines
    .slice(0, NAMED)
    .map(
      ({ subject, instead, error, count: times }) =>
        `${subject} (${times}${instead === null ? "" : `, passed to ${instead}`}${error === null ? "" : `, ${shorten(error, ERROR_COLUMNS)}`})`,
    );
  const rest = lines.length > NAMED ? ` and ${lines.length - NAMED} more` : "";
  return `${ALARMS[kind] ?? kind}: ${named.join(", ")}${rest}`;
}

const place = ({ village, township }: Place): string => village ?? township ?? "whole district";

function holding({ step, unit, days }: Holding): string {
  return unit === null ? `${STEPS[step]} ${days} d` : `${unit} (${STEPS[step]}) ${days} d`;
}

function stuck(line: LongLine): string {
  const hands = line.holdings.slice(0, 3).map(holding).join(", ");
  const said =
    line.submissions === 0
      ? ""
      : `; submitted ${count(line.submissions, "time")} (${line.submittedTo}), ${line.acknowledgedOn === null ? "not acknowledged" : `acknowledged ${line.acknowledgedOn}`}`;
  const end = line.endedOn === null ? "" : `; ${line.status} ${line.endedOn}`;
  return `${line.endedOn === null ? "Stuck with" : "Was with"} ${hands}${said}${end}`;
}

export const en: ReportTexts = {
  title: "Rehearsal report",
  sections: {
    overview: "1. Overview",
    told: "2. Who was told when",
    tasks: "3. Tasks",
    units: "4. Primary units",
    leaders: "5. County leaders (submissions for review, in order of office)",
    townships: "6. Townships and villages",
    asked: "7. What letters and instructions asked, and whether it was answered",
    longest: "8. Longest overdue",
    story: "9. One item's whole way",
    inspections: "10. Half-yearly inspections",
    months: "11. Who answered by the month, and who kept registers",
  },
  labels: {
    period: "Period",
    scenario: "Scenario",
    roster: "Roster",
    items: "Items",
    ownLeader: "Own leader",
    letters: "Letters",
    notices: "Notices",
    supervise: "Supervision",
    summonsTalk: "Talks",
    extensions: "Extensions",
    acts: "Acts",
    replies: "Leaders",
    answers: "Answers",
    skipped: "Passed over",
    alarms: "Went wrong",
  },
  heads: {
    quarter: "Quarter",
    recipient: "Recipient",
    year: "Year",
    sum: "Sum",
    other: "Other",
    task: "Task",
    unit: "Unit",
    leader: "Leader",
    village: "Village",
    items: "Items",
    closed: "Closed",
    open: "Open",
    overdue: "Late",
    everOverdue: "Ever",
    longest: "Worst",
    returned: "Returned",
    extensions: "Extended",
    escalated: "Escal.",
    submissions: "Times",
    copies: "Cc",
    acknowledged: "Ackn.",
    first: "First",
    last: "Last",
    place: "Place",
    milestone: "Item",
    deadline: "Deadline",
    workingDays: "Days late",
    letter: "Asked by",
    askedOn: "On",
    replyBy: "Answer by",
    inTime: "In time",
    answeredLate: "Late",
    unanswered: "Unanswered",
    running: "Running",
    dropped: "Dropped",
    round: "round",
    visits: "visits",
    submitted: "made",
    mostly: "mostly",
    fail: "failed",
    found: "findings",
    again: "again",
    granted: "obj. granted",
    refused: "refused",
    systemic: "systemic",
    bulletin: "bulletin",
    month: "month",
    asked: "asked",
    onTime: "in time",
    late: "late",
    silent: "not at all",
    copied: "rows copied",
    registers: "registers",
    kept: "kept",
    unchanged: "unchanged",
    notKept: "not kept",
  },
  figures: {
    total: "total",
    open: "open",
    overdue: "overdue",
    suspended: "suspended",
    notStarted: "not started",
    closed: "closed",
    cancelled: "cancelled",
    everOverdue: "overdue at some time",
    made: "made",
    sent: "sent",
    waitingLetters: "waiting",
    failed: "failed",
    byHand: "by hand",
    noticesWithoutLetter: "notices in no letter yet",
    drafted: "drafted",
    signed: "signed",
    lapsed: "lapsed",
    withdrawn: "withdrawn",
    held: "held",
    waiting: "waiting",
    requested: "requested",
    late: "of these after the deadline",
    granted: "granted",
    refused: "refused",
    pending: "pending",
    returns: "returned",
    suspensions: "suspended",
    resumed: "resumed",
    reassigned: "reassigned",
    readingsChanged: "readings changed",
    instructions: "instructions",
    replied: "replied",
    accepted: "accepted",
    acknowledged: "acknowledged",
    calls: "telephone calls",
    answered: "letters answered",
    answersReturned: "returned",
    escalationsHeld: "submissions held",
    onAgenda: "on the agenda list",
  },
  instruments,
  instrumentHeads: {
    assignment: "Assign",
    reminder: "Remind",
    urge: "Urge",
    supervise: "Superv",
    escalate: "Escal.",
    summonsTalk: "Talk",
    longOverdueList: "List",
    verificationRequest: "Verify",
    returned: "Return",
    extension: "Extend",
    instruction: "Instr.",
    suspension: "Susp.",
    handover: "Hand.",
    bulletin: "Bull.",
    resolved: "Solved",
    alarm: "Alarm",
  },
  recipients: {
    unitDesk: "unit desks",
    townshipDesk: "township desks",
    unitHead: "heads of units",
    townshipHead: "heads of townships",
    countyLeader: "county leaders",
    leadingGroup: "leading group",
    office: "the office",
    supervisionOffice: "supervision office",
    other: "other",
  },
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  sampleRoster: "sample data: townships, villages and people are invented",
  none: "nothing",
  notes: {
    told: "A notice tells one person of one item; copies count.",
    tasks: "Late: overdue now. Ever: overdue at some time. Instruments count notices about the task's items.",
    units: "Worst: working days overdue. Escal.: items put before county leaders. Remind to Superv: told to the unit.",
    leaders: "Times: submissions, repeats included.",
    townships: "Escal.: items put before the village's own county leader. Worst: working days overdue.",
    asked:
      "Figures are items. A written answer or the report of completion answers; what was sent back counts by the new day. Dropped: cancelled, or under another deadline.",
    inspections:
      "Visits planned and made; lines by grade as they stand after objections; findings, of which found again and still open. Checks that came after a round had closed are not counted",
    months:
      "Asked: units, once a month each; what the head confirmed is an answer. Rows copied: word for word those of the month before. Registers as they stood with the answer, else as the month closed",
    byMonth: "Notices by month",
    byQuarter: "By quarter and instrument",
    byRecipient: "By recipient and instrument",
  },
  standing: "standing duties: in the half-yearly inspection",
  vacant: "vacant",
  nothingOverdue: "Nothing was overdue.",
  noStory: "No village item to show.",
  period: (from, to) => `${from} to ${to}`,
  scenario: ({ id, title, seed }) =>
    `${title ?? id ?? "not named"}${title !== null && id !== null ? ` (${id})` : ""}${seed === null ? "" : `, seed ${seed}`}`,
  ownLeader,
  skipped: ({ noUnansweredSupervision, headVacant, passedWhileStopped, beforeStart }) => [
    { text: "talks (no supervision letter signed and unanswered)", count: noUnansweredSupervision },
    { text: "talks (the post of the unit's head is vacant)", count: headVacant },
    { text: "rungs passed while stopped", count: passedWhileStopped },
    { text: "rungs before assignment or a new deadline", count: beforeStart },
  ],
  alarms,
  date: (day) => day,
  quarter: (year, quarter) => `${year} Q${quarter}`,
  taskTitle: (no, title) => `${String(no).padStart(2)}. ${title.replace(/。$/, "")}`,
  township: ({ name, villages, inVillages: { total, closed, open, everOverdue }, own }) =>
    `${name}: ${count(villages.length, "village")}, ${count(total, "item")}, ${closed} closed, ${open} open, ${everOverdue} ever late${own.total > 0 ? `; ${own.total} of its own` : ""}`,
  otherUnits: (listed, more) =>
    `Others who were told: ${listed.map(({ name, notices }) => `${name} ${notices}`).join(", ")}${more > 0 ? `, and ${count(more, "unit")} more` : ""}`,
  round: ({ round }) => roundName(round).en,
  asked: ({ no, from }) => (no === null ? `instruction of ${from ?? ""}` : no),
  place,
  milestone: (task, title) => `task ${task}: ${title}`,
  stuck,
  holding,
  story: (story) =>
    `${place(story.place)}, task ${story.task}: ${story.milestone}. Primary unit ${story.primaryUnit}, due ${story.originalDeadline}${story.deadline === story.originalDeadline ? "" : ` (later moved to ${story.deadline})`}.`,
  fromDeadline: (days) => (days === 0 ? "due today" : days > 0 ? `${days} d late` : `${-days} d left`),
  entry: sentenceEn,
  bar: (day, { open, overdue, closed, lettersSent }) => [
    `plan ${day}`,
    `open ${open}`,
    `overdue ${overdue}`,
    `closed ${closed}`,
    `letters sent ${lettersSent}`,
  ],
  played: (day, jumps) => `played to ${day}: ${count(jumps, "jump")}`,
};
