/** 文书: notices as they were resolved, and the letters made of them. */
import { z } from "zod";
import { DELIVERY_STATES, LETTER_STATES } from "../../domain/letters/letter.js";
import { channel } from "./channel-schemas.js";
import { handedOver } from "./paper-schemas.js";
import { instrument, letterForm, told } from "../ledger/schemas.js";
import {
  count,
  day,
  filter,
  flag,
  id,
  instant,
  limit,
  named,
  page,
  pageCursor,
  planDate,
  postRef,
  realInstant,
} from "../http/schema-parts.js";

export const notice = z
  .strictObject({
    ...told.shape,
    stream: z.string(),
    seq: z.int(),
    no: z.int(),
    item: named.nullable().meta({ description: "The item it speaks of, by its milestone's title." }),
    village: named.nullable(),
    township: named.nullable(),
    addressed: postRef.meta({ description: "The post that the rule names." }),
    ladder: z.string().nullable(),
    rung: z.string().nullable(),
    deadlineVersion: z.int().nullable(),
    repetition: z.int().nullable(),
    at: instant,
    on: planDate,
    facts: z
      .record(z.string(), z.unknown())
      .meta({ description: "What the letter states, as known when it happened." }),
  })
  .meta({ id: "Notice", description: "One recipient told of one item by one instrument." });
export type Notice = z.infer<typeof notice>;

export const noticesQuery = z.strictObject({
  item: filter(id("Item id."), "Item id."),
  post: filter(id("Id of the post whose holder got it."), "Id of the post whose holder got it."),
  person: filter(id("Person id."), "Person id."),
  instrument: filter(instrument, "Instrument."),
  role: filter(z.enum(["to", "copy"]), "Addressed, or given a copy."),
  from: day("Not earlier than this plan day."),
  to: day("Not later than this plan day."),
  limit: limit(50),
  cursor: pageCursor,
});
export const notices = z
  .strictObject({ ...page(notice) })
  .meta({ id: "Notices", description: "Notices, the newest first." });
export type Notices = z.infer<typeof notices>;

export const letterState = z.enum(LETTER_STATES).meta({
  id: "LetterState",
  description:
    "manual: handed over or told by telephone; superseded: a draft nobody waits for; returned: sent, and come back, as the office entered.",
});

export const letter = z
  .strictObject({
    id: z.string(),
    instrument,
    form: letterForm,
    state: letterState,
    person: named.nullable().meta({ description: "Null for drafts, and where nobody holds a post of the chain." }),
    post: postRef.nullable().meta({ description: "The addressed post where it has no person." }),
    on: planDate,
    closedAt: instant,
    supplement: count.meta({ description: "0: the letter itself; from 1: what came after it had closed." }),
    documentNo: z.string().nullable(),
    notices: count,
    items: count.meta({
      description: "Items it speaks of: those of its notices, and the lines of a 久拖未决清单.",
    }),
    lastError: z.string().nullable(),
    queuedAt: realInstant,
    sentAt: realInstant.nullable(),
  })
  .meta({ id: "Letter", description: "A letter as lists show it." });
export type Letter = z.infer<typeof letter>;

export const lettersQuery = z.strictObject({
  state: filter(letterState, "State."),
  instrument: filter(instrument, "Instrument."),
  person: filter(id("Person id."), "Person id."),
  from: day("Not earlier than this plan day."),
  to: day("Not later than this plan day."),
  waiting: flag("true: only drafts that still wait for a signature."),
  limit: limit(50),
  cursor: pageCursor,
});
export const letters = z
  .strictObject({
    total: count,
    states: z.record(letterState, count).meta({ description: "All letters of the plan by state." }),
    ...page(letter),
  })
  .meta({ id: "Letters", description: "Letters, the newest first." });
export type Letters = z.infer<typeof letters>;

export const letterParams = z.strictObject({ letterId: id("Letter id.", "0f3a…") });
export const letterQuery = z.strictObject({
  lang: z
    .enum(["zh", "en"])
    .default("zh")
    .meta({ description: "Letters go out in Chinese; en shows the same in English." }),
});

const delivery = z
  .strictObject({
    channel,
    state: z.enum(DELIVERY_STATES),
    attempts: count,
    lastError: z.string().nullable(),
    sentAt: realInstant.nullable(),
    receipt: z.string().nullable().meta({ description: "What the other side calls the message." }),
  })
  .meta({ id: "LetterDelivery", description: "A letter on its way by one channel." });

export const letterDetail = z
  .strictObject({
    ...letter.shape,
    messageId: z.string(),
    subject: z.string(),
    html: z.string().meta({ description: "The whole page as sent. Show it in a sandboxed frame." }),
    text: z.string(),
    copyText: z.string().meta({ description: "转发文字: a short text to copy into a chat with the person." }),
    deliveries: z
      .array(delivery)
      .meta({ description: "How each channel stands by which it goes; empty: nothing is sent." }),
    handedOver: handedOver.nullable().meta({ description: "Null: not entered." }),
    told: z.array(notice).meta({ description: "The notices it is made of." }),
  })
  .meta({ id: "LetterDetail", description: "A letter as it looks." });
export type LetterDetail = z.infer<typeof letterDetail>;
