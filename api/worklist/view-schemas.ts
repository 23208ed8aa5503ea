/** Saved views of lists: one's own, by name. */
import { z } from "zod";
import { line, realInstant, says } from "../http/schema-parts.js";

/** Lists that have views. */
const list = z.enum(["worklist"]).default("worklist").meta({ description: "The list that is looked at." });
const name = line("What one calls it.", 40);
const content = {
  query: z
    .string()
    .max(2_000)
    .regex(/^[\x21-\x7E]*$/, says("line"))
    .meta({ description: "Filters and order, as the page's address has them (percent-encoded)." }),
  columns: z
    .array(z.string().regex(/^[A-Za-z]{1,40}$/, says("columns")))
    .max(60)
    .readonly()
    .meta({ description: "Columns in their order; empty: the usual ones." }),
};

export const viewsQuery = z.strictObject({ list });
export const viewBody = z.strictObject({ list, name, ...content });
export const viewDeleteBody = z.strictObject({ list, name });

export const savedViews = z
  .strictObject({ views: z.array(z.strictObject({ name: z.string(), ...content, savedAt: realInstant })) })
  .meta({ id: "SavedViews", description: "One's own views of a list, by name." });
export type SavedViewList = z.infer<typeof savedViews>;
