/** 台账: the ledger's rows in plain words: of one item, and of the whole plan as they come. */
import { z } from "zod";
import { LETTER_FORMS, type LetterForm } from "../../domain/letters/forms.js";
import { INSTRUMENT_IDS } from "../../domain/instruments/instruments.js";
import {
  count,
  cursor,
  instant,
  limit,
  named,
  page,
  pageCursor,
  personAtPost,
  planDate,
  postRef,
  realInstant,
  taskNo,
  words,
} from "../http/schema-parts.js";

export type { EventType } from "../../domain/ledger/events.js";

export const instrument = z
  .enum(INSTRUMENT_IDS)
  .meta({ id: "Instrument", description: "交办清单, 提醒, 催办单, 督办函, 呈阅件, 约谈建议, …" });

export const letterForm = z.enum(LETTER_FORMS as [LetterForm, ...LetterForm[]]).meta({
  id: "LetterForm",
  description:
    "What a letter calls itself: its instrument, or another form of it (resumed 恢复办理通知, reopened 重新办理通知, newHolder 岗位移交清单, cancelled 撤销通知, closingReview 销号审核通知, decisionSought 延期提请审定, monthBulletin 调度通报), or what it becomes where only leaders get it (submitted 情况呈报, settledReport 办结情况报告).",
});

export const delivery = z
  .enum(["batched", "immediate", "draft"])
  .meta({ id: "Delivery", description: "draft: waits for the office's signature and has told nobody yet." });

export const told = z
  .strictObject({
    instrument,
    form: letterForm,
    delivery,
    role: z.enum(["to", "copy"]),
    post: postRef.meta({ description: "The post whose holder got it." }),
    person: named.nullable().meta({ description: "Null: nobody in the whole fallback chain holds a post." }),
    fallbackFor: postRef.nullable().meta({ description: "The vacant post in whose place it was given." }),
    upFrom: postRef.nullable().meta({ description: "The post from which it was passed upward." }),
    substituteFor: named
      .nullable()
      .meta({ description: "代理: the post's holder, for whom their substitute got it too." }),
    items: count.nullable().meta({ description: "Lines of a 久拖未决清单; else null." }),
    letter: z.string().nullable().meta({ description: "The letter it stands in, once that has closed." }),
  })
  .meta({ id: "Told", description: "Somebody who was told, and how." });
export type Told = z.infer<typeof told>;

const actingAs = personAtPost;
export const actor = z
  .strictObject({
    ...actingAs.shape,
    onBehalfOf: actingAs.nullable(),
    substituteFor: named.nullable().meta({ description: "代理: the post's holder, in whose place the person acted." }),
  })
  .meta({ id: "Actor", description: "Who acted, and for whom." });

const rowItem = z.strictObject({
  id: z.string(),
  title: z.string(),
  village: named.nullable(),
  township: named.nullable(),
});

const tellingRow = z.strictObject({
  stream: z.string(),
  seq: z.int(),
  type: z.string().meta({ description: "The ledger's own name for what happened." }),
  at: instant,
  on: planDate,
  recordedAt: realInstant,
  task: z.int().nullable(),
  item: rowItem.nullable(),
  words,
  actor: actor.nullable().meta({ description: "Null where time brought it." }),
  told: z.array(told),
});
export type TellingRow = z.infer<typeof tellingRow>;

export const feedRow = z
  .strictObject({
    ...tellingRow.shape,
    alike: z
      .strictObject({
        key: z.string().meta({ description: "The same for all of them." }),
        count: count.meta({
          description: "Items, each once: all that the caller sees, on whatever page their rows stand.",
        }),
      })
      .nullable()
      .meta({
        description:
          "Rows that were recorded together: of one stream, instant, type and instrument; one each item. Null for a row of no item.",
      }),
    order: z
      .strictObject({
        id: z.string(),
        streams: count.meta({ description: "Of those that it was sent to: how many have carried it out so far." }),
        items: count.meta({ description: "On how many items it took effect so far, over all of them." }),
      })
      .nullable()
      .meta({ description: "The order that the row gives or carries out; null for all other rows." }),
  })
  .meta({ id: "FeedRow", description: "A ledger row in plain words." });
export type FeedRow = z.infer<typeof feedRow>;

export const ledgerRow = z
  .strictObject({
    ...tellingRow.shape,
    cause: z.string().meta({
      description: "What the row is known by: it is in the ledger once. Empty where the payload is withheld.",
    }),
    causeNo: z.int(),
    payload: z.record(z.string(), z.unknown()).meta({
      description:
        "The row as it was recorded. Withheld (empty) from who does not see everything where a letter lapsed unsigned: they are told of what was sent in its place.",
    }),
    hash: z.string().meta({ description: "SHA-256 over the row and the hash before it in its stream." }),
    previousHash: z.string(),
  })
  .meta({ id: "LedgerRow", description: "A ledger row in plain words and as recorded." });
export type LedgerRow = z.infer<typeof ledgerRow>;

export const itemLedgerQuery = z.strictObject({ limit: limit(100), cursor: pageCursor });

export const itemLedger = z
  .strictObject({ item: z.string(), total: count, ...page(ledgerRow) })
  .meta({ id: "ItemLedger", description: "A page of an item's ledger, oldest first." });
export type ItemLedger = z.infer<typeof itemLedger>;

export const feedQuery = z.strictObject({
  after: cursor.optional().meta({ description: "Rows recorded later than this cursor." }),
  before: cursor.optional().meta({ description: "Rows recorded earlier than this cursor." }),
  task: taskNo.optional().meta({ description: "Only this task's rows, by its number." }),
  limit: limit(50),
});

export const feed = z
  .strictObject({
    rows: z.array(feedRow).meta({ description: "In the order in which they were recorded, the newest last." }),
    before: cursor.nullable().meta({ description: "Ask for earlier rows with it; null when there are none." }),
    after: cursor.meta({ description: "Ask for later rows with it, or follow the stream from it." }),
    more: z.boolean().meta({ description: "Whether there are later rows already." }),
  })
  .meta({ id: "Feed", description: "What happened, across all tasks." });
export type Feed = z.infer<typeof feed>;

export const callsQuery = z.strictObject({ limit: limit(50), cursor: pageCursor });

const loggedCall = z
  .strictObject({
    item: rowItem,
    to: z
      .union([postRef, named])
      .meta({ description: "The post whose holder was called; a person where the row names one." }),
    text: z.string(),
    by: actingAs,
    at: instant.meta({ description: "When it was logged." }),
  })
  .meta({ id: "LoggedCall", description: "电话催办: a telephone call about an item." });

export const calls = z.strictObject(page(loggedCall)).meta({ id: "Calls", description: "A page of calls." });
