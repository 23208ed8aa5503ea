/** Pieces that several schemas share. Zod schemas are the one source of validation, types and the OpenAPI document. */
import { z } from "zod";
import {
  MAIL_ADDRESS,
  linePattern,
  MOST_IN_LINE,
  MOST_IN_TEXT,
  optionalTextPattern,
  textPattern,
  tidyText,
} from "../../domain/language/text.js";
import type { ValidationMessage } from "./validation-messages.js";

/** What a rule says when it is broken, in the reader's language: see validation-messages.ts. */
export const says = (key: ValidationMessage): string => `@${key}`;

/** A sentence in both languages: data does not depend on who asks, so that it can be cached. */
export const words = z
  .strictObject({ zh: z.string(), en: z.string() })
  .meta({ id: "Words", description: "The same words in official Chinese and in English." });
export type Words = z.infer<typeof words>;

export const planDate = z.iso.date().meta({
  id: "PlanDate",
  description: "A calendar day in the plan's own time zone, YYYY-MM-DD.",
  example: "2021-06-30",
});

export const instant = z.iso.datetime({ offset: true }).meta({
  id: "Instant",
  description: "An instant of plan time with the plan's own offset.",
  example: "2021-07-01T09:00:00+08:00",
});

export const realInstant = z.iso.datetime({ offset: true }).meta({
  id: "RealInstant",
  description:
    "An instant of real time (UTC): when something happened on this machine, whatever the plan's clock said.",
  example: "2026-11-24T02:03:04.567Z",
});

export const count = z.int().min(0).meta({ id: "Count", description: "How many." });

export const named = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: "Named", description: "An id with its name on the day spoken of." });
export type Named = z.infer<typeof named>;

export const postRef = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    unit: named.nullable().meta({ description: "The unit it belongs to, by its name of the day." }),
  })
  .meta({ id: "PostRef", description: "A post (岗位)." });
export type PostRef = z.infer<typeof postRef>;

export const holder = z
  .strictObject({
    post: postRef,
    person: named.nullable().meta({ description: "Who holds it on the day; null while it is vacant." }),
  })
  .meta({ id: "Holder", description: "A post with its holder on the day." });
export type Holder = z.infer<typeof holder>;

/** Who did something, by the post they did it from. */
export const personAtPost = z
  .strictObject({ person: named, post: postRef })
  .meta({ id: "PersonAtPost", description: "A person with the post acted from." });

/* ----------------------------------------------------------- what requests are made of */

/** Made once for each number, and so written once in the OpenAPI document. */
function perNumber<T>(make: (most: number) => T): (most: number) => T {
  const made = new Map<number, T>();
  return (most) => {
    const known = made.get(most) ?? make(most);
    made.set(most, known);
    return known;
  };
}

/** Letters, digits and what ids of plans hold besides: what may stand in a line, and no end of it. */
const ID = linePattern(MOST_IN_LINE);
const idText = z
  .string()
  .regex(ID, says("id"))
  .meta({ id: "Id", description: "An id: one line of characters that are seen." });

/** What may stand in a cursor: anybody can write one. */
export const cursorText = z.string().regex(ID);
export const cursorSeq = z.int().min(0).max(2_147_483_647);

export const id = (description: string, example?: string) =>
  idText.meta({ description, ...(example === undefined ? {} : { example }) });

/** A filter that may be left out. */
export const filter = <T extends z.ZodType>(schema: T, description: string) => schema.optional().meta({ description });

export const planId = id("The plan's id, as in GET /plans.", "yimin-zhifu-r1").meta({ param: { id: "planId" } });

/** Where a page ends or a feed stands. Only this API can make one. */
export const cursor = z
  .string()
  .min(1)
  .max(8_000)
  .regex(/^[A-Za-z0-9_-]+$/, says("cursor"))
  .meta({ id: "Cursor", description: "A cursor from an earlier answer." });

export const pageCursor = cursor
  .optional()
  .meta({ description: "Goes on after the page that gave it as `next`.", param: { id: "cursor" } });

export const limit = perNumber((standard: number) =>
  z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, says("limit"))
    .transform(Number)
    .prefault(String(standard))
    .meta({
      description: `How many rows a page holds, 1 to 200 (${standard} unless told).`,
      override: { type: "integer", minimum: 1, maximum: 200, default: standard },
      param: { id: `limit.${standard}` },
    }),
);

/** A query says a list by repeating the parameter: to OpenAPI that is an array, and nothing else. */
const listOnly = ({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void => {
  const [list] = jsonSchema.anyOf as object[];
  delete jsonSchema.anyOf;
  Object.assign(jsonSchema, list);
};

/** A parameter that may be given several times. */
export const several = <T extends z.ZodType>(one: T, description: string) =>
  z
    .union([z.array(one).max(50), one.transform((value) => [value])])
    .optional()
    .meta({
      description: `${description} May be given several times.`,
      // A query says a list by repeating the parameter: that is an array to OpenAPI.
      override: listOnly,
    });

export const taskNo = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, says("task"))
  .transform(Number)
  .meta({ description: "The task's number in the plan.", override: { type: "integer", minimum: 1 } });

export const flag = (description: string) =>
  z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .meta({ description, override: { type: "boolean" } });

export const day = (description: string) => planDate.optional().meta({ description, example: "2021-07-01" });

export const searchText = z
  .string()
  .trim()
  .regex(linePattern(100), says("line"))
  .optional()
  .meta({ description: "Words that must all occur; width, case and spaces within a word don't matter." });

/** Kept as it is written; full-width signs of an input method are the plain ones (NFKC). */
export const mailAddress = z
  .string()
  .overwrite((text) => text.normalize("NFKC").trim())
  .regex(MAIL_ADDRESS, says("mailAddress"))
  .meta({ id: "MailAddress", description: "An e-mail address." });

const lineOf = perNumber((most) =>
  z
    .string()
    .trim()
    .regex(linePattern(most), says("line"))
    .meta({ id: `Line${most}`, description: `One line, of at most ${most} characters.` }),
);
const textOf = perNumber((most) =>
  z
    .string()
    .overwrite(tidyText)
    .regex(textPattern(most), says("text"))
    .meta({ id: `Text${most}`, description: `A text in lines, of at most ${most} characters.` }),
);

/** A name, a title, a number of a document: one line (domain/language/text.ts). */
export const line = (description: string, most = MOST_IN_LINE) => lineOf(most).meta({ description });

/** What somebody says, for the ledger, in lines (domain/language/text.ts). */
export const spoken = (description: string, most = MOST_IN_TEXT) => textOf(most).meta({ description });

/** The same, where nothing may be said. */
export const remark = (description: string, most: number) =>
  z.string().overwrite(tidyText).regex(optionalTextPattern(most), says("text")).default("").meta({ description });

export const sha256 = (description: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/, says("sha256"))
    .meta({ description });

/** A page of a longer list. */
export const page = <T extends z.ZodType>(row: T) => ({
  rows: z.array(row),
  next: cursor.nullable().meta({ description: "Ask for the next page with it; null on the last page." }),
});
