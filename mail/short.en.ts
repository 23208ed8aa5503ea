/** English messages: what a letter is on a telephone. */
import { count } from "./instruments.en.js";
import { isDay, shorten, type ShortTexts } from "./texts.js";
import { dateEn, timingEn } from "./words.en.js";

export const shortEn: ShortTexts = {
  title: ({ name, copy, documentNo, shortTitle, supplement }) =>
    `${name}${copy ? " (copy)" : ""}${documentNo === undefined ? "" : ` (${documentNo})`}: ${shortTitle}${supplement > 0 ? ` (supplement ${supplement})` : ""}`,
  about: (opening, overdue) => `${opening.replace(/\.$/, "")}${overdue === 0 ? "" : `; ${overdue} overdue`}`,
  countAlarms: (alarms) => `${count(alarms, "trouble")} to look after`,
  item(row, instrument, planDay) {
    const { replyBy, subDeadline } = row.facts;
    const day =
      (row.matter === "instruction" || instrument === "instruction") && isDay(replyBy)
        ? replyBy
        : row.matter === "supporting" && isDay(subDeadline)
          ? subDeadline
          : row.deadline;
    const timing = day === row.deadline ? timingEn(row, instrument, planDay) : "";
    const place = row.village ?? row.township;
    return `${place === undefined ? "" : `${place}: `}${shorten(row.milestoneTitle, 60)}${isDay(day) ? `, due ${dateEn(day)}` : ""}${timing === "" ? "" : ` (${timing})`}`;
  },
  more: (items) => `${items} more in the letter.`,
  earliest: (day) => `first due ${dateEn(day)}`,
  link: "Read the letter: ",
  noLink: "Sign in to read the letter.",
  open: "Read",
  stop: ". ",
};
