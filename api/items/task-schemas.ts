/** 任务: the plan's numbered tasks with their milestones. */
import { z } from "zod";
import { reading, scope, supporting } from "./schemas.js";
import { lightCounts, outside } from "../lights/schemas.js";
import { count, day, named, planDate, taskNo } from "../http/schema-parts.js";

const task = {
  no: z.int(),
  title: z.string(),
  clause: z.string(),
  group: z.strictObject({ id: z.string(), no: z.int(), title: z.string() }),
  leadUnits: z.array(named).meta({ description: "牵头单位, in the plan's order." }),
  responsibleUnits: z
    .array(named)
    .meta({ description: "责任单位, in the plan's order; `townships` stands for all of them." }),
  items: count.meta({ description: "Within the caller's reach." }),
  lights: lightCounts,
  outside,
  standing: z.boolean().meta({ description: "The plan gives it standing duties only, without dates." }),
};

const textSource = z
  .enum(["plan", "office"])
  .meta({ description: "Whose words: the plan's, or the office's (办公室拟定)." });

export const tasksQuery = z.strictObject({ on: day("As of the end of this plan day; the plan's today unless told.") });

export const tasks = z
  .strictObject({
    on: planDate,
    tasks: z.array(z.strictObject({ ...task, standingDuties: count, milestones: count })),
  })
  .meta({ id: "Tasks", description: "All tasks, in the plan's order." });
export type Tasks = z.infer<typeof tasks>;

export const taskParams = z.strictObject({ no: taskNo });

export const taskDetail = z
  .strictObject({
    on: planDate,
    ...task,
    standingDuties: z
      .array(
        z.strictObject({
          id: z.string(),
          text: z.string(),
          clause: z.string(),
          source: textSource,
          overtaken: z
            .strictObject({ by: z.string(), since: planDate, note: z.string().nullable() })
            .nullable()
            .meta({ description: "A later policy that changed the clause; its words stay." }),
        }),
      )
      .meta({ description: "Duties without a date: lines of the half-yearly inspection." }),
    milestones: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        deadline: planDate.meta({ description: "As the plan's text is read; items may have another since." }),
        reading,
        scope,
        owes: named.meta({ description: "Who owes each item; `township` where each township owes its own." }),
        supporting: z.array(
          z.strictObject({
            ...supporting.shape,
            part: z.string().nullable().meta({ description: "Its own part, in the office's words." }),
            leads: z.boolean().meta({ description: "共同牵头: the text makes it answerable too; else 协办." }),
          }),
        ),
        owesBasis: z
          .enum(["literal", "inferred"])
          .nullable()
          .meta({ description: "Whether the text itself says who owes it; null: the plan doesn't tell." }),
        owesNote: z.string().nullable(),
        closeCriteria: z.string(),
        criteriaSource: textSource,
        evidence: z.array(z.string()),
        evidenceSource: textSource,
        metric: z
          .strictObject({ name: z.string(), target: z.number(), unit: z.string(), formula: z.string() })
          .nullable(),
        clause: z.string(),
        series: z.string().nullable().meta({ description: "The id that the entries of a yearly duty share." }),
        items: count,
        lights: lightCounts,
        outside,
      }),
    ),
  })
  .meta({ id: "TaskDetail", description: "A task with its duties, milestones and lights." });
export type TaskDetail = z.infer<typeof taskDetail>;
