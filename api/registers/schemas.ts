/** Registers (清单、台账) over HTTP: what there is, rows, their history, figures. Bringing workbooks: import-schemas.ts. */
import { z } from "zod";
import { linePattern, optionalTextPattern } from "../../domain/language/text.js";
import { COLUMN_TYPES, RHYTHMS } from "../../domain/plan/registers.js";
import { count, filter, id, instant, named, pageCursor, planDate, says, spoken, words } from "../http/schema-parts.js";

export const registerId = id("The register.", "projects").meta({ param: { id: "register" } });
export const rowId = id("A row.", "r-4f0a12").meta({ param: { id: "row" } });
export const registerParams = z.strictObject({ register: registerId });
export const rowParams = z.strictObject({ register: registerId, row: rowId });

const columnView = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    english: z.string(),
    type: z.enum(COLUMN_TYPES),
    unit: z.string().nullable(),
    required: z.boolean(),
    sensitive: z
      .boolean()
      .meta({ description: "Masked; read in clear by who keeps the row, and the office, and logged." }),
    key: z.boolean().meta({ description: "Rows are known by it." }),
    min: z.number().nullable().meta({ description: "Of numbers, in the column's unit; null: no bound." }),
    max: z.number().nullable(),
    decimals: z.int().nullable().meta({ description: "At most; null: two of a number, one of a percentage." }),
    note: z.string().nullable(),
    options: z
      .array(z.strictObject({ value: z.string(), label: z.string() }))
      .nullable()
      .meta({ description: "Of a choice, a flag and places: what can be in it. Null: anything of its type." }),
  })
  .meta({ id: "RegisterColumn", description: "A column of a register." });

const registerHead = z.strictObject({
  id: z.string(),
  title: z.string(),
  english: z.string(),
  clause: z.string(),
  task: z.int().nullable(),
  ofPlan: z.boolean().meta({ description: "The plan's own list; else the office's (办公室拟定)." }),
  keepers: z.array(named).meta({ description: "Units that keep its rows." }),
  rhythm: z.enum(RHYTHMS).meta({ id: "Rhythm", description: "How often it is brought up to date." }),
  rows: count.nullable().meta({ description: "Rows that the caller sees; null: no row is theirs to see." }),
  changedOn: planDate.nullable().meta({ description: "When a row was changed last; null: never." }),
  mine: z.boolean().meta({ description: "The caller keeps rows of it." }),
  missing: z.array(named).meta({
    description: "Villages or townships of which a row is wanted and none is there, as far as the caller sees them.",
  }),
});

export const registers = z
  .strictObject({ registers: z.array(registerHead) })
  .meta({ id: "Registers", description: "The registers of a plan." });

export const registerView = z
  .strictObject({
    ...registerHead.shape,
    version: z.int().meta({ description: "Of the plan's registers." }),
    columns: z.array(columnView),
    checks: z
      .array(z.strictObject({ sum: z.array(z.string()), equals: z.string().nullable(), atMost: z.string().nullable() }))
      .meta({ description: "Columns whose sum equals another, or is at most that." }),
    edits: z.enum(["own", "withReason", "none"]).meta({
      description: "own: as a keeper, their rows; withReason: the office, any row, saying why; none.",
    }),
    hasKey: z.boolean().meta({ description: "Whether sensitive cells can be written and read here." }),
    figures: z.array(z.strictObject({ id: z.string(), title: z.string(), english: z.string() })),
  })
  .meta({ id: "Register", description: "A register with its columns." });
export type RegisterView = z.infer<typeof registerView>;

const cells = z.record(z.string(), z.string()).meta({
  description:
    "By column; an empty cell is absent. Numbers are decimal texts, days YYYY-MM-DD, places ids; a sensitive cell is ●●●.",
});

export const rowView = z
  .strictObject({
    row: z.string(),
    seq: z.int().meta({ description: "The ledger row that last changed it: what a change names as `was`." }),
    cells,
    changedOn: planDate,
    by: named,
    mine: z.boolean().meta({ description: "The caller keeps it." }),
  })
  .meta({ id: "RegisterRow", description: "A row of a register." });
export type RowView = z.infer<typeof rowView>;

export const rowsQuery = z.strictObject({
  on: filter(planDate, "As it stood at the end of this day; by default now."),
  figure: filter(id("A figure.", "total-done"), "Only rows of which this figure is made."),
  scope: filter(
    z.string().regex(linePattern(200), says("line")),
    "Of such a figure the value that is meant: a village, a year.",
  ),
  limit: z
    .string()
    .regex(/^([1-9]\d{0,2}|1000)$/, says("limit"))
    .transform(Number)
    .prefault("500")
    .meta({ description: "Rows of a page, at most 1000.", param: { id: "rowLimit" } }),
  cursor: pageCursor,
});
export const rows = z
  .strictObject({
    rows: z.array(rowView),
    next: z.string().nullable(),
    on: planDate.meta({ description: "The day that is shown." }),
  })
  .meta({ id: "RegisterRows", description: "A page of a register's rows." });

export const history = z
  .strictObject({
    changes: z.array(
      z.strictObject({
        seq: z.int(),
        kind: z.enum(["added", "changed", "removed"]),
        before: cells,
        after: cells,
        at: instant,
        by: named,
        unit: named,
      }),
    ),
  })
  .meta({ id: "RegisterRowHistory", description: "Every change of one row, the newest first." });

const writtenCells = z
  .record(
    z.string().regex(/^[A-Za-z][\w-]{0,63}$/),
    z.string().regex(optionalTextPattern(4_000), says("text")).nullable(),
  )
  .meta({ description: "Cells as somebody writes them; null or empty clears one. Absent ones stay." });
export const rowsBody = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({
          row: rowId.nullable().meta({ description: "Null: a new row." }),
          was: z
            .int()
            .min(0)
            .max(2_147_483_647)
            .meta({ description: "`seq` of the row as it was seen; 0 for a new one." }),
          cells: writtenCells.nullable().meta({ description: "Null: the row goes." }),
        }),
      )
      .min(1)
      .max(500),
    reason: spoken("Why; the office must say where it is not the keeper.").optional(),
  })
  .meta({ id: "RegisterChange", description: "Changes of rows, all of them or none." });
export type RowsBody = z.output<typeof rowsBody>;

export const changed = z
  .strictObject({
    register: z.string(),
    seq: z.int().meta({ description: "Where the register's stream ends now." }),
    changed: count,
  })
  .meta({ id: "RegisterChanged", description: "What was recorded." });

export const clearBody = z
  .strictObject({ rows: z.array(rowId).min(1).max(200), reason: spoken("What it is needed for: it is logged.") })
  .meta({ id: "RegisterClear", description: "Rows whose sensitive cells are to be read in clear." });
export const clearCells = z
  .strictObject({ rows: z.array(z.strictObject({ row: z.string(), cells: z.record(z.string(), z.string()) })) })
  .meta({ id: "RegisterClearCells", description: "Sensitive cells in clear. Nothing keeps them but who asked." });

export const figureParams = z.strictObject({
  register: registerId,
  figure: id("The figure.", "total-done").meta({ param: { id: "figure" } }),
});
export const fixBody = z
  .strictObject({
    method: id("The way of computing it.", "investment"),
    reason: spoken("What decided it: minutes, a document."),
  })
  .meta({ id: "FigureFix", description: "How a figure is computed from now on." });

const methodView = z.strictObject({ id: z.string(), title: z.string(), english: z.string() });
export const figuresQuery = z.strictObject({ on: filter(planDate, "As they stood at the end of this day.") });
export const figures = z
  .strictObject({
    on: planDate,
    figures: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        english: z.string(),
        register: z.strictObject({ id: z.string(), title: z.string(), english: z.string() }),
        keepers: z.array(named),
        unit: z.string(),
        per: z.array(z.string()).meta({ description: "Columns that tell its values apart; none: one value." }),
        methods: z.array(methodView),
        method: z
          .string()
          .nullable()
          .meta({ description: "By which it is computed; null: the office has not fixed it." }),
        fixed: z
          .strictObject({ on: planDate, reason: z.string(), total: z.number().nullable(), version: z.int() })
          .nullable(),
        values: z.array(
          z.strictObject({
            scope: z.string(),
            name: words,
            value: z
              .number()
              .nullable()
              .meta({ description: "To one decimal, rounded down; null: nothing to divide by." }),
            done: z.number(),
            of: z.number(),
            changedOn: planDate,
          }),
        ),
        milestones: z.array(z.string()).meta({ description: "Milestones whose percentage it is." }),
      }),
    ),
    kpis: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        year: z.int(),
        target: z.string(),
        clause: z.string(),
        figure: z.string().nullable(),
        scope: z.string().nullable(),
        value: z.number().nullable(),
        unit: z.string().nullable(),
        owners: z.array(named).meta({ description: "Who is to bring the figure." }),
        state: z
          .enum(["met", "unmet", "missing", "notDue"])
          .meta({ id: "KpiState", description: "missing: its year has begun to be due and no figure is there." }),
      }),
    ),
  })
  .meta({ id: "Figures", description: "Figures that follow from registers, and the plan's KPIs." });

/** A row that cannot stand, by its number in the request. */
export const rowFaults = z.array(z.strictObject({ row: z.int(), column: z.string().nullable(), says: words }));
