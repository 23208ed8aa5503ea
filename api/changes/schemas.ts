/** 方案文件及其变更: documents by version, what a change would move, and what it has done. */
import { z } from "zod";
import { AD_HOC_KINDS } from "../../domain/plan/plan.js";
import type { Edit } from "../../plan-change/edits.js";
import { actingPost, ledgerPosition, refusal } from "../actions/schemas.js";
import {
  count,
  id,
  instant,
  line,
  mailAddress,
  personAtPost,
  planDate,
  realInstant,
  says,
  spoken,
  words,
} from "../http/schema-parts.js";

export const documentKind = z.enum(["plan", "roster", "policy", "calendar"]).meta({
  id: "DocumentKind",
  description: "方案文本, 名册, 督办规则, 工作日历.",
});

const documentHead = {
  kind: documentKind,
  version: z.int(),
  writtenAt: realInstant,
  at: instant.nullable().meta({ description: "Plan time of its change; null: it came with the plan." }),
  by: personAtPost.nullable().meta({ description: "Who changed it; null: it came with the plan." }),
  reason: z.string().nullable(),
  sha256: z.string().nullable().meta({ description: "Of its canonical JSON, as the ledger has it since its change." }),
};

export const documents = z
  .strictObject({
    documents: z.array(
      z.strictObject({ kind: documentKind, newest: z.int(), versions: z.array(z.strictObject(documentHead)) }),
    ),
  })
  .meta({ id: "PlanDocuments", description: "The plan's documents with their versions, the newest first." });

export const documentParams = z.strictObject({ kind: documentKind });
export const documentQuery = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, says("version"))
    .transform(Number)
    .optional()
    .meta({ description: "The newest unless told.", override: { type: "integer", minimum: 1 } }),
});

export const planDocument = z
  .strictObject({
    ...documentHead,
    content: z.looseObject({}).meta({ description: "In the notation of the plan's files (plans/schema)." }),
    yaml: z.string().meta({ description: "The same as YAML, to edit and give back." }),
  })
  .meta({ id: "PlanDocument", description: "One version of a document." });

/* ------------------------------------------------------------------ what is asked */

const person = id("Person id.");
const post = id("Post id.");
const unit = id("Unit id.");
const from = planDate.meta({ description: "The first day on which it holds." });
const mobile = z
  .string()
  .trim()
  .regex(/^\+?\d{5,20}$/, says("mobile"))
  .meta({ description: "Telephone number: digits only." });
const wecom = line("User id in WeCom.", 64);
const title = line("A line of text.");

const supporting = z
  .array(
    z.strictObject({
      unit,
      workingDaysBefore: z.int().min(1).max(250).optional().meta({ description: "Its own sub-deadline." }),
    }),
  )
  .max(30)
  .default([])
  .meta({ description: "协办." });

const newItem = {
  task: z.int().min(1).max(9_999).meta({ description: "The task that it belongs to." }),
  title,
  source: line("Where it comes from: a 批示, a meeting.").meta({ example: "区委专题会议纪要〔2021〕3号" }),
  document: z
    .strictObject({
      kind: z.enum(AD_HOC_KINDS).meta({ description: "会议议定事项, 批示件, or else." }),
      no: line("Its own number.").optional(),
      leader: line("批示领导: a post id, or a name where the roster has them not.").optional(),
      given: planDate.optional().meta({ description: "The day of the document or the 批示." }),
    })
    .optional()
    .meta({ description: "What it comes from, for the register of instructions." }),
  primaryUnit: unit.meta({ description: "主办." }),
  supporting,
  scope: z.enum(["county", "township", "village"]).default("county"),
  targets: z.array(id("Township or village id.")).max(200).default([]).meta({
    description: "The places, each with an item of its own; none for the county.",
  }),
  deadline: planDate.meta({ description: "Later than today and than `assignOn`." }),
  assignOn: planDate.optional().meta({ description: "Assigned on this day; today unless told." }),
  closeCriteria: spoken("销号标准: what counts as done."),
  evidence: z.array(spoken("A piece of evidence.")).min(1).max(30).meta({ description: "佐证清单." }),
  policy: z.int().min(1).max(1_000_000).optional().meta({ description: "Policy version; the newest unless told." }),
  metric: z
    .strictObject({ name: title, target: z.number().min(0).max(100), formula: spoken("How it is computed.") })
    .optional()
    .meta({ description: "Where its progress is computed from figures." }),
};
const newTarget = {
  milestone: id("Milestone id."),
  target: id("Township or village id; a place that has no item of it."),
};

export const edit = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("setHolder"), post, person: person.nullable(), from }),
    z.strictObject({
      kind: z.literal("setPairing"),
      village: id("Village id."),
      seat: z.enum(["countyLeader", "departmentHead", "helpingUnit"]),
      to: id("Post id; of a helping unit its unit id."),
      from,
    }),
    z.strictObject({ kind: z.literal("setLeaderInCharge"), unit, post, from }),
    z.strictObject({
      kind: z.literal("renameUnit"),
      unit,
      name: title,
      fullName: z.exactOptional(title).meta({ description: "全称 or 规范化简称, for head, signature and 主送." }),
      from,
    }),
    z.strictObject({
      kind: z.literal("addPerson"),
      id: person,
      name: title,
      email: mailAddress.optional(),
      mobile: mobile.optional(),
      wecom: wecom.optional(),
    }),
    z.strictObject({
      kind: z.literal("addPost"),
      id: post,
      title,
      unit: unit.optional(),
      level: z.enum(["desk", "head", "countyLeader", "leadingGroup"]),
      holder: person.optional(),
      from: from.optional(),
      fallback: z.array(post).max(30),
      liaison: post.optional(),
      order: z.int().min(1).max(10_000).optional(),
    }),
    z.strictObject({
      kind: z.literal("addUnit"),
      id: unit,
      unitKind: z.enum(["department", "township", "body"]),
      name: title,
      desk: post,
      head: post,
      leaderInCharge: post.optional(),
    }),
    z.strictObject({
      kind: z.literal("setAddress"),
      person,
      email: mailAddress.nullable().optional(),
      mobile: mobile.nullable().optional(),
      wecom: wecom.nullable().optional(),
    }),
    z.strictObject({ kind: z.literal("setDeadline"), milestone: id("Milestone id."), deadline: planDate }),
    z.strictObject({ kind: z.literal("setDutyFrequency"), duty: id("Duty id."), frequency: title }),
    z.strictObject({ kind: z.literal("chooseReading"), question: id("Open question's id."), chosen: title }),
    z.strictObject({ kind: z.literal("addItem"), ...newItem }),
    z.strictObject({ kind: z.literal("addTarget"), ...newTarget }),
  ])
  .meta({ id: "PlanEdit", description: "A small change of a document, by what it means." });
/** What the routes take is what plan-change makes: told by the compiler. */
type Fits<A extends B, B> = A;
export type EditBody = Fits<
  z.output<typeof edit> extends infer E ? (E extends { kind: "addItem" } ? Omit<E, "supporting"> : E) : never,
  { kind: Edit["kind"] }
>;

const given = z
  .union([z.string().max(2 * 1024 * 1024), z.record(z.string(), z.unknown())])
  .meta({ id: "WholeDocument", description: "As YAML text, or the same as JSON." })
  .optional();

const basis = z.int().min(1).max(1_000_000_000).optional();

const change = {
  documents: z
    .strictObject({ plan: given, roster: given, policy: given, calendar: given })
    .default({})
    .meta({ description: "Whole documents, in the notation of GET /documents/{kind}; the others stay." }),
  basedOn: z.strictObject({ plan: basis, roster: basis, policy: basis, calendar: basis }).default({}).meta({
    description:
      "The version that each whole document was made from, where the first line of its YAML doesn't say it or shall not count: naming the version that runs replaces it on purpose.",
  }),
  edits: z.array(edit).max(200).default([]).meta({ description: "Made one after another, after `documents`." }),
  handovers: z
    .array(z.strictObject({ from: unit, to: unit }))
    .max(50)
    .default([])
    .meta({
      description: "All open items that a unit owes pass to another.",
    }),
  adoptPolicy: z
    .union([z.enum(["all", "none"]), z.array(id("Milestone id.")).max(500)])
    .optional()
    .meta({ description: "Which running items go over to the newest policy; all where it is new, unless told." }),
  reason: spoken("Why; readings, handovers and new items need it.").optional(),
  post: actingPost,
};

export const previewBody = z.strictObject(change);
export const applyBody = z.strictObject({
  ...change,
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, says("sha256"))
    .meta({ description: "The preview's: what is applied is what was looked at." }),
});
export type ChangeBody = z.output<typeof previewBody>;

export const registerBody = z.strictObject({
  items: z
    .array(z.union([z.strictObject(newTarget), z.strictObject(newItem)]))
    .min(1)
    .max(50)
    .meta({ description: "Each has its own outcome: a milestone's for a further place, or a 交办事项." }),
  reason: spoken("Why."),
  post: actingPost,
});
export type RegisterBody = z.output<typeof registerBody>;

/* --------------------------------------------------------------- what is answered */

const fromTo = <T extends z.ZodType>(value: T) => z.strictObject({ from: value, to: value });
const step = z
  .strictObject({ key: z.string(), at: instant, type: z.string(), instrument: z.string().nullable() })
  .meta({ id: "ForeseenStep", description: "A step that comes by itself if nobody acts." });
const told = z.strictObject({
  role: z.enum(["to", "copy"]),
  post: z.string(),
  person: z.string().nullable(),
  instrument: z.string(),
});
const fileWords = { file: z.string(), what: words };

export const preview = z
  .strictObject({
    plan: z.string(),
    mode: z.enum(["live", "rehearsal"]),
    at: instant,
    hash: z.string().nullable().meta({ description: "Sent with the change; null: it cannot be applied as it is." }),
    changes: z.array(z.strictObject(fileWords)),
    refused: z.array(z.strictObject({ ...fileWords, instead: words })),
    needs: z.array(words).meta({ description: "What is still missing." }),
    notes: z.array(words),
    documents: z.array(z.strictObject({ kind: documentKind, version: z.int() })),
    orders: z.array(z.looseObject({ kind: z.string() })),
    moves: z.strictObject({
      items: z.array(
        z.strictObject({
          id: z.string(),
          task: z.int(),
          milestone: z.string(),
          deadline: fromTo(planDate).nullable(),
          primaryUnit: fromTo(z.string()).nullable(),
          policy: fromTo(z.int()).nullable(),
          status: fromTo(z.string()).nullable(),
          next: fromTo(step.nullable()).nullable(),
          steps: z.array(fromTo(step.nullable())),
          told: fromTo(z.array(told)).nullable(),
        }),
      ),
      registered: z.array(
        z.strictObject({
          id: z.string(),
          task: z.int(),
          milestone: z.string(),
          primaryUnit: z.string(),
          assignOn: planDate,
          deadline: planDate,
          policy: z.int(),
          assigned: z.boolean(),
          next: step.nullable(),
        }),
      ),
      atOnce: z.array(
        z.strictObject({ item: z.string(), type: z.string(), rung: z.string().nullable(), told: z.array(told) }),
      ),
    }),
    lines: z
      .strictObject({ zh: z.array(z.string()), en: z.array(z.string()) })
      .meta({ description: "All of it in words." }),
  })
  .meta({
    id: "ChangePreview",
    description: "What differs, what that moves, and what stands in the way. Nothing is written.",
  });

export const changeAnswer = z
  .strictObject({
    change: z.int().meta({ description: "Its number among the plan's changes." }),
    finished: z
      .int()
      .nullable()
      .meta({ description: "An earlier change that had been cut off and was finished first." }),
    documents: z.array(z.strictObject({ kind: documentKind, version: z.int() })),
    orders: z.array(z.strictObject({ key: z.string(), kind: z.string(), streams: count, items: count })),
  })
  .meta({ id: "ChangeAnswer", description: "Given once every task has recorded it." });
export type ChangeAnswer = z.infer<typeof changeAnswer>;

export const registerAnswer = z
  .strictObject({
    change: z.int(),
    accepted: count,
    refused: count,
    outcomes: z
      .array(
        z.strictObject({
          entry: count.meta({ description: "Its place in `items`." }),
          outcome: z.enum(["accepted", "refused"]),
          milestone: z.string().nullable(),
          items: z.array(z.string()).meta({ description: "The items registered, by id." }),
          rows: z.array(ledgerPosition),
          refusal: refusal.nullable(),
        }),
      )
      .meta({ description: "In the order of `items`." }),
  })
  .meta({ id: "RegisterAnswer", description: "Given once the tasks' ledgers have the items." });
export type RegisterAnswer = z.infer<typeof registerAnswer>;
