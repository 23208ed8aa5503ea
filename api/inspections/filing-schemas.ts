/** Filing a visit over HTTP: what a device takes along, sends, and is answered (docs/inspections.md). */
import { z } from "zod";
import { MOST_IN_TEXT, optionalTextPattern } from "../../domain/language/text.js";
import { FOUR_CHECKS } from "../../domain/plan/checklists.js";
import {
  count,
  filter,
  id,
  instant,
  line,
  named,
  planDate,
  says,
  sha256,
  spoken,
  words,
} from "../http/schema-parts.js";
import {
  cause,
  foundOnce,
  grade,
  group,
  lineKey,
  offered,
  place,
  progress,
  remarks,
  roundName,
  scope,
  severity,
  visitName,
  visitStatus,
} from "./schemas.js";

/**
 * What an answer says is hashed by the device as it stands: nothing of it is tidied here, and what would have to be is refused. A device
 * tidies before it hashes (`tidyText`).
 */
const asSaid = (description: string) =>
  z.string().regex(optionalTextPattern(MOST_IN_TEXT), says("text")).meta({ description });

const epoch = z.number().min(0).max(8.64e15);

export const answer = z
  .strictObject({
    line: lineKey,
    revision: z
      .int()
      .min(1)
      .max(1_000_000)
      .meta({ description: "1 for the first; each change of an answer is a revision." }),
    grade,
    text: asSaid("What was seen; of a failure the fact found."),
    cause: cause.optional().meta({ description: "Of a failure: one of the line's classes of cause." }),
    severity: severity.optional(),
    highlight: asSaid("亮点.").optional(),
    contradicts: z.boolean().optional().meta({ description: "与所报不符." }),
    asRest: z.boolean().optional().meta({ description: "其余合格." }),
    photos: z
      .array(
        z.strictObject({
          sha256: sha256("SHA-256 of its bytes."),
          takenAt: epoch
            .nullable()
            .meta({ description: "By the device's clock, epoch milliseconds; null: it does not say." }),
          source: z.enum(["camera", "gallery"]),
          location: z
            .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
            .optional(),
        }),
      )
      .max(20),
    answeredAt: epoch.meta({ description: "By the device's clock, epoch milliseconds." }),
  })
  .meta({ id: "LineAnswer", description: "A line as an inspector answered it. The author is the session's person." });

const deviceNow = epoch.meta({
  description: "The device's clock as it sends, epoch milliseconds. Nothing is judged by it.",
});

export const partParams = z.strictObject({
  round: roundName,
  visit: visitName,
  key: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}@[1-9]\d{0,6}$/, says("part"))
    .meta({ description: "`<line>@<revision>`.", example: "t07-works@1" }),
});
export const partBody = z.strictObject({ answer, deviceNow });
export const partsBody = z.strictObject({
  answers: z.array(answer).min(1).max(50),
  deviceNow,
  enteredFor: id("Person id of who wrote it: the office brings in a rescue file or the paper form.").optional(),
});

export const previewBody = z.strictObject({
  answers: z.array(answer).min(1).max(50),
  enteredFor: id("Person id of who wrote it."),
});

const clock = z.strictObject({ deviceAt: z.number(), receivedAt: z.number(), offset: z.number() }).meta({
  id: "DeviceClock",
  description: "The device's clock against the server's (epoch milliseconds); offset: device minus server.",
});

const filedFields = {
  line: z.string(),
  revision: count,
  row: count.meta({ description: "Row of the round's stream that holds it." }),
  content: z.string().meta({ description: "SHA-256 of the answer's canonical JSON." }),
  conflicting: z.boolean(),
  reassigned: z.boolean(),
  quarantined: z.boolean(),
  late: z.boolean(),
  clock,
};
export const filedPart = z
  .strictObject(filedFields)
  .meta({ id: "FiledPart", description: "In the ledger, in this row." });
export const filedParts = z
  .strictObject({
    parts: z.array(
      z.union([
        z.strictObject({ ok: z.literal(true), ...filedFields }),
        z.strictObject({
          ok: z.literal(false),
          line: z.string(),
          revision: count,
          status: count.meta({ description: "What its own PUT would have answered." }),
          code: z.string(),
          detail: z.string(),
        }),
      ]),
    ),
  })
  .meta({ id: "FiledParts", description: "Each line with its row, or why it is not there." });

export const filedRow = z
  .strictObject({ ...filedFields, person: named, group: z.string(), receivedAt: instant, answer })
  .meta({ id: "FiledRow", description: "A line as somebody filed it." });

export const filingPreview = z
  .strictObject({
    place,
    status: visitStatus,
    author: named,
    lines: z.array(
      z.strictObject({
        line: z.string(),
        revision: count,
        text: z.string().meta({ description: "What the line asks, by the visit's version of the checklists." }),
        grade,
        outcome: z
          .enum(["new", "same", "beside", "refused"])
          .meta({ description: "same: recorded already. beside: its key holds other content; both are kept." }),
        quarantined: z.boolean().meta({ description: "Of the author's own unit's work: kept apart." }),
        reason: words.nullable().meta({ description: "Why it would be refused." }),
        before: filedRow.nullable().meta({ description: "The newest that the author has filed for the line." }),
      }),
    ),
    photos: z.array(z.strictObject({ sha256: z.string(), stored: z.boolean() })),
  })
  .meta({ id: "FilingPreview", description: "What lines that are to be brought in would come to." });

const missing = z
  .strictObject({
    lines: z.array(z.string()),
    photos: z.array(z.strictObject({ sha256: z.string(), lines: z.array(z.string()) })),
    disputed: z.array(z.string()),
  })
  .meta({ id: "MissingParts", description: "What keeps a visit from being submitted, by line." });

export const receipt = z
  .strictObject({
    plan: z.string(),
    round: z.string(),
    visit: z.string(),
    stream: z.string(),
    status: visitStatus,
    ...progress,
    rows: z.array(
      z.strictObject({ line: z.string(), revision: count, row: count, content: z.string(), conflicting: z.boolean() }),
    ),
    files: z.array(z.strictObject({ sha256: z.string(), stored: z.boolean(), lines: z.array(z.string()) })),
    missing,
    submittedRow: count.nullable(),
    offered: offered.nullable(),
    head: z.strictObject({ seq: count, hash: z.string() }),
  })
  .meta({ id: "Receipt", description: "A device forgets a line or a photo only on a receipt that names it." });

export const receiptQuery = z.strictObject({
  person: filter(id(""), "Whose, by person id: the 组长 and who sees everything name the person."),
});

const evidenceRef = z.strictObject({ sha256: z.string(), name: z.string(), mediaType: z.string() });
const bundleLine = z.strictObject({
  key: z.string(),
  task: count,
  text: z.string(),
  textSource: z.enum(["plan", "office"]).optional(),
  clause: z.string(),
  from: z.union([
    z.strictObject({ kind: z.literal("milestone"), milestones: z.array(z.string()) }),
    z.strictObject({ kind: z.literal("duty"), duties: z.array(z.string()) }),
    z.strictObject({ kind: z.literal("fourChecks"), check: z.enum(FOUR_CHECKS) }),
    z.strictObject({ kind: z.literal("mechanism"), name: z.string() }),
  ]),
  scope,
  guidance: z.string(),
  good: z.string(),
  evidence: z.array(z.string()),
  causes: z.array(z.string()),
  severity,
  rectifier: z.union([
    z.strictObject({ kind: z.enum(["firstLead", "township"]) }),
    z.strictObject({ kind: z.literal("unit"), unit: z.string() }),
  ]),
  halves: z.array(z.enum(["H1", "H2"])).optional(),
  last: z.strictObject({ round: z.string(), grade, text: z.string(), on: planDate }).nullable(),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      cause: z.string(),
      severity,
      count,
      firstFoundOn: planDate,
      deadline: planDate,
      text: z.string(),
      photos: z.array(z.string()),
    }),
  ),
  claims: z.array(
    z.strictObject({
      item: z.string(),
      title: z.string(),
      unit: z.string(),
      status: z.string(),
      percent: z.number(),
      text: z.string(),
      on: planDate.nullable(),
      evidence: z.array(evidenceRef),
    }),
  ),
});

export const visitBundle = z
  .strictObject({
    plan: z.string(),
    round: z.string(),
    visit: z.string(),
    place,
    mode: scope,
    checklist: count,
    asOf: instant.meta({ description: "资料截至: the plan instant that all of it is of." }),
    group: group.nullable(),
    lines: z.array(bundleLine),
    causes: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    filed: z
      .array(filedRow)
      .meta({ description: "What the caller had filed, so that a second device goes on from there." }),
  })
  .meta({ id: "VisitBundle", description: "What is taken along for a visit (带走). Whole, or an error." });

export const takeBody = z.strictObject({ device: line("What the inspector calls the device.", 120) });

export const visitDetail = z
  .strictObject({
    round: z.string(),
    visit: z.string(),
    place,
    mode: scope,
    status: visitStatus,
    group: group.nullable(),
    lines: z.array(
      z.strictObject({
        line: z.string(),
        task: count,
        text: z.string().meta({ description: "As it stands on the visit's version of the checklists." }),
        disputed: z.boolean(),
        standing: filedRow.nullable().meta({ description: "What stands for it; null: 未查." }),
        filed: z.array(filedRow),
      }),
    ),
    submitted: z.strictObject({ row: count, on: planDate, by: named, late: z.boolean() }).nullable(),
    checklist: count.meta({ description: "Version of the checklists that it is on." }),
    offered: offered.nullable(),
    regraded: z.record(z.string(), grade).meta({ description: "Grades that a granted objection put in place." }),
    causes: z
      .array(z.strictObject({ id: z.string(), title: z.string() }))
      .meta({ description: "Classes of cause that the answers name, by the visit's version of the checklists." }),
    conclusion: z
      .strictObject({
        to: z.string().meta({ description: "Whom it was shown to, as noted." }),
        capacity: z.string(),
        on: planDate,
        by: named.meta({ description: "Who showed it." }),
        objectUntil: planDate,
        daysLeft: count.nullable().meta({
          description:
            "Working days left for objections, today included; null: the window is over, or the calendar ends.",
        }),
      })
      .nullable(),
    remarks: remarks.meta({
      description: "What the inspected said to it. None to who reads some lines of the visit only.",
    }),
    objections: z.array(
      z.strictObject({
        no: count,
        lines: z.array(z.string()),
        text: z.string(),
        unit: named,
        on: planDate,
        decideBy: planDate.nullable().meta({
          description: "The last day on which its decision is in good time; null: of an earlier release.",
        }),
        decision: z
          .strictObject({
            granted: z.boolean(),
            reason: z.string(),
            on: planDate,
            by: named.meta({ description: "Who decided it." }),
            grades: z.record(z.string(), grade).meta({ description: "The grades that lines have got by it." }),
          })
          .nullable(),
      }),
    ),
    may: z.array(z.string()).meta({ description: "What the caller may do to the visit as it stands." }),
    handOverTo: z
      .array(group)
      .meta({ description: "Groups that it could be given to, for who may give it; none for anybody else." }),
  })
  .meta({ id: "VisitDetail", description: "A visit with what is filed for it, side by side." });

export const conclusions = z
  .strictObject({ conclusions: z.array(visitDetail) })
  .meta({ id: "Conclusions", description: "Visits whose conclusion was served, the newest first." });

export { foundOnce };

export const decideLineBody = z.strictObject({ row: z.int().min(1), reason: spoken("Why this one stands.") });
export const lineParams = z.strictObject({ round: roundName, visit: visitName, line: lineKey });
export const handOverBody = z.strictObject({ to: id("The group that is given it.", "g2"), reason: spoken("Why.") });
export const conclusionBody = z.strictObject({
  to: spoken("Whom it is shown to.", 200),
  capacity: spoken("In which capacity.", 200),
});
export const remarkBody = z.strictObject({ by: spoken("Who remarks.", 200), text: spoken("The remark.") });
export const objectionBody = z.strictObject({ lines: z.array(lineKey).min(1).max(50), text: spoken("Why.") });
export const objectionParams = z.strictObject({
  round: roundName,
  visit: visitName,
  no: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, says("version"))
    .transform(Number)
    .meta({ description: "The objection's number.", override: { type: "integer", minimum: 1 } }),
});
export const objectionDecisionBody = z.strictObject({
  granted: z.boolean(),
  reason: spoken("Why."),
  grades: z
    .record(lineKey, grade)
    .optional()
    .meta({ description: "Where it is granted: the grade of each line it is about." }),
});
export const visitDone = z
  .strictObject({
    round: z.string(),
    visit: z.string(),
    row: count.meta({ description: "The stream's last row afterwards." }),
  })
  .meta({ id: "VisitDone", description: "Given once the ledger has it." });
