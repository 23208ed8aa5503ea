/** What waits for the caller, and what they may do. */
import { z } from "zod";
import { item } from "../items/schemas.js";
import { actingAs, refusal } from "./schemas.js";
import { count, instant, limit, named, planDate, postRef, words } from "../http/schema-parts.js";
import { instrument, letterForm } from "../ledger/schemas.js";

const TURNS = [
  "assign",
  "signFor",
  "work",
  "verify",
  "closeOut",
  "resume",
  "proposeExtension",
  "decideExtension",
  "giveOpinion",
  "answer",
  "acceptAnswer",
  "replyToInstruction",
  "forwardReply",
  "acceptReply",
  "acknowledge",
  "signInstrument",
  "decideTalk",
] as const;

export const myQuery = z.strictObject({ limit: limit(50) });

export const my = z
  .strictObject({
    on: planDate,
    person: named.nullable().meta({ description: "Null for who is in no roster." }),
    capacities: z.array(actingAs).meta({ description: "The posts in which the caller may act today." }),
    total: count.meta({ description: "All items that wait for the caller." }),
    turns: z
      .array(
        z.strictObject({
          turn: z.enum(TURNS),
          count: count.meta({ description: "Items." }),
          letters: count.nullable().meta({ description: "What waits to be signed, as letters; null for other turns." }),
        }),
      )
      .meta({ description: "How many of them wait for what." }),
    items: z
      .array(
        z.strictObject({
          item,
          asked: z.array(
            z.strictObject({
              turn: z.enum(TURNS),
              ref: z.string().nullable().meta({ description: "The instruction's id, or the draft's rung." }),
              by: planDate.nullable().meta({ description: "By when, where that is not the item's deadline." }),
            }),
          ),
        }),
      )
      .meta({ description: "The nearest day first." }),
    letters: z
      .array(
        z.strictObject({
          id: z.string(),
          instrument,
          form: letterForm,
          on: planDate,
          closedAt: instant,
          documentNo: z.string().nullable(),
        }),
      )
      .meta({ description: "The caller's newest letters." }),
  })
  .meta({ id: "My", description: "What waits for the caller." });

export const itemActions = z
  .strictObject({
    item: z.string(),
    actions: z.array(
      z.strictObject({
        action: z.string(),
        name: words,
        may: z.boolean(),
        waits: z
          .boolean()
          .meta({ description: "It waits for the caller: it stands on their list of what is to be done." }),
        as: actingAs.nullable().meta({ description: "The post from which it would be done." }),
        capacities: z
          .array(actingAs)
          .meta({ description: "All in which it could be done, that one first: name another one's post in `post`." }),
        refs: z
          .array(z.string())
          .meta({ description: "Instructions, drafts or persons that it can be done about, where it must name one." }),
        refusal: refusal.nullable().meta({ description: "Why it may not be done now, or not by the caller." }),
      }),
    ),
  })
  .meta({
    id: "ItemActions",
    description: "Every action, and the filing of evidence, and whether the caller may do it now.",
  });

export const delegations = z
  .strictObject({
    delegations: z.array(
      z.strictObject({
        id: z.string(),
        post: postRef,
        principal: named,
        substitute: named,
        from: planDate,
        until: planDate,
        reason: z
          .string()
          .nullable()
          .meta({ description: "Null for who neither sees everything nor is the holder or the substitute." }),
        awaitsConsent: z.boolean().meta({ description: "The holder is still to confirm it: it does not hold before." }),
        active: z.boolean().meta({ description: "Holds today." }),
      }),
    ),
  })
  .meta({ id: "Delegations", description: "代理: substitutions that are to come, hold, or are over." });
