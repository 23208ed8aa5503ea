/** A catalogue's fields as the API takes them: the schema of a request's body, with its checks and its documentation. */
import { z } from "zod";
import { type Fields, type FieldSpec, requestFields } from "../../domain/forms/field.js";
import { id, line, planDate, sha256, spoken } from "./schema-parts.js";

const amount = z.number().positive().max(1e12);

const described = (schema: z.ZodType, describe: string | undefined): z.ZodType =>
  describe === undefined ? schema : schema.meta({ description: describe });

/** A value of the field, whether it may be left out or not. */
function valueSchema(field: FieldSpec): z.ZodType {
  const { describe, example } = field;
  switch (field.type) {
    case "text":
      return spoken(describe ?? "What the ledger is to say about it.");
    case "line":
      return line(describe ?? "");
    case "pick":
    case "instruction":
    case "rung":
      return id(describe ?? "", example);
    case "picks":
      return described(z.array(id(field.each)).max(field.most).default([]), describe);
    case "date":
      return described(planDate, describe);
    case "percent":
      return described(z.number().min(0).max(100), describe);
    case "number":
      return described(amount, describe);
    case "numbersByItem":
      return described(z.record(id("Item id."), amount), describe);
    case "count":
      return described(z.int().min(0), describe);
    case "figures":
      return z.record(z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/), z.number().min(0).max(1e12)).meta({
        description:
          "Figures by name, as the milestone's formula has them; `done` is of `total`, which the office fixes where the milestone has a metric, and which else its first report fixes.",
        example: { done: 12 },
      });
    case "yesNo":
      return described(z.boolean(), describe);
    case "oneOf":
      return described(z.enum(field.values.map(({ value }) => value)), describe);
    case "file":
      return sha256(describe ?? "A file's SHA-256.");
    case "files":
      return described(z.array(sha256("A file's SHA-256.")).min(1).max(500), describe);
    case "photos":
      return described(z.array(sha256("A photo's SHA-256.")).max(field.most), describe);
  }
}

function fieldSchema(field: FieldSpec): z.ZodType {
  const value = valueSchema(field);
  const known = field.nullable ? described(value.nullable(), field.describe) : value;
  return field.optional || field.perItem === "unlessGiven" ? known.optional() : known;
}

/** The members of a request's body that fields make. */
export const bodyOfFields = (fields: Fields): z.ZodRawShape =>
  Object.fromEntries(requestFields(fields).map(([name, field]) => [name, fieldSchema(field)]));
