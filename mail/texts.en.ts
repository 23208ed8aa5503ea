/** English letters. */
import { type Instrument, INSTRUMENTS } from "../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../domain/instruments/names.en.js";
import type { PlanDate } from "../domain/plan/plan.js";
import { alarmEn } from "./alarms.en.js";
import { count, instrumentEn } from "./instruments.en.js";
import type { Capacity, LetterRow } from "../domain/letters/letter-model.js";
import type { PageLine } from "./page.js";
import { shortEn } from "./short.en.js";
import { isDay, type Places, shorten, type Texts } from "./texts.js";
import { dateEn, postEn, ROLES_EN, timingEn } from "./words.en.js";

/** An item's status, as letters and pages say it. */
export const STATUS_EN: Readonly<Record<string, string>> = {
  registered: "registered",
  assigned: "assigned, not signed for",
  signedFor: "signed for",
  inProgress: "in progress",
  reported: "reported, to be verified",
  verified: "verified, to be closed",
  closed: "closed",
  cancelled: "cancelled",
};

const value = (fact: string | number | boolean): string =>
  isDay(fact) ? dateEn(fact) : typeof fact === "boolean" ? (fact ? "yes" : "no") : String(fact);

function deadlineLine(row: LetterRow, instrument: Instrument, today: PlanDate): PageLine {
  const notes = [
    timingEn(row, instrument, today),
    row.originalDeadline !== undefined && row.originalDeadline !== row.deadline
      ? `originally ${dateEn(row.originalDeadline)}`
      : "",
  ].filter((note) => note !== "");
  return {
    label: "Deadline",
    value: `${dateEn(row.deadline)}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`,
    ...((row.overdueWorkingDays ?? 0) > 0 && { strong: true }),
  };
}

function statusLines(row: LetterRow, instrument: Instrument, upward: boolean): PageLine[] {
  const status = STATUS_EN[row.status] ?? "";
  if (upward || instrument === "supervise")
    return row.waitsFor === undefined
      ? []
      : [{ label: "Waits for", value: [row.waitsFor, status].filter(Boolean).join(": ") }];
  return INSTRUMENTS[instrument].statesStatus || status === "" ? [] : [{ label: "Status", value: status }];
}

function factLines({ facts: known, repetition = 0 }: LetterRow, instrument: Instrument, planDay: PlanDate): PageLine[] {
  const lines: PageLine[] = [];
  const line = (label: string, text: string): void => void lines.push({ label, value: text });
  const say = (key: string, label: string): void => {
    const fact = known[key];
    if (fact !== undefined && fact !== null && fact !== "") line(label, value(fact));
  };
  if (instrument === "escalate" && repetition > 0) line("Submission", `no. ${repetition + 1}`);
  if (known["cancelled"] === true) line("Note", "the milestone was cancelled");
  if (known["closing"] === true) line("Note", "verified; to be reviewed for closing");
  if (known["again"] === true) line("Note", "the former reply was not accepted");
  if (instrument === "extensionRequest") {
    say("to", "Requested");
    if (known["late"] === true) line("Note", "requested after the deadline");
    if (typeof known["proposedGrant"] === "boolean") line("Proposal", known["proposedGrant"] ? "grant" : "refuse");
  }
  if (instrument === "extensionDecision") {
    line("Decision", known["grant"] === true ? "granted" : "refused, the deadline stands");
    say("to", known["grant"] === true ? "Extended to" : "Requested");
  }
  if (instrument === "deadlineChange") {
    say("from", "deadline before");
    say("to", "deadline now");
  }
  if (instrument === "handover") {
    say("from", "From");
    say("to", "To");
  }
  if (instrument === "suspension" && known["resumed"] !== true) say("until", "Until");
  if (instrument === "instruction" || known["replyBy"] !== undefined) say("instructorPost", "Leader");
  say("text", instrument === "instructionReply" ? "Report" : instrument === "talk" ? "About" : "Instruction");
  say("on", "Day of the talk");
  say("reason", "Reason");
  say("replyBy", "Reply by");
  if (isDay(known["due"])) line("Was due", `${dateEn(known["due"])} (sent ${dateEn(planDay)})`);
  if (isDay(known["nominal"])) line("Planned", `${dateEn(known["nominal"])} (the clock stood still meanwhile)`);
  return lines;
}

function placesLine({ villages, townships }: Places): PageLine {
  if (villages.length === 0) {
    if (townships.length === 0) return { label: "Scope", value: "whole district" };
    return { label: townships.length === 1 ? "Township" : "Townships", value: townships.join(", ") };
  }
  const total = villages.reduce((sum, { names }) => sum + names.length, 0);
  const listed = villages.map(({ township, names }) =>
    township === "" ? names.join(", ") : total === 1 ? `${names[0]} (${township})` : `${township}: ${names.join(", ")}`,
  );
  return {
    label: total === 1 ? "Village" : "Villages",
    value: total === 1 ? (listed[0] ?? "") : `${total}. ${listed.join("; ")}`,
  };
}

function capacity(
  { role, as, postTitle, unitName, fallbackFor, upFrom, substituteFor }: Capacity,
  upward: boolean,
  no?: number,
): string {
  const vacant =
    fallbackFor === undefined
      ? []
      : [
          `in place of ${"role" in fallbackFor ? `the ${ROLES_EN[fallbackFor.role] ?? "post"}, which nobody is` : `the vacant post ${postEn(fallbackFor)}`}`,
        ];
  const notes = [
    ...(vacant.length > 0 || as === undefined ? [] : [ROLES_EN[as]]),
    ...(substituteFor === undefined ? [] : [`on behalf of ${substituteFor}, as their substitute`]),
    ...vacant,
    ...(upFrom === undefined ? [] : [`passed upward from ${postEn(upFrom)}, who was told before`]),
  ];
  const label = role === "to" ? (upward ? "Submitted to" : "To") : "Copy to";
  return `${no === undefined ? "" : `${no}. `}${label}: ${unitName === undefined ? "" : `${unitName}, `}${postTitle}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
}

export const en: Texts = {
  htmlLang: "en",
  rehearsalMark: "[Rehearsal] ",
  rehearsalNote: "This letter comes from a rehearsal and is no ground for action.",
  sampleNote: "The people, units and villages named here are sample data, not real ones.",
  askLabel: "What is asked: ",
  footer: "Sent by the supervision system under its rules. If the work is done, the system's record counts.",
  instrument: instrumentEn,
  opening: (sentence, planTitle, day) => `Under "${planTitle}", as of ${day}: ${sentence}`,
  date: dateEn,
  salutation: ({ name }, upward) => (upward ? `For review by ${name}:` : `Dear ${name},`),
  subject: ({ name, copy, documentNo, matter, shortTitle, supplement }) =>
    `${name}${copy ? " (copy)" : ""}${documentNo === undefined ? "" : ` (${documentNo})`}: ${matter} (${shortTitle})${supplement > 0 ? ` (supplement ${supplement})` : ""}`,
  about(rows, alarms) {
    const [first] = rows;
    if (first === undefined) return count(alarms, "trouble");
    if (rows.length > 1) return count(rows.length, "milestone");
    const place = first.village ?? first.township;
    return `${place === undefined ? "" : `${place}: `}${shorten(first.milestoneTitle, 60)}`;
  },
  supplement: (no) => `This is supplement ${no} to the letter of the same kind and day.`,
  capacity,
  row(row, instrument, planDay, upward) {
    const criteria = INSTRUMENTS[instrument].statesCriteria;
    const done = (row.done ?? []).map(
      ({ instrument: kind, times, last }) =>
        `${INSTRUMENT_NAMES_EN[kind].toLowerCase()} ${times}× (last ${dateEn(last)})`,
    );
    return {
      title: row.taskNo === 0 ? row.taskTitle : `Task ${row.taskNo}: ${row.taskTitle}`,
      lines: [
        { label: "Milestone", value: row.milestoneTitle },
        deadlineLine(row, instrument, planDay),
        { label: "Primary unit", value: row.primaryUnitName },
        ...statusLines(row, instrument, upward),
        ...(done.length === 0 ? [] : [{ label: "Done so far", value: done.join("; ") }]),
        ...(criteria && row.closeCriteria ? [{ label: "Criteria", value: row.closeCriteria }] : []),
        ...(criteria && row.evidence?.length ? [{ label: "Evidence", value: row.evidence.join(", ") }] : []),
        ...factLines(row, instrument, planDay),
      ],
    };
  },
  places: placesLine,
  ownTownship: "their township",
  closingOfCopy: "",
  alarm: alarmEn,
  system: "Supervision system",
  short: shortEn,
  package: {
    leads: "Lead unit (jointly): tasks that you lead together with the unit that owes them.",
    responsible: "Responsible unit: tasks in which you take part.",
    standing: "Standing duties: without a date, kept up.",
    task: (no, title, as) =>
      `Task ${no}: ${title}${as === undefined ? "" : as === "lead" ? " (lead)" : " (takes part)"}`,
    item: "Milestone",
    duty: "Duty",
    milestone: (title, deadline) => `${title} (${dateEn(deadline)})`,
    part: "Your part",
    partDrafted: " (drafted by the office)",
  },
};
