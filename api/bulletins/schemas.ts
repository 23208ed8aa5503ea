/** Bulletins (通报) of rounds over HTTP. */
import { z } from "zod";
import { CONTRADICTIONS } from "../../domain/bulletins/contradictions.js";
import { BULLETIN_STEPS } from "../../domain/inspections/bulletin-state.js";
import { count, id, line, named, planDate, remark, sha256, spoken, words } from "../http/schema-parts.js";

export const roundParams = z.strictObject({
  round: z
    .string()
    .regex(/^\d{4}[HS]\d{1,3}$/)
    .meta({ description: "The round: a half-year, or a special one.", example: "2021H1" }),
});
const hash = sha256("SHA-256 of the version's content as canonical JSON: the version's name.");

const figure = z
  .strictObject({
    key: z.string(),
    value: z
      .number()
      .nullable()
      .meta({ description: "Null: there is nothing to compute it from (无数据), which is not zero." }),
    counted: z.enum(["place", "line", "finding", "objection", "paper", "time", "percent", "group", "person"]),
    round: z.string(),
    query: z.string().meta({ description: "The query that counts it." }),
    params: z.record(z.string(), z.string()),
  })
  .meta({ id: "BulletinFigure", description: "A figure with how its rows are fetched." });

const piece = z
  .strictObject({ text: z.string(), figure: z.string().nullable() })
  .meta({ id: "BulletinPiece", description: "Words, or a figure as the text has it, with its key." });

const paragraph = z
  .strictObject({
    id: z.string(),
    lead: z.string().nullable(),
    template: z.string().meta({ description: "The Chinese with figures as `{key}`: what is edited." }),
    zh: z.array(piece),
    en: z.array(piece).nullable().meta({ description: "Null: the office wrote the Chinese anew." }),
    by: z.enum(["draft", "office"]),
    unsourced: z.array(z.string()).meta({ description: "Numbers in it that no figure stands behind." }),
  })
  .meta({ id: "BulletinParagraph" });

const table = z
  .strictObject({
    id: z.string(),
    title: words,
    columns: z.array(z.strictObject({ title: words, align: z.enum(["left", "center", "right"]) })),
    rows: z.array(z.array(piece)),
  })
  .meta({ id: "BulletinTable" });

const step = z
  .strictObject({
    id: z.string(),
    unit: named,
    task: z.int(),
    template: z.string(),
    zh: z.array(piece),
    en: z.array(piece).nullable(),
    by: planDate,
    item: z.boolean().meta({ description: "Becomes an item of its own on approval." }),
  })
  .meta({ id: "BulletinStep" });

const documentView = z
  .strictObject({
    title: words,
    addressee: z.string(),
    sections: z.array(z.strictObject({ id: z.string(), heading: words.nullable(), paragraphs: z.array(paragraph) })),
    tables: z.array(table),
    copies: z.array(z.string()),
    reports: z.array(z.string()),
  })
  .meta({ id: "BulletinDocument" });

const contentView = z
  .strictObject({
    sha256: hash,
    asOf: planDate,
    issuer: z.string(),
    figures: z.array(figure),
    bulletin: documentView,
    report: documentView
      .nullable()
      .meta({ description: "The report upward: the office's, and of those who see all. Null: not yours to see." }),
    steps: z.array(step),
    recipients: z.array(named),
  })
  .meta({ id: "BulletinContent" });

const reply = z
  .strictObject({
    no: z.int(),
    unit: named,
    on: planDate,
    agrees: z.boolean(),
    text: z.string(),
    answer: z.strictObject({ adopted: z.boolean(), reason: z.string() }).nullable(),
  })
  .meta({ id: "BulletinReply" });

const version = z
  .strictObject({
    version: z.int(),
    sha256: hash,
    no: z.string(),
    reportNo: z.string().nullable(),
    on: planDate,
    reason: z.string().nullable(),
    sentTo: z.array(named),
  })
  .meta({ id: "BulletinVersion", description: "A version that was signed: it stays as it is." });

const pointed = z.strictObject({
  round: z.string().nullable(),
  visit: z.string().nullable(),
  line: z.string().nullable(),
  item: z.string().nullable(),
  unit: named.nullable(),
});
const forOffice = z
  .strictObject({
    contradictions: z.array(z.strictObject({ kind: z.enum(CONTRADICTIONS), said: z.string(), of: z.array(pointed) })),
    repeated: z.array(z.string()).meta({ description: "Sentences that stood in the two bulletins before as well." }),
    running: z
      .array(
        z.strictObject({
          paragraph: z.string().meta({ description: "Id of its paragraph in the section of problems." }),
          unit: named,
          line: z.string(),
          cause: z.string(),
          rounds: z.int(),
        }),
      )
      .meta({ description: "Problems that are named three or more rounds running." }),
  })
  .meta({ id: "BulletinChecks", description: "What the office looks at before it signs. An entry accuses nobody." });

export const bulletinView = z
  .strictObject({
    round: z.string(),
    step: z
      .enum([...BULLETIN_STEPS, "none"])
      .meta({ description: "`none`: nothing is drafted that the caller may see." }),
    version: z.int().nullable(),
    content: contentView.nullable(),
    circulated: z.strictObject({ units: z.array(named), replyBy: planDate }).nullable(),
    mayReply: z.boolean(),
    maySign: z.boolean().meta({
      description:
        "It waits for a signature that the caller may give: of the office, and neither who drafted it nor who edited it last.",
    }),
    replies: z.array(reply),
    versions: z.array(version).meta({ description: "Archive page: what was signed, with hashes." }),
    checks: forOffice.nullable(),
  })
  .meta({
    id: "Bulletin",
    description: "A round's bulletin: its version under way as far as the caller sees it, and all that was signed.",
  });
export type BulletinView = z.input<typeof bulletinView>;

export const rowsQuery = z.strictObject({
  figure: id("").optional().meta({ description: "The figure's key. None: no rows." }),
  version: hash
    .optional()
    .meta({ description: "The version whose figure it is; the one that GET …/bulletin shows unless told." }),
});
export const rowsAnswer = z
  .strictObject({
    figure: figure.nullable().meta({ description: "Null: none was named." }),
    rows: z.array(
      z.strictObject({
        visit: z.string().nullable(),
        item: z.string().nullable(),
        place: z.string(),
        township: z.string().nullable(),
        unit: named.nullable(),
        what: z.string(),
        state: words,
        text: z.string(),
        on: planDate.nullable(),
        row: z.int().nullable().meta({ description: "Row of the round's stream that records it." }),
      }),
    ),
    withheld: count.meta({ description: "Rows that are counted and not the caller's to see." }),
  })
  .meta({ id: "BulletinRows", description: "The rows that a figure counts, as they were when the version was made." });
export type RowsAnswer = z.input<typeof rowsAnswer>;

export const FILES = ["bulletin.docx", "report.docx", "ledger.xlsx"] as const;
export const fileParams = roundParams.extend({
  version: hash,
  file: z.enum(FILES).meta({ description: "Which of its files." }),
});

const post = id("Which of the caller's posts to act from.").optional();
const units = z.array(id("Unit id.")).min(1).max(500);

export const draftBody = z.strictObject({
  post,
  from: hash.optional().meta({ description: "The version that is edited; absent: it is made anew of the figures." }),
  edited: z
    .array(
      z.strictObject({
        at: z
          .string()
          .max(200)
          .regex(/^[\w.:-]+(\/[\w.:-]+)+$/)
          .meta({ description: "`bulletin/<section>/<paragraph>`, `report/title`, `steps/<id>/by` …" }),
        text: spoken("The new text; null: it is struck out.").nullable(),
      }),
    )
    .max(200)
    .optional(),
  reason: line("Of a correction of what is signed: why.").optional(),
});
export const circulateBody = z.strictObject({ post, sha256: hash, units, replyBy: planDate });
export const replyBody = z.strictObject({
  post,
  agrees: z.boolean(),
  text: remark("What the unit says; of one that does not agree, why.", 4_000),
});
export const answerParams = roundParams.extend({
  no: z
    .string()
    .regex(/^[1-9]\d{0,4}$/)
    .transform(Number)
    .meta({ description: "The reply's number.", override: { type: "integer", minimum: 1 } }),
});
export const answerBody = z.strictObject({ post, adopted: z.boolean(), reason: spoken("Why it is adopted or not.") });
export const approveBody = z.strictObject({ post, sha256: hash, text: spoken("What is said to the approval.") });
export const signBody = z.strictObject({
  post,
  sha256: hash,
  no: line("Its 发文字号, where that was given elsewhere; else it is given now.").optional(),
  reportNo: line("The same of the report.").optional(),
});
export const sendBody = z.strictObject({ post, sha256: hash, units });

export const annexView = z.strictObject({ round: z.string(), table, figures: z.array(figure) }).meta({
  id: "BulletinAppraisal",
  description: "Villages by county leader in 任职 order, for the appraisal alone. Nobody is ranked.",
});
