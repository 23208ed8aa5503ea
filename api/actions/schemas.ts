/** What somebody asks to be done to items, and what became of each. */
import { z } from "zod";
import type { RefusalCode } from "../../domain/items/commands.js";
import type { GivenOrderKind } from "../../domain/streams/order-entries.js";
import { count, day, filter, id, instant, named, postRef, several, words } from "../http/schema-parts.js";

/** Most items of one request: those of a whole task. */
export const MOST_ITEMS = 500;

export const itemIds = z
  .array(id("Item id: milestone/place.", "t07-works-2021/v012"))
  .min(1)
  .max(MOST_ITEMS)
  .refine((ids) => new Set(ids).size === ids.length, { error: "@unique" })
  .meta({ id: "ItemIds", description: "The items it is to be done to; each has its own outcome." });

export const actingPost = id(
  "The post to act from, where the caller holds several that may; the first that may, unless told. For a liaison and a substitute: the post of the one they act for.",
  "agriculture-desk",
)
  .meta({ id: "ActingPost" })
  .optional();

export const onBehalfOf = id("Post id.").optional().meta({
  description:
    "The office enters a leader's written 批示: the leader's post. Both names stand in the ledger; `scan` is needed with it.",
});

export const ledgerPosition = z
  .strictObject({ stream: z.string(), seq: z.int(), type: z.string(), at: instant })
  .meta({ id: "LedgerPosition", description: "A ledger row: its stream and its number in it." });

export const orderAnswer = z
  .strictObject({
    order: z.string(),
    id: z.string().meta({ description: "Names the order, as a substitution is ended by it." }),
    streams: z
      .array(z.string())
      .meta({ description: "The tasks it was sent to; each carries it out on its own items." }),
    row: ledgerPosition.nullable(),
  })
  .meta({ id: "OrderAnswer", description: "Given once the plan's own ledger has the order." });
export type OrderAnswer = z.infer<typeof orderAnswer>;

/** Why a step was refused. */
export const REFUSAL_CODES = [
  "unknownItem",
  "illegalStep",
  "notYours",
  "ownWork",
  "suspended",
  "badDate",
  "nothingPending",
  "badValue",
  "computedPercent",
  "totalNotFixed",
  "belowTarget",
  "unrecordable",
  "evidenceMissing",
] as const satisfies readonly (RefusalCode | "evidenceMissing")[];
export type ActionRefusalCode = (typeof REFUSAL_CODES)[number];

export const refusal = z.strictObject({ code: z.enum(REFUSAL_CODES), reason: words }).meta({
  id: "Refusal",
  description: "Why it was refused, in Chinese and English; `code` never changes with the language.",
});

export const actionOutcome = z
  .strictObject({
    item: z.string(),
    outcome: z.enum(["accepted", "refused"]),
    rows: z.array(ledgerPosition).meta({ description: "The ledger rows it led to; none where it was refused." }),
    refusal: refusal.nullable(),
  })
  .meta({ id: "ActionOutcome", description: "What became of one item." });

export const actionAnswer = z
  .strictObject({
    action: z.string(),
    accepted: count,
    refused: count,
    outcomes: z.array(actionOutcome).meta({ description: "In the order of `items`." }),
  })
  .meta({
    id: "ActionAnswer",
    description:
      "Given once the ledger has what was accepted. Where one item was asked for and refused, and where all were, the answer is a problem instead.",
  });
export type ActionAnswer = z.infer<typeof actionAnswer>;

export const lettersAnswer = z
  .strictObject({
    action: z.enum(["signInstrument", "holdInstrument"]),
    accepted: count.meta({ description: "Letters of which something was accepted." }),
    refused: count,
    letters: z.array(
      z.strictObject({
        letter: z.string(),
        documentNo: z
          .string()
          .nullable()
          .meta({ description: "发文字号 given by this signature; null where nothing of it was signed." }),
        accepted: count,
        refused: count,
        outcomes: z.array(actionOutcome).meta({ description: "Of each item that the letter covers." }),
      }),
    ),
  })
  .meta({ id: "LettersAnswer", description: "What became of each draft, in the order of `letters`." });
export type LettersAnswer = z.infer<typeof lettersAnswer>;

/** Orders that concern items. */
const SCOPED_ORDERS = [
  "suspendArea",
  "resumeArea",
  "changeReading",
  "handOver",
  "handOverPost",
] as const satisfies readonly GivenOrderKind[];
export type ScopedOrder = (typeof SCOPED_ORDERS)[number];

const place = (what: string) => several(id(`${what} id.`), `${what} id.`);

/** What decides which items an order concerns; its other fields do not. */
export const orderScopeQuery = z.strictObject({
  order: z
    .enum(SCOPED_ORDERS)
    .default("suspendArea")
    .meta({ description: "The order's name; a suspension unless told." }),
  townships: place("Township"),
  villages: place("Village"),
  until: day("The planned end of a suspension; tomorrow unless told."),
  milestone: filter(id("Milestone id."), "Milestone id, for another reading."),
  deadline: day("The deadline by the other reading."),
  from: filter(id("Unit id."), "The unit that hands over."),
  to: filter(id("Unit id."), "The unit that takes over."),
  handedOver: filter(id("Post id."), "The post that has another holder."),
});

export const orderScope = z
  .strictObject({
    order: z.enum(SCOPED_ORDERS),
    items: count.meta({ description: "On how many items it would take effect, as they stand." }),
    refused: count.meta({ description: "How many of the items that it names would refuse it." }),
  })
  .meta({ id: "OrderScope", description: "What an order would touch, were it given now." });

export const letterIds = z
  .array(id("Letter id."))
  .min(1)
  .max(100)
  .refine((all) => new Set(all).size === all.length, { error: "@unique" })
  .meta({ description: "The drafts; each has its own outcome." });

export const actingAs = z
  .strictObject({
    post: postRef,
    onBehalfOf: postRef.nullable().meta({ description: "The leader whose liaison the caller is." }),
    inPlaceOf: postRef.nullable().meta({ description: "The vacant post whose letters come to `post`." }),
    substituteFor: named.nullable().meta({ description: "The post's holder, whose dated substitute the caller is." }),
  })
  .meta({ id: "ActingAs", description: "A capacity in which the caller may act." });
