/** Every string that a door takes is a line, a text, an id or something narrower: none lets controls, directions and half characters in. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { linePattern, MAIL_ADDRESS, optionalTextPattern, textPattern } from "../../../domain/language/text.js";
import { ROUTES } from "../../../api/routes.js";
import { existingFile } from "../../../loader/load-existing.js";
import { calendarFile } from "../../../loader/calendar-schema.js";
import { planFile } from "../../../loader/plan-schema.js";
import { policyFile } from "../../../loader/policy-schema.js";
import { rosterFile } from "../../../loader/roster-schema.js";
import { scenarioFile } from "../../../loader/scenario-schema.js";

type Json = Readonly<Record<string, unknown>>;

/** The rules' patterns, whatever length they allow. */
const LENGTH = /\{1,\d+\}/g;
const kindOf = (pattern: string): string => pattern.replace(LENGTH, "{1,N}");
const RULES = new Set([linePattern(9), textPattern(9), optionalTextPattern(9)].map(({ source }) => kindOf(source)));

/** Narrower than a line by themselves: no sample with an unfit character matches. */
const UNFIT = ["\u0000", "\u202E", "\u200B", "\uD842", "\u2028", "\u0085", "\r", "\uFEFF"];
const isNarrow = (pattern: string): boolean => {
  const made = new RegExp(pattern, "u");
  const near = ["a", "1", "x@y", "a@b.cn", "/", "/a", "2021", "12345", "0".repeat(64), "a".repeat(20)];
  const taken = near.filter((one) => made.test(one));
  return UNFIT.every((bad) => !made.test(bad) && taken.every((one) => !made.test(one + bad) && !made.test(bad + one)));
};

/** Not texts: a secret is hashed or compared and never shown; a document is parsed, and its own texts are checked then. */
const SECRET = /^[A-Z]+ \/(me|sign-in|password-reset|calendar)[^ ]* (?:Credentials )?(password|current|next|secret)$/;
const DOCUMENT = /\/changes(\/preview)? WholeDocument( \(keys\))?$/;

function strings(schema: unknown, path: string, found: (path: string, schema: Json) => void): void {
  if (Array.isArray(schema)) return schema.forEach((one) => strings(one, path, found));
  if (typeof schema !== "object" || schema === null) return;
  const { type, properties, propertyNames, $defs, ...rest } = schema as Json;
  if (type === "string") found(path, schema as Json);
  for (const [name, one] of Object.entries({ ...(properties as Json), ...($defs as Json) }))
    strings(one, `${path} ${name}`, found);
  if (propertyNames) strings(propertyNames, `${path} (keys)`, found);
  for (const [key, one] of Object.entries(rest))
    if (!["default", "enum", "const", "examples"].includes(key)) strings(one, path, found);
}

const isFit = ({ enum: values, const: value, format, pattern }: Json): boolean =>
  values !== undefined ||
  value !== undefined ||
  format === "date" ||
  (typeof pattern === "string" && (RULES.has(kindOf(pattern)) || isNarrow(pattern)));

function unfit(schema: z.ZodType, of: string): string[] {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const found: string[] = [];
  strings(json, of, (path, one) => {
    if (!isFit(one) && !SECRET.test(path) && !DOCUMENT.test(path)) found.push(`${path}: ${JSON.stringify(one)}`);
  });
  return found;
}

describe("every string that comes in", () => {
  it.each(ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
    "%s",
    (name, route) => {
      const { params, query, body } = route;
      expect([params, query, body].flatMap((schema) => (schema ? unfit(schema, name) : []))).toEqual([]);
    },
  );

  it.each(Object.entries({ planFile, rosterFile, policyFile, calendarFile, scenarioFile, existingFile }))(
    "%s",
    (name, schema) => {
      expect(unfit(schema, name)).toEqual([]);
    },
  );

  it("is told from one that lets anything in", () => {
    expect(unfit(z.strictObject({ name: z.string().min(1).max(9) }), "x")).toHaveLength(1);
    expect(unfit(z.strictObject({ name: z.string().regex(/^[^\p{Cc}]{1,9}$/u) }), "x")).toHaveLength(1);
    expect(isNarrow(MAIL_ADDRESS.source)).toBe(true);
  });
});
