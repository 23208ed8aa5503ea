/** What an inspection found, as its rectification item's stream records it. */
import { SEVERITIES } from "../plan/checklists.js";
import { day, fields, flag, list, nullable, number, oneOf, text } from "./shape.js";

export const findingEvents = {
  /**
   * Found, for the `count`-th time. `severity` is the one in force; `proposed` one higher, for the office to decide. `alike`: the villages
   * with the same line and cause, where this one makes them enough for a systemic item of the lead unit to be proposed; else none.
   * `systemic`: of that item itself, the villages that it links.
   */
  findingRecorded: fields({
    round: text,
    visit: text,
    /** Row of the round's stream that holds the line. */
    row: number,
    line: text,
    cause: text,
    severity: oneOf(SEVERITIES),
    proposed: nullable(oneOf(SEVERITIES)),
    count: number,
    text,
    photos: list(text),
    contradicts: flag,
    /** The day on which the unit is told: what its deadline counts from. */
    notifiedOn: day,
    alike: list(text),
    systemic: list(text),
  }),
  /** The office decides on the severity proposed; another one gives a new deadline. */
  severityDecided: fields({ severity: oneOf(SEVERITIES), accepted: flag, from: day, deadline: day, reason: text }),
  /** An objection was granted: what the round found does not stand. `rest`: how often it was found otherwise. */
  findingWithdrawn: fields({ round: text, visit: text, row: number, rest: number, reason: text }),
};
