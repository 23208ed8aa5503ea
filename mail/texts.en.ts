/** English letters: what frames them, and the entries of their lists. */
import { INSTRUMENTS } from "../domain/instruments/instruments.js";
import { knownFacts } from "../domain/letters/facts.js";
import { receivedIn } from "../domain/letters/letter-model.js";
import { FORM_NAMES_EN } from "../domain/letters/forms.js";
import { alarmEn } from "./alarms.en.js";
import { isUpward, unitOf } from "./compose.js";
import { untold } from "./group-rows.js";
import { givenEn } from "./package-texts.en.js";
import type { PageLine } from "./page.js";
import { count, dayInEn, doneEn, PartEn, quotedEn, unitWordsEn, waitsEn, whatEn } from "./phrases.en.js";
import { listLinesEn } from "./monthly-list.en.js";
import { sayEn } from "./sayings.en.js";
import { shortEn } from "./short.en.js";
import { isDay, type Places, type Texts } from "./texts.js";
import { ROLES_EN } from "../domain/people/role-words.js";
import { dateEn, postEn, timingEn } from "./words.en.js";

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

export const en: Texts = {
  htmlLang: "en",
  colon: ": ",
  gap: " ",
  rehearsalMark: "[Rehearsal] ",
  rehearsalNote: "This letter comes from a rehearsal and is no ground for action.",
  sampleNote: "The people, units and villages named here are sample data, not real ones.",
  names: FORM_NAMES_EN,
  title: (form) => FORM_NAMES_EN[form],
  part: (part, model) => sayEn(part, new PartEn(part, model)),
  closing: () => "",
  date: dateEn,
  salutation(model) {
    const { addressee } = model;
    return addressee.kind === "leader" || isUpward(model)
      ? `For review by ${addressee.name}:`
      : `To ${addressee.name}:`;
  },
  subject: ({ name, copy, documentNo, matter, shortTitle, supplement }) =>
    `${name}${copy ? " (copy)" : ""}${documentNo === undefined ? "" : ` (${documentNo})`}: ${matter} (${shortTitle})${supplement > 0 ? ` (supplement ${supplement})` : ""}`,
  about: (rows, alarms) => (rows.length === 0 ? count(alarms, "trouble") : whatEn(rows)),
  supplement: (no) => `This is supplement ${no} to the letter of the same kind.`,
  delivered(model) {
    const { recipient } = model;
    const posts = receivedIn(model).map(({ role, coLead, fallbackFor, upFrom, substituteFor, postTitle, unitName }) => {
      const notes = [
        ...(coLead ? ["joint lead unit"] : []),
        ...(role === "to" ? [] : ["copy"]),
        ...(fallbackFor === undefined
          ? []
          : [
              `in place of ${"role" in fallbackFor ? `the ${ROLES_EN[fallbackFor.role]}, which nobody is` : `the vacant post ${postEn(fallbackFor)}`}`,
            ]),
        ...(upFrom === undefined ? [] : [`passed upward from ${postEn(upFrom)}, who was told before`]),
        ...(substituteFor === undefined ? [] : [`on behalf of ${substituteFor}, as their substitute`]),
      ];
      return `${unitName === undefined ? "" : `${unitName}, `}${postTitle}${notes.length > 0 ? `; ${notes.join("; ")}` : ""}`;
    });
    return `Delivered to: ${recipient.isPost ? "" : recipient.name}${posts.length === 0 ? "" : ` (${[...new Set(posts)].join("; ")})`}`;
  },
  capacity({ role, as, coLead, postTitle, unitName, fallbackFor }, no) {
    const post =
      fallbackFor === undefined
        ? coLead
          ? "joint lead unit"
          : as === undefined
            ? `${unitName === undefined ? "" : `${unitName}, `}${postTitle}`
            : ROLES_EN[as]
        : "role" in fallbackFor
          ? ROLES_EN[fallbackFor.role]
          : postEn(fallbackFor);
    return `${no}. As ${post}${role === "copy" ? " (copy)" : ""}`;
  },
  row(row, { model, part, brief, alike }) {
    const { instrument, planDay: today } = model;
    const known = knownFacts(row.facts);
    const own = unitOf(part.capacity) === row.primaryUnitName;
    const status =
      INSTRUMENTS[instrument].statesStatus || known.endedOn !== undefined || own || brief ? "" : waitsEn(row);
    const line = (label: string, value: string): PageLine[] => (value === "" ? [] : [{ label, value }]);
    const notes = [
      timingEn(row, instrument, today),
      row.originalDeadline !== undefined && row.originalDeadline !== row.deadline
        ? `originally ${dayInEn(row.originalDeadline, today)}`
        : "",
    ].filter((note) => note !== "");
    const criteria = INSTRUMENTS[instrument].statesCriteria || instrument === "reminder";
    return {
      title: `${row.milestoneTitle === "" ? row.taskTitle : row.milestoneTitle}${row.taskNo === 0 ? "" : ` (task ${row.taskNo}: ${row.taskTitle})`}`,
      lines: [
        ...(isDay(row.deadline)
          ? [
              {
                label: "Deadline",
                value: `${dayInEn(row.deadline, today)}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`,
                ...((row.overdueWorkingDays ?? 0) > 0 && { strong: true }),
              },
            ]
          : []),
        ...line("Primary unit", own ? "" : row.primaryUnitName),
        ...line("Waits", status),
        ...(part.form === "longOverdueList" && (!brief || known.endedOn !== undefined) ? listLinesEn(row, today) : []),
        ...(brief || known.endedOn !== undefined
          ? []
          : [
              ...line("Unit's words", unitWordsEn(row, today)),
              ...line("Done so far", doneEn(row, today)),
              ...line("Criteria", criteria ? (row.closeCriteria ?? "") : ""),
              ...line(
                "Instruction",
                part.form === "longOverdueList" || known.instructionText === undefined
                  ? ""
                  : quotedEn(known.instructionText, 300),
              ),
              ...line("Asked for", isDay(known.to) ? dayInEn(known.to, today) : ""),
              ...line("Reason", known.reason === undefined ? "" : quotedEn(known.reason, 200)),
              ...line(
                "By",
                part.stance === "asked" && !alike && isDay(known.replyBy) && known.replyBy >= today
                  ? dayInEn(known.replyBy, today)
                  : "",
              ),
            ]),
        ...line("Evidence", instrument === "assignment" ? (row.evidence ?? []).join(", ") : ""),
      ],
    };
  },
  places: (places) => placesLine(places),
  single(entry, said) {
    const more = untold(entry, said).map(({ label, value }) => `${label}: ${value.replace(/[.;]$/u, "")}`);
    return more.length === 0 ? "" : `${more.join("; ")}.`;
  },
  samePlaces: (no, places) => `as no. ${no} (${places})`,
  townships: (names) => names.join(", "),
  annex: (rows) => `list of ${count(rows.length, "item")}`,
  contact: ({ name, phone }) => `(Contact: ${name}, telephone ${phone})`,
  alarm: alarmEn,
  alarms: (number) => ({
    ask: "Please look into the following and enter what was done.",
    paragraphs: [
      {
        text: `${count(number, "trouble")} with deliveries or posts. The same is told once a month, unchanged vacancies once a week.`,
      },
    ],
  }),
  system: "Supervision system",
  short: shortEn,
  given: givenEn,
  package: {
    annex: "Tasks led jointly or taken part in, and standing duties",
    alone: (planTitle) =>
      `By the plan “${planTitle}” you lead jointly, take part in or keep up what is listed in the annex.`,
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
