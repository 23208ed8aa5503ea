/** 事项: the list, and everything about one. */
import { z } from "zod";
import { itemLight, light, lightCounts, lightRule, outside } from "../lights/schemas.js";
import {
  count,
  day,
  filter,
  flag,
  holder,
  id,
  instant,
  limit,
  named,
  page,
  pageCursor,
  planDate,
  postRef,
  searchText,
  several,
  taskNo,
  words,
} from "../http/schema-parts.js";

export const status = z
  .enum(["registered", "assigned", "signedFor", "inProgress", "reported", "verified", "closed", "cancelled"])
  .meta({
    id: "ItemStatus",
    description: "立项 → 交办 → 签收 → 办理 → 反馈 → 核查 → 销号; 取消. A suspension is laid over it (`suspended`).",
  });

export const scope = z
  .enum(["county", "township", "village", "area"])
  .meta({ id: "Scope", description: "What one item of the milestone stands for." });

const place = {
  scope,
  village: named.nullable(),
  township: named.nullable(),
};

export const item = z
  .strictObject({
    id: z.string(),
    task: z.int(),
    milestone: z.string(),
    title: z.string().meta({ description: "The milestone's title." }),
    ...place,
    primaryUnit: named.meta({ description: "主办: the unit that owes it, by its name of the day." }),
    status,
    suspended: z.boolean(),
    deadline: planDate,
    originalDeadline: planDate,
    deadlineVersion: z.int().meta({ description: "1, and one more with every new deadline." }),
    percent: z.number().meta({ description: "Progress last reported, in percent." }),
    light,
    rule: lightRule,
    workingDaysOverdue: count,
    workingDaysLeft: count.meta({ description: "0 also after the deadline, and where only days off are left." }),
    due: z.enum(["ahead", "today", "passed"]).meta({ description: "Where the day lies to the deadline." }),
    overdueFrom: planDate.nullable().meta({
      description: "The deadline has passed and no working day since: the one from which it counts as overdue.",
    }),
    closedOn: planDate.nullable().meta({ description: "The day of 销号 or 取消." }),
  })
  .meta({ id: "Item", description: "A work item as it stood at the end of the day asked for." });
export type Item = z.infer<typeof item>;

export const itemsQuery = z.strictObject({
  task: several(taskNo, "Task number."),
  milestone: filter(id("Milestone id."), "Milestone id."),
  village: filter(id("Village id."), "Village id."),
  township: filter(
    id("Township id: its own items and those of its villages."),
    "Township id: its own items and those of its villages.",
  ),
  scope: several(scope, "What it stands for: the whole county, a township, a village, a concentrated area."),
  unit: filter(id("Id of the unit that owes it."), "Id of the unit that owes it."),
  status: several(status, "Status."),
  light: several(light, "Light."),
  overdue: flag("true: only items that are red; false: only the others."),
  q: searchText,
  on: day("As of the end of this plan day; the plan's today unless told."),
  sort: z
    .enum(["task", "deadline", "overdue", "village"])
    .default("task")
    .meta({ description: "task: the plan's order. Ties are always in the plan's order." }),
  order: z.enum(["asc", "desc"]).default("asc").meta({ description: "Ascending or descending." }),
  limit: limit(50),
  cursor: pageCursor,
});

export const items = z
  .strictObject({
    on: planDate,
    total: count.meta({ description: "All items within the caller's reach that the filter lets through." }),
    counts: lightCounts.meta({ description: "The same by light; by every light, whichever are asked for." }),
    outside: outside.meta({
      description:
        "Items of the task, milestone, place, scope and unit asked for that are beyond the caller's reach, whatever their light or status.",
    }),
    ...page(item),
  })
  .meta({ id: "Items", description: "A page of items." });
export type Items = z.infer<typeof items>;

export const dueStep = z
  .strictObject({
    at: instant,
    kind: z.enum(["assign", "fire", "skip", "lapse", "resume", "agenda"]),
    ladder: z.string().nullable(),
    rung: z.string().nullable(),
    instrument: z.string().nullable(),
    repetition: count,
    to: z.array(holder).meta({ description: "Whom it would reach by the roster of today." }),
    words,
  })
  .meta({ id: "DueStep", description: "What falls due by itself, if nothing happens before." });
export type DueStep = z.infer<typeof dueStep>;

const pairing = z
  .strictObject({
    countyLeader: holder,
    departmentHead: holder,
    helpingUnit: named,
  })
  .meta({ id: "Pairing", description: "包抓 1+1+1 of the village on the day." });

export const supporting = z
  .strictObject({
    unit: named,
    workingDaysBefore: count
      .nullable()
      .meta({ description: "Its own deadline lies this many working days before the item's." }),
  })
  .meta({ id: "Supporting", description: "A 协办 unit." });

export const reading = z
  .strictObject({
    text: z.string().meta({ description: "The plan's own words." }),
    basis: z.enum(["literal", "inferred"]),
    note: z.string().nullable(),
    alternative: planDate.nullable(),
  })
  .meta({ id: "Reading", description: "How the date was read out of the text." });

export const itemDetail = z
  .strictObject({
    ...item.shape,
    taskTitle: z.string(),
    clause: z.string(),
    reading,
    closeCriteria: z.string().meta({ description: "销号标准." }),
    evidence: z.array(z.string()).meta({ description: "佐证清单." }),
    metric: z
      .strictObject({
        name: z.string(),
        target: z.number(),
        unit: z.string(),
        formula: z.string(),
        total: z.number().nullable().meta({ description: "总任务量, as the office fixed it; null until then." }),
        done: z.number().nullable().meta({ description: "What was last reported as done of it." }),
      })
      .nullable(),
    computed: z
      .strictObject({
        register: z.string(),
        registerTitle: z.string(),
        figure: z.string(),
        title: z.string(),
        english: z.string(),
        scope: z
          .string()
          .meta({ description: "Of the figure: its rows are GET …/registers/{register}/rows?figure=…&scope=…" }),
        done: z.number().nullable(),
        total: z.number().nullable().meta({ description: "Null until rows are there and the formula is fixed." }),
      })
      .nullable()
      .meta({ description: "The register's figure that its percentage is; null: it is reported." }),
    stream: z.string(),
    owes: z.strictObject({ unit: named, desk: holder, head: holder, leaderInCharge: holder.nullable() }),
    supporting: z.array(
      z.strictObject({
        ...supporting.shape,
        delivered: z.boolean().nullable().meta({ description: "Null where it has no deadline of its own." }),
      }),
    ),
    leadUnit: named,
    verifier: named.nullable().meta({ description: "Who is to verify it; null: anybody of the verifying unit." }),
    sampleRoster: z.boolean().meta({ description: "示例名册: names of nobody real." }),
    pairing: pairing.nullable().meta({ description: "Null for items that are no village's." }),
    registeredAt: instant,
    assignOn: planDate,
    statusWords: words,
    returns: count.meta({ description: "退办: how often it came back." }),
    reportedBy: z.strictObject({ person: named, unit: named }).nullable(),
    reportedOn: planDate.nullable(),
    suspendedSince: planDate.nullable(),
    suspendedUntil: planDate.nullable(),
    suspensions: z.array(z.strictObject({ from: planDate, to: planDate })),
    extension: z
      .strictObject({
        no: z.int(),
        to: planDate,
        late: z.boolean().meta({ description: "逾期申请: it freezes nothing." }),
        by: z.strictObject({ person: named, unit: named }),
        proposedGrant: z.boolean().nullable(),
        opinions: count,
      })
      .nullable()
      .meta({ description: "The application under decision." }),
    instructions: z.array(
      z.strictObject({
        id: z.string(),
        unit: named,
        by: postRef,
        replyBy: planDate,
        replied: z.boolean(),
        toCheck: z
          .boolean()
          .meta({ description: "The office has yet to check the report, before it goes to the leader." }),
      }),
    ),
    drafts: z
      .array(z.strictObject({ rung: z.string(), instrument: z.string(), draftedOn: planDate, held: z.boolean() }))
      .meta({ description: "Instruments that wait for the office's signature; none for who does not see everything." }),
    causeReview: z.boolean(),
    ladderExhausted: z.boolean().meta({ description: "On the 久拖未决清单: no rung of its ladder is left." }),
    next: dueStep.nullable(),
    why: itemLight,
    notices: z
      .array(z.strictObject({ instrument: z.string(), count }))
      .meta({ description: "Notices given, by instrument." }),
    ledgerRows: count,
  })
  .meta({ id: "ItemDetail", description: "Everything about one item as it stands." });
export type ItemDetail = z.infer<typeof itemDetail>;
