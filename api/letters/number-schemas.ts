/** 发文登记簿: numbers as they were given. */
import { z } from "zod";
import {
  count,
  filter,
  id,
  instant,
  limit,
  line,
  named,
  page,
  pageCursor,
  personAtPost,
  spoken,
} from "../http/schema-parts.js";

const by = personAtPost.nullable();
const year = z
  .string()
  .regex(/^[12]\d{3}$/)
  .transform(Number)
  .meta({ description: "The year of the number.", override: { type: "integer", minimum: 1000, maximum: 2999 } });

export const documentNumberState = z.enum(["used", "void"]).meta({ id: "DocumentNumberState" });

export const documentNumber = z
  .strictObject({
    documentNo: z.string().meta({ description: "发文字号 as it stands on paper." }),
    issuer: named.meta({
      description: "The body that gives the letter: its key among the policy's issuers, its name today.",
    }),
    series: z.string().meta({ description: "Kind of document, by which numbers follow on one another." }),
    year: z.int(),
    no: z.int().min(1),
    state: documentNumberState,
    letter: z.string().nullable().meta({ description: "The main letter; null until it has closed." }),
    title: z.string().nullable(),
    to: z.array(z.string()).meta({ description: "主送: units, or persons where they are in none." }),
    letters: count.meta({ description: "Letters that went out under it: the main one and its copies." }),
    givenAt: instant,
    givenBy: by.meta({ description: "Who signed; null: it went by itself, or an older release did not keep it." }),
    older: z
      .boolean()
      .meta({ description: "Given by an older release, which counted drafts: carried over as it was." }),
    voided: z.strictObject({ at: instant, by, reason: z.string() }).nullable(),
  })
  .meta({ id: "DocumentNumber", description: "A number of the register." });
export type DocumentNumber = z.infer<typeof documentNumber>;

export const numbersQuery = z.strictObject({
  year: filter(year, "Year."),
  issuer: filter(id("Key of an issuer."), "Key of an issuer."),
  series: filter(line("Kind of document."), "Kind of document."),
  state: filter(documentNumberState, "State."),
  limit: limit(100),
  cursor: pageCursor,
});

export const documentNumbers = z
  .strictObject({
    series: z
      .array(z.strictObject({ issuer: named, series: z.string(), year: z.int(), count }))
      .meta({ description: "Every series that has given a number, by year." }),
    ...page(documentNumber),
  })
  .meta({ id: "DocumentNumbers", description: "发文登记簿: the newest year first, in it each series in order." });

export const voidBody = z.strictObject({
  documentNo: line("The number, as it stands on paper."),
  reason: spoken("Why it is void."),
});
export const voidAnswer = z
  .strictObject({ documentNo: z.string(), state: documentNumberState })
  .meta({ id: "VoidedNumber", description: "A number that is void." });
