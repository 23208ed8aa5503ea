/** English messages: what a letter is on a telephone. */
import { dayInEn, whatEn } from "./phrases.en.js";
import { isDay, type ShortTexts } from "./texts.js";
import { knownFacts } from "../domain/letters/facts.js";

export const shortEn: ShortTexts = {
  title: ({ name, copy, documentNo, shortTitle, supplement }) =>
    `${name}${copy ? " (copy)" : ""}${documentNo === undefined ? "" : ` (${documentNo})`}: ${shortTitle}${supplement > 0 ? ` (supplement ${supplement})` : ""}`,
  overdue: (items) => ` ${items} of them overdue.`,
  countAlarms: (alarms) => `${alarms} ${alarms === 1 ? "trouble" : "troubles"} with deliveries or posts to deal with.`,
  item(row, today) {
    const { replyBy, subDeadline } = knownFacts(row.facts);
    const { matter, deadline, overdueWorkingDays = 0, status } = row;
    const [label, day] =
      matter === "instruction" && replyBy !== undefined
        ? ["reply by", replyBy]
        : matter === "supporting" && subDeadline !== undefined
          ? ["sub-deadline", subDeadline]
          : ["due", deadline];
    const late =
      label === "due" && overdueWorkingDays > 0 && !["closed", "cancelled", "reported", "verified"].includes(status)
        ? `, ${overdueWorkingDays} working days overdue`
        : "";
    return `${whatEn([row])}${isDay(day) ? `, ${label} ${dayInEn(day, today)}` : ""}${late}`;
  },
  more: (items) => `${items} more in the letter.`,
  to: (addressee) => `${addressee}: `,
  link: "Read the letter: ",
  noLink: "Log in to read the letter.",
  open: "Read it",
};
