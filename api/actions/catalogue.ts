/** Everything that can be done to items: the fields of each action, and the command that it becomes. */
import { z } from "zod";
import type { CommandKind } from "../../domain/items/commands.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { PlanView } from "../views/plan-view.js";
import { id, planDate, sha256, spoken, type Words } from "../http/schema-parts.js";
import type { AroundRefusal, CommandFields } from "./fields.js";
import { verifierFields } from "./verifiers.js";
import type { Around, RuleName } from "./rules.js";

export interface Action {
  /** Also the name of its rule. */
  readonly kind: CommandKind & RuleName;
  readonly name: Words;
  readonly description?: string;
  readonly fields: z.ZodRawShape;
  /** A leader's own act: the office may enter it with the scan of the written 批示. */
  readonly leaders?: boolean;
  /** The fields for one item, where they depend on it: each item is then a command of its own. */
  readonly of?: (fields: CommandFields, item: ItemState, filed: readonly string[], plan: PlanView) => CommandFields;
  /** Fields that follow from the roster, or why it cannot be done to an item: each item is then a command of its own. */
  readonly around?: (fields: CommandFields, around: Around) => CommandFields | AroundRefusal;
  /** The files that it names: each must have been uploaded to the item. */
  readonly files?: (fields: CommandFields) => readonly string[];
}

const said = spoken("What the ledger is to say about it.");
const reason = spoken("Why.");
const percent = z.number().min(0).max(100).optional().meta({
  description:
    "Progress of the item, in percent. Not where the milestone has a metric: there it is computed from `figures`.",
});
const figures = z
  .record(z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/), z.number().min(0).max(1e12))
  .optional()
  .meta({
    description:
      "Figures by name, as the milestone's formula has them; `done` is of `total`, which the office fixes where the milestone has a metric, and which else its first report fixes.",
    example: { done: 12 },
  });
/** 总任务量 */
const total = z.number().positive().max(1e12);
const unit = (description: string) => id(description, "agriculture");
const instructionId = id("The instruction's id, as the item has it.");

/** 批示 with its reply-by and its answer. */
const replyBy = planDate.meta({ description: "The day by which the unit is to answer; later than today." });

/** The rung of the draft meant; the item's only draft where it has one. */
const rung = id("The draft's rung, as the item has it.").optional();
const draftOf = (fields: CommandFields, item: ItemState): CommandFields => ({
  ...fields,
  rung: fields.rung ?? (item.drafts.length === 1 ? item.drafts[0]?.rung : undefined) ?? "",
});

const action = (
  kind: Action["kind"],
  zh: string,
  en: string,
  fields: z.ZodRawShape,
  more: Partial<Action> = {},
): Action => ({
  kind,
  name: { zh, en },
  fields,
  ...more,
});

export const ACTIONS: readonly Action[] = [
  action("assign", "交办", "assign", {}),
  action("signFor", "签收", "sign for", {}),
  action("reportProgress", "报告进度", "report progress", {
    percent,
    text: said,
    figures,
  }),
  action(
    "fixTotal",
    "核定总任务量",
    "fix the total",
    {
      total: total.optional().meta({ description: "总任务量, for each of the items that `totals` does not name." }),
      totals: z.record(z.string().max(200), total).optional().meta({ description: "By item id, where they differ." }),
      reason: reason.optional().meta({ description: "Why; needed where a total was fixed before." }),
    },
    {
      description:
        "Once for each item whose milestone has a metric: its percentage is computed of it from then on. Fixing it again is a correction and needs its reason; each stands in the ledger with its number.",
      of: ({ total: same, totals, reason: why }, item, _filed, { names }) => ({
        total: (totals as Readonly<Record<string, number>> | undefined)?.[item.id] ?? same,
        target: names.milestone(item.milestone)?.metric?.target ?? item.metric?.target,
        reason: why,
      }),
    },
  ),
  action(
    "report",
    "反馈完成",
    "report completion",
    {
      text: said,
      evidence: z
        .array(sha256("A file's SHA-256."))
        .min(1)
        .max(500)
        .meta({ description: "佐证: files uploaded to the items; of several items each takes its own of them." }),
      figures,
    },
    {
      files: ({ evidence }) => evidence as readonly string[],
      of: (fields, _item, filed) => ({ ...fields, evidence: filed }),
    },
  ),
  action("reportSupport", "协办反馈", "report supporting work", { text: said }),
  action(
    "assignVerifier",
    "指派核查人",
    "assign the verification",
    {
      verifier: id("Person id of somebody who holds a post of the verifying unit.", "p-042").nullable().meta({
        description: "Person id, of the verifying unit; null: anybody of it again. Others of it may not then.",
      }),
      text: said,
    },
    {
      around: verifierFields,
      description:
        "Who verifies it, by name: to be told, to see it and to verify or return it, which others of the unit then may not. Never who reported it. Ends with the verification, with another primary unit, and when that person reports it.",
    },
  ),
  action("verify", "核查", "verify", { text: said }),
  action("returnForRework", "退办", "return", { reason }),
  action("closeOut", "销号", "close", { text: said }),
  action("suspend", "暂停", "suspend", {
    reason,
    approver: id("Post id of whoever approved it."),
    until: planDate.meta({ description: "The planned end; later than today." }),
  }),
  action("resume", "恢复", "resume", { reason }),
  action("cancel", "取消事项", "cancel", { reason }),
  action("reassign", "改派主办单位", "reassign", {
    primaryUnit: unit("The unit that is to owe it from now on."),
    reason,
  }),
  action("changeReading", "改变时限释义", "change the reading", {
    deadline: planDate.meta({ description: "The new deadline." }),
    reason,
  }),
  action("requestExtension", "申请延期", "apply for an extension", {
    to: planDate.meta({ description: "The deadline asked for; later than the present one and than today." }),
    reason,
  }),
  action(
    "giveOpinion",
    "对延期提出意见",
    "give an opinion on the extension",
    { supports: z.boolean(), text: said },
    { leaders: true },
  ),
  action("proposeExtension", "提出延期建议", "propose on the extension", { grant: z.boolean(), text: said }),
  action("decideExtension", "决定延期", "decide the extension", { grant: z.boolean(), reason }),
  action("acknowledge", "阅知", "acknowledge", { text: said }, { leaders: true }),
  action(
    "instruct",
    "批示",
    "instruct",
    { unit: unit("The unit that is to answer."), text: said, replyBy },
    { leaders: true },
  ),
  action("replyToInstruction", "答复批示", "reply to an instruction", { instruction: instructionId, text: said }),
  action("acceptReply", "采纳答复", "accept a reply", { instruction: instructionId }, { leaders: true }),
  action(
    "returnReply",
    "退回答复",
    "return a reply",
    { instruction: instructionId, reason, replyBy },
    { leaders: true },
  ),
  action("annotate", "记录", "note", { text: said }),
  action("decideTalk", "决定约谈", "decide a talk", {
    hold: z.boolean().meta({ description: "false: no talk is held." }),
    on: planDate.optional().meta({ description: "The day of the talk; later than today." }),
    text: said,
  }),
  action("logCall", "电话催办记录", "log a call", { to: id("Post id of whoever was called."), text: said }),
  action("signInstrument", "签发文书", "sign an instrument", { rung, documentNo: id("文号.") }, { of: draftOf }),
  action("holdInstrument", "缓发文书", "hold an instrument", { rung, reason }, { of: draftOf }),
  action("openCauseReview", "客观原因核查", "open the review of a cause", { reason }),
  action("closeCauseReview", "结束客观原因核查", "close the review of a cause", { reason }),
];

/** What a filing of evidence is among the actions; it has a route of its own, for its file (routes/evidence.ts). */
export const EVIDENCE: Action = action("fileEvidence", "提交佐证", "file evidence", {});

const BY_KIND: ReadonlyMap<string, Action> = new Map(ACTIONS.map((each) => [each.kind, each]));

export const actionOf = (kind: string): Action | undefined => BY_KIND.get(kind);
