/** Format of registers.yaml: the registers (清单、台账) of a plan and the figures that follow from them. */
import { z } from "zod";
import { TEXT_SOURCES } from "../domain/plan/plan.js";
import { COLUMN_TYPES, RHYTHMS } from "../domain/plan/registers.js";
import { id, ids, line, text } from "./schema-parts.js";

const column = z
  .strictObject({
    id: id.max(40).meta({ description: "The same for ever: rows hold their cells by it" }),
    title: line,
    english: line,
    type: z.enum(COLUMN_TYPES),
    unit: z.exactOptional(line).meta({ description: "万元, 户, 人, 亩 …" }),
    required: z.exactOptional(z.literal(true)),
    min: z.exactOptional(z.number()),
    max: z.exactOptional(z.number()),
    decimals: z.exactOptional(z.int().min(0).max(4)),
    options: z.exactOptional(z.array(line).min(2, { error: "must offer at least two choices" })),
    sensitive: z
      .exactOptional(z.literal(true))
      .meta({ description: "Of one person or household: encrypted and masked" }),
    note: z.exactOptional(text),
  })
  .meta({ description: "A column" });

const check = z
  .strictObject({ sum: ids.min(1), equals: z.exactOptional(id), atMost: z.exactOptional(id) })
  .refine(({ equals, atMost }) => (equals === undefined) !== (atMost === undefined), {
    error: "must say either equals: <column> or atMost: <column>",
  })
  .meta({ description: "Columns whose sum equals another, or is at most that" });

const register = z.strictObject({
  id: id.max(40),
  title: line,
  english: line,
  clause: line,
  task: z.exactOptional(z.int().min(1)),
  textSource: z.exactOptional(z.enum(TEXT_SOURCES)).meta({ description: "Whose list it is; absent: the office's" }),
  keeper: z.union([z.literal("township"), z.strictObject({ unit: id })], {
    error: "must be township, or { unit: <unit id> }",
  }),
  rhythm: z.enum(RHYTHMS),
  key: ids.min(1).meta({ description: "Columns by which a row is known: no two rows have the same" }),
  expects: z.exactOptional(z.enum(["villages", "townships"])).meta({ description: "One row, at least, of each" }),
  columns: z.array(column).min(1, { error: "must have at least one column" }),
  checks: z.exactOptional(z.array(check)),
});

const where = z.strictObject({ column: id, in: z.array(line).min(1) });
const term = z.union(
  [
    z.strictObject({ sum: id, less: z.exactOptional(z.literal(true)), where: z.exactOptional(where) }),
    z.strictObject({ count: z.literal("rows"), where: z.exactOptional(where) }),
    z.strictObject({ cells: ids.min(1), in: z.array(line).min(1) }),
  ],
  { error: "must be { sum: <column> }, { count: rows } or { cells: [<column>, …], in: [<text>, …] }" },
);
const terms = z.array(term).min(1);
const ratio = z.strictObject({ done: terms, of: terms });
const fixed = z
  .exactOptional(z.record(id, line))
  .meta({ description: "Values of the columns that tell the figure apart" });

const figure = z.strictObject({
  id: id.max(40),
  title: line,
  english: line,
  register: id,
  unit: line,
  per: z.exactOptional(ids.max(2)).meta({ description: "Columns that tell its values apart: a village, a year" }),
  methods: z
    .array(
      z.strictObject({
        id,
        title: line,
        english: line,
        done: terms,
        of: z.exactOptional(terms),
        minus: z.exactOptional(ratio),
      }),
    )
    .min(1)
    .meta({ description: "More than one: the office chooses once" }),
  fixesTotal: z.exactOptional(z.literal(true)).meta({ description: "The whole is fixed with the office's choice" }),
  milestones: z.exactOptional(z.array(z.strictObject({ milestone: id, fixed }))),
  kpis: z.exactOptional(
    z.array(
      z.strictObject({ kpi: id, fixed, above: z.exactOptional(z.number()), atLeast: z.exactOptional(z.number()) }),
    ),
  ),
});

const funds = z
  .strictObject({ register: id, year: id, source: id, planned: id, arrived: id, spent: id, library: id })
  .meta({ description: "The register that holds the plan's funds, and its columns by what they hold" });

/** registers.yaml */
export const registersFile = z.strictObject({
  version: z.int().min(1).meta({ description: "Raised with every change" }),
  registers: z.array(register).min(1, { error: "must hold at least one register" }),
  figures: z.exactOptional(z.array(figure)),
  funds: z.exactOptional(funds),
});
export type RegistersFile = z.infer<typeof registersFile>;
export type RegisterEntry = RegistersFile["registers"][number];
export type FigureEntry = NonNullable<RegistersFile["figures"]>[number];
export type FundsEntry = NonNullable<RegistersFile["funds"]>;
export type TermEntry = z.infer<typeof term>;
