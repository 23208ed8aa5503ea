/** Format of plan.yaml. `assemble.ts` turns it into the domain's `PlanText`. */
import { z } from "zod";
import { TEXT_SOURCES } from "../domain/plan/plan.js";
import { date, id, ids, line, text } from "./schema-parts.js";

const basis = z.enum(["literal", "inferred"]);
const source = z.enum(TEXT_SOURCES).meta({ description: "plan: the plan's own words; office: 办公室拟定" });
const readInto = { basis: z.exactOptional(basis), note: z.exactOptional(text) };

const owes = z
  .union(
    [
      z.literal("firstLead"),
      z.literal("township"),
      z.strictObject({ unit: id, ...readInto }),
      z.strictObject({ who: z.enum(["firstLead", "township"]), ...readInto }),
    ],
    {
      error:
        "must be firstLead, township, { unit: <unit id> }, or with its basis { who: firstLead, basis: inferred, note: … }",
    },
  )
  .meta({ description: "Who owes each item (主办)" });

const reading = z
  .strictObject({
    text: text.meta({ description: "The plan's own words" }),
    basis,
    note: z.exactOptional(text),
    alternative: z.exactOptional(date),
  })
  .meta({ description: "How the date was read out of the text" });

const metric = z.strictObject({
  name: line,
  target: z.number().min(0).max(100),
  unit: z.literal("%"),
  formula: text,
});

const supportingUnit = z
  .union(
    [
      id,
      z.strictObject({
        unit: id,
        workingDaysBefore: z.exactOptional(
          z.int().min(1).max(250).meta({ description: "Its own sub-deadline, before the milestone's" }),
        ),
        part: z.exactOptional(line).meta({ description: "Its own part of the milestone, in the office's words" }),
        jointly: z.exactOptional(z.literal(true)).meta({ description: "The text names it beside the 主办" }),
      }),
    ],
    {
      error:
        "must be a unit id, or { unit: <unit id>, workingDaysBefore: 10, part: … } where it has a sub-deadline or a part of its own",
    },
  )
  .meta({ description: "共同牵头（the task's other lead units）and 协办" });

const overtaken = z
  .strictObject({ by: line, since: date, note: z.exactOptional(text) })
  .meta({ description: "A later policy that changed the clause" });

const milestone = z
  .strictObject({
    id,
    title: line,
    deadline: z.exactOptional(date),
    deadlines: z.exactOptional(z.array(date).min(1, { error: "must list at least one date" })).meta({
      description: "A duty that recurs: one entry per year, with the ids <id>-<year>",
    }),
    series: z.exactOptional(id),
    targets: z
      .exactOptional(z.array(id).min(1, { error: "must name at least one township or village" }))
      .meta({ description: "Exactly these townships or villages; without it all of the scope" }),
    adHoc: z
      .exactOptional(
        z.strictObject({
          source: line,
          on: date,
          kind: z.exactOptional(z.enum(["meeting", "instruction", "other"])),
          no: z.exactOptional(line),
          leader: z.exactOptional(line),
          given: z.exactOptional(date),
        }),
      )
      .meta({ description: "交办事项: where it comes from (批示, 会议), and the day from which it is assigned" }),
    reading,
    scope: z.enum(["county", "township", "village", "area"]),
    owes,
    supporting: z.array(supportingUnit),
    metric: z.exactOptional(metric),
    closeCriteria: text.meta({ description: "销号标准" }),
    criteriaSource: z.exactOptional(source).meta({ description: "Absent: office" }),
    evidenceSource: z.exactOptional(source).meta({ description: "Absent: office" }),
    evidence: z.array(text).min(1, { error: "must ask for at least one piece of evidence (佐证)" }),
    clause: text,
  })
  .meta({ oneOf: [{ required: ["deadline"] }, { required: ["deadlines"] }] });

const task = z.strictObject({
  no: z.int().min(1),
  title: line,
  group: id,
  leadUnits: ids.min(1, { error: "must name at least one lead unit (牵头单位)" }),
  responsibleUnits: ids,
  standingDuties: z.array(
    z.strictObject({
      id,
      text,
      clause: text,
      source: z.exactOptional(source).meta({ description: "Absent: plan" }),
      overtaken: z.exactOptional(overtaken),
    }),
  ),
  milestones: z.array(milestone),
  clause: text,
});

const wordList = {
  whole: z.exactOptional(line).meta({ description: "The plan's whole area, e.g. 全区" }),
  township: z.exactOptional(line).meta({ description: "e.g. 乡镇, 街道" }),
  leader: z.exactOptional(line).meta({ description: "Leaders to whom is submitted, e.g. 处级领导" }),
  pairing: z.exactOptional(line).meta({ description: "e.g. 包抓, 包村" }),
};

/** plan.yaml */
export const planFile = z.strictObject({
  id,
  title: line,
  shortTitle: line,
  start: date,
  startReading: z.exactOptional(z.strictObject({ basis, note: z.exactOptional(text) })),
  words: z.exactOptional(z.strictObject({ ...wordList, english: z.exactOptional(z.strictObject(wordList)) })),
  villageFlags: z.exactOptional(z.array(z.strictObject({ id, title: line, clause: text, basis }))),
  timeZone: z.strictObject({ name: line, offsetMinutes: z.int().min(-840).max(840) }),
  groups: z
    .array(z.strictObject({ id, no: z.int().min(1), title: line, clause: text }))
    .min(1, { error: "must hold at least one group" }),
  tasks: z.array(task).min(1, { error: "must hold at least one task" }),
  planDuties: z.array(
    z.strictObject({
      id,
      title: line,
      text,
      owes: z.array(line),
      frequency: z.exactOptional(line),
      clause: text,
      source: z.exactOptional(source).meta({ description: "Absent: plan" }),
      owesBasis: z.exactOptional(basis).meta({ description: "Absent: literal" }),
      overtaken: z.exactOptional(overtaken),
    }),
  ),
  kpis: z.array(
    z.strictObject({ id, title: line, year: z.int().min(1949).max(9999), measure: text, target: text, clause: text }),
  ),
  attachments: z.array(z.strictObject({ id, title: line, provided: z.boolean(), file: z.exactOptional(line) })),
  openQuestions: z.array(
    z.strictObject({
      id,
      question: text,
      options: z.array(line).min(2, { error: "must offer at least two options" }),
      chosen: z.exactOptional(line),
      moves: z
        .exactOptional(z.array(z.strictObject({ option: line, milestone: id, deadline: date })))
        .meta({ description: "Deadlines that an answer settles" }),
      clause: text,
    }),
  ),
});

export type PlanFile = z.infer<typeof planFile>;
export type TaskEntry = PlanFile["tasks"][number];
export type MilestoneEntry = TaskEntry["milestones"][number];
