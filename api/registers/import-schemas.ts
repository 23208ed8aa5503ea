/** Bringing a workbook into a register: what would change, what cannot be taken, what is asked; then the confirmation. */
import { z } from "zod";
import { IMPORT_PHASES } from "../../domain/registers/import.js";
import { count, filter, id, sha256, spoken, words } from "../http/schema-parts.js";
import { registerId } from "./schemas.js";

export const importForm = z
  .strictObject({
    import: id(
      "A name of the caller's own, by which its progress is asked for and it is cancelled.",
      "0f8b6a4e2c1d",
    ).optional(),
    missing: filter(
      z.enum(["keep", "remove"]),
      "What becomes of rows that the sheet does not have; by default they stay.",
    ),
  })
  .meta({ id: "RegisterImportForm", description: "With the workbook as `file`." });

const note = z.strictObject({
  cell: z.string().meta({ description: "As the sheet names it: C7." }),
  column: z.string().nullable(),
  says: words,
});

export const importPreview = z
  .strictObject({
    batch: z.string().nullable().meta({
      description: "Names what is to be confirmed; null where something cannot be taken, or nothing differs.",
    }),
    sheet: z.string(),
    rows: count
      .nullable()
      .meta({ description: "Rows of the register that the sheet has; null: its head is not right." }),
    wrong: count.nullable().meta({ description: "Those of them with a mistake; null as `rows`." }),
    added: count
      .nullable()
      .meta({ description: "As the other three null where there is a mistake: nothing is compared." }),
    changed: count.nullable(),
    removed: count.nullable(),
    same: count.nullable(),
    faults: z.array(note).meta({ description: "What cannot be taken, the first 200. With one, nothing is." }),
    faultCount: count,
    questions: z.array(note).meta({ description: "What is taken in a way that is to be confirmed, the first 200." }),
    questionCount: count,
    changes: z
      .array(
        z.strictObject({
          no: z.int().nullable().meta({ description: "The sheet's row; null: it is not in the sheet." }),
          kind: z.enum(["added", "changed", "removed"]),
          key: z.record(z.string(), z.string()).meta({ description: "The cells by which the row is known." }),
          before: z.record(z.string(), z.string()),
          after: z.record(z.string(), z.string()),
        }),
      )
      .meta({
        description: "The first 100, rows that are removed before others. Of a changed row the cells that differ.",
      }),
  })
  .meta({ id: "RegisterImport", description: "What a workbook would change. Nothing is recorded yet." });

export const importParams = z.strictObject({
  register: registerId,
  import: id("The name that the form gave.", "0f8b6a4e2c1d").meta({ param: { id: "registerImport" } }),
});
export const cancelBody = z.strictObject({}).meta({ id: "RegisterImportCancelled", description: "Nothing to say." });
export const importProgress = z
  .strictObject({
    phase: z.enum(IMPORT_PHASES).meta({
      description:
        "waiting: it has not come; reading its sheet; checking rows; comparing them with the register; keeping what differs; ended.",
    }),
    done: count.meta({ description: "Rows that this phase is through with." }),
    whole: count.nullable().meta({ description: "Of how many; null: not known yet." }),
    cancelled: z.boolean(),
  })
  .meta({ id: "RegisterImportProgress", description: "How far the look at a workbook is." });

export const batchParams = z.strictObject({
  register: registerId,
  batch: sha256("What the preview named.").meta({ param: { id: "batch" } }),
});
export const confirmBody = z
  .strictObject({
    confirmed: z.literal(true).meta({ description: "What is asked was looked at." }),
    reason: spoken("Why; the office must say where it is not the keeper.").optional(),
  })
  .meta({ id: "RegisterImportConfirmed", description: "Records what the preview showed, whole." });

export const fileParams = z.strictObject({
  register: registerId,
  file: z
    .string()
    .regex(/^(template\.xlsx|rows(-\d{4}-\d{2}-\d{2})?\.(xlsx|csv))$/, "@id")
    .meta({
      description: "template.xlsx, rows.xlsx, rows.csv, or as of a day: rows-2021-12-31.xlsx.",
      param: { id: "registerFile" },
      example: "rows.xlsx",
    }),
});
