/** 工作落实台账: items with what became of them, as offices keep them in a table. */
import { z } from "zod";
import { PAPERS } from "../../domain/paper/pages.js";
import { WORKLIST_CHANGES } from "../../domain/worklist/changes.js";
import { WORKLIST_COLUMN_IDS } from "../../domain/worklist/columns.js";
import { WORKLIST_SORTS } from "../../domain/worklist/order.js";
import { itemsQuery, scope, status } from "../items/schemas.js";
import { light, lightCounts, outside } from "../lights/schemas.js";
import {
  count,
  day,
  filter,
  flag,
  id,
  limit,
  named,
  page,
  pageCursor,
  planDate,
  says,
  words,
} from "../http/schema-parts.js";

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, says("month"))
  .meta({ id: "PlanMonth", description: "A month, YYYY-MM.", example: "2021-06" });

const { sort: _sort, order: _order, limit: _limit, cursor: _cursor, on: _on, ...filters } = itemsQuery.shape;

export const worklistFilter = {
  ...filters,
  involved: filter(
    id("A unit's id."),
    "Only what this unit owes, leads together with others, or answers for as 责任单位.",
  ),
  leader: filter(
    id("A post's id."),
    "Only what is for this leader: by pairing in villages, else by charge of the unit.",
  ),
  on: day("As of the end of this plan day; the plan's today unless told."),
  since: day("Compares with the end of this day: `changes`."),
  month: filter(
    month,
    "As it stood at the month's last instant, compared with the one before. Instead of `on` and `since`.",
  ),
  changed: flag("true: only rows with a change since the day compared with."),
  sort: z.enum(WORKLIST_SORTS).default("task").meta({
    description:
      "task: the plan's order; village and unit: the roster's; leader: by 任职; overdue: the longest first. Ties are in the plan's order.",
  }),
};
export const worklistQuery = z.strictObject({ ...worklistFilter, limit: limit(100), cursor: pageCursor });

const columnId = z.enum(WORKLIST_COLUMN_IDS as [string, ...string[]]);
export const worklistExportQuery = {
  ...worklistFilter,
  columns: z
    .string()
    .regex(/^[A-Za-z]+(,[A-Za-z]+)*$/, says("columns"))
    .transform((text) => text.split(","))
    .pipe(z.array(columnId).min(1).max(60))
    .optional()
    .meta({
      description: "Ids of columns with commas between them, in the order wanted; the usual ones unless told.",
      override: { type: "string", pattern: "^[A-Za-z]+(,[A-Za-z]+)*$" },
    }),
  paper: z.enum(PAPERS).default("A3").meta({
    description:
      "For which paper the workbook is set up: at no less than 7.5 pt, over several pages across where it must be. Without `columns` A4 has fewer of them.",
  }),
};

const said = z
  .strictObject({
    on: planDate.meta({ description: "The day of the last word." }),
    month: z
      .strictObject({ month, on: planDate.meta({ description: "The day on which the unit's head confirmed it." }) })
      .optional()
      .meta({
        description:
          "The last month whose answer was confirmed: measure, problem, next step, leader, person, telephone and what needs coordination are of it, unless something was said of them since, up to `on`.",
      }),
    progress: z.string().optional(),
    measure: z.string().optional(),
    problem: z.string().optional(),
    nextStep: z.string().optional(),
    promised: planDate.optional(),
    leader: z.string().optional(),
    person: z.string().optional(),
    phone: z.string().optional(),
    coordinate: z.string().optional(),
  })
  .meta({ id: "WorklistSaid", description: "What the unit last said; what it never spoke of is absent." });

const names = z.array(z.string()).readonly();
const nobody = "Null: vacant, or there is no such post.";
export const worklistRow = z
  .strictObject({
    id: z.string(),
    group: z.string(),
    task: z.int(),
    taskTitle: z.string(),
    title: z.string(),
    scope,
    township: named.nullable(),
    village: named.nullable(),
    primaryUnit: named,
    coLeads: names.meta({ description: "共同牵头." }),
    responsible: names.meta({ description: "责任单位." }),
    leaderInCharge: z
      .string()
      .nullable()
      .meta({ description: `分管领导. ${nobody}` }),
    head: z
      .string()
      .nullable()
      .meta({ description: `主要负责同志. ${nobody}` }),
    said: said.nullable().meta({ description: "Null: the unit has said nothing yet." }),
    deadline: planDate,
    originalDeadline: planDate,
    scheduled: z.number().nullable().meta({ description: "序时进度; null before it is assigned." }),
    percent: z.number().nullable().meta({ description: "Null: no figure was ever said, which is not 0." }),
    light,
    status,
    suspended: z.boolean(),
    standing: words,
    nextStep: words.nullable(),
    pressed: words.nullable().meta({ description: "催办督办情况: how often by which instrument, and when last." }),
    instructions: words.nullable().meta({ description: "领导批示." }),
    countyLeader: z.string().nullable(),
    departmentHead: z.string().nullable(),
    helpingUnit: z.string().nullable(),
    evidence: count.meta({ description: "Files of evidence." }),
    returns: count,
    closedOn: planDate.nullable(),
    changes: z
      .array(z.strictObject({ kind: z.enum(WORKLIST_CHANGES), words }))
      .readonly()
      .nullable()
      .meta({ description: "Since the day compared with; null: none was asked for." }),
  })
  .meta({ id: "WorklistRow", description: "A line of the worklist. Null is no data, which is another thing than 0." });
export type WorklistLine = z.infer<typeof worklistRow>;

export const worklist = z
  .strictObject({
    on: planDate,
    since: planDate.nullable().meta({ description: "The day compared with." }),
    final: z.boolean().meta({ description: "The day is over: whoever asks later is answered the same." }),
    total: count,
    counts: lightCounts.meta({ description: "By every light, whichever are asked for." }),
    outside,
    ...page(worklistRow),
  })
  .meta({ id: "Worklist", description: "A page of the worklist." });
export type WorklistPage = z.infer<typeof worklist>;
