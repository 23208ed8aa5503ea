/** Measures and timetables (分村措施和时间表) of a unit's items: what is set, the workbook, and what one says. */
import { z } from "zod";
import { count, id, named, planDate, words } from "../http/schema-parts.js";

export const timetableParams = z.strictObject({
  unit: id("The unit that owes the items.", "unit").meta({ param: { id: "owingUnit" } }),
});

const line = z
  .strictObject({
    by: planDate,
    measure: z.string(),
    quantity: z.string(),
    person: z.string(),
    percent: z.number().meta({ description: "Of the whole by then." }),
  })
  .meta({ id: "TimetableLine", description: "What is done by a day, how much of it, and who answers for it." });

const ofItem = {
  item: z.string(),
  task: z.int(),
  title: z.string(),
  place: z.string().nullable().meta({ description: "Its village or township; null: the whole area's." }),
  deadline: planDate,
};

export const timetables = z
  .strictObject({
    unit: named,
    mayEdit: z.boolean().meta({ description: "The caller may bring in and set them." }),
    items: z.array(
      z.strictObject({
        ...ofItem,
        state: z.enum(["none", "set", "outdated"]).meta({
          description: "outdated: the deadline has moved since it was set, and a straight line is expected again.",
        }),
        lines: count,
      }),
    ),
  })
  .meta({ id: "Timetables", description: "A unit's items in hand, and whether each has a timetable." });
export type Timetables = z.infer<typeof timetables>;

export const importForm = z
  .strictObject({})
  .meta({ id: "TimetableImportForm", description: "With the workbook as `file`." });
export const importedTimetables = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...ofItem,
        lines: z.array(line),
        text: z.string().meta({ description: "The same as the act `setTimetable` takes it." }),
        same: z.boolean().meta({ description: "It is set so already." }),
      }),
    ),
    mistakes: z
      .array(z.strictObject({ cell: z.string().meta({ example: "G7" }), message: words }))
      .meta({ description: "By cell, the first 500. With one of them no item is answered." }),
    mistakeCount: count,
  })
  .meta({ id: "ImportedTimetables", description: "What a workbook says. Nothing of it is set yet." });
export type ImportedTimetables = z.infer<typeof importedTimetables>;
