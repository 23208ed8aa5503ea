/** Measures and timetables by village. */
import type { timetables as zh } from "./timetables.zh.js";

export const timetables: typeof zh = {
  timetables: {
    lead: "Item by item (village by village) what is done by when: each line has its day, measure, quantity, responsible person and the percent of the whole by then. Progress is measured against it; a deadline that moves needs another.",
    unit: "Unit",
    noUnit: "You hold no post of a unit in this plan",
    none: "Nothing is in hand",
    noneHint: "Items that are assigned to the unit are listed here.",
    download: "Download the workbook",
    upload: "Bring a workbook in",
    count: "{{set}} of {{all}} set",
    item: "Item",
    place: "Place",
    deadline: "Deadline",
    state: "Timetable",
    states: { none: "none", set: "{{count}} lines", outdated: "the deadline has moved: another is needed" },
    mistakes: "The workbook was not taken: {{count}} cells to put right",
    unchanged: "It says what is set already.",
    read: "Nothing is wrong with it; {{count}} items will change. Look at them and submit.",
    setting: "Submitting: {{done}} of {{all}}",
    set: "Submit",
    again: "Go on submitting",
    done: "{{count}} items set",
    lines: "{{count}} lines",
  },
};
