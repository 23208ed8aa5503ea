/** The month's request (调度) over HTTP: months, who has answered, a unit's grid, its draft and its acts. */
import { z } from "zod";
import { REGISTER_STATES, REQUEST_STATES, ROW_KINDS } from "../../domain/ledger/month-events.js";
import { COLUMNS, MISTAKES, MOST_IN_CELL } from "../../domain/months/answers.js";
import { optionalTextPattern } from "../../domain/language/text.js";
import { STATUS_LIGHTS } from "../../domain/items/light.js";
import { count, id, line, named, planDate, says, sha256, spoken, words } from "../http/schema-parts.js";

export const monthText = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .meta({ description: "The month.", example: "2021-05" });

export const monthParams = z.strictObject({ month: monthText });
export const requestParams = z.strictObject({ month: monthText, unit: id("Unit id.", "agriculture") });

const status = z.enum(REQUEST_STATES).meta({
  description: "asked: nothing is sent, or it was sent back; answered: it waits for the unit's head; confirmed.",
});

const monthFields = {
  month: monthText,
  status: z.enum(["open", "closed"]).meta({ description: "closed: the month's figures are fixed." }),
  askedOn: planDate,
  dueOn: planDate,
  closesOn: planDate.meta({ description: "The last day on which an answer still counts." }),
};

/** What a month comes to, of all units. */
const totals = z
  .strictObject({ units: count, answered: count, confirmed: count, late: count })
  .nullable()
  .meta({ description: "Of all units, for who sees everything; else null." });

const requestRow = z
  .strictObject({
    unit: named,
    status,
    rows: count,
    registers: count.meta({ description: "Registers that it keeps and that are due in the month." }),
    version: count.meta({ description: "Of its newest answer; 0: none was sent." }),
    answeredOn: planDate.nullable(),
    answeredBy: z.array(named).meta({ description: "Who sent its newest answer, with whom they acted for." }),
    confirmedOn: planDate.nullable(),
    confirmedBy: z.array(named),
    late: z.boolean().meta({ description: "Confirmed after the due day, or due and not confirmed yet." }),
    urged: count,
    returned: count.meta({ description: "How often its head sent it back." }),
    returnReason: z.string().nullable(),
    mayAnswer: z.boolean().meta({ description: "The caller may fill it in and send it." }),
    mayConfirm: z.boolean().meta({ description: "The caller may confirm it or send it back now." }),
  })
  .meta({ id: "ProgressRequest", description: "A unit's one request of a month." });
export type RequestRow = z.infer<typeof requestRow>;

export const monthList = z
  .strictObject({
    asks: z.boolean().meta({ description: "Whether the plan's policy asks by the month at all." }),
    months: z.array(
      z.strictObject({
        ...monthFields,
        totals,
        bulletin: z
          .string()
          .nullable()
          .meta({ description: "`<step>@<version>`; null: none is drafted, or not yours." }),
        own: z.array(requestRow).meta({ description: "The caller's units'." }),
      }),
    ),
  })
  .meta({ id: "Months", description: "The months that were asked about, the newest first." });
export type MonthList = z.infer<typeof monthList>;

export const monthWork = z
  .strictObject({
    work: z.array(
      z.strictObject({
        month: monthText,
        what: z.enum(["answer", "confirm", "bulletin"]).meta({
          description:
            "answer: a unit's request is to be filled in and sent; confirm: its answer waits for its head; bulletin: a closed month's, not sent yet.",
        }),
        unit: named.nullable().meta({ description: "Whose request; null: the office's bulletin." }),
        rows: count.nullable().meta({ description: "Rows that are asked; null: the bulletin." }),
        by: planDate.nullable().meta({ description: "The day it is due; null: no day is set." }),
        late: z.boolean(),
        returnReason: z.string().nullable().meta({ description: "Why its head sent it back last; null: it was not." }),
      }),
    ),
  })
  .meta({ id: "MonthWork", description: "What of months waits for the caller, the newest month first." });
export type MonthWork = z.infer<typeof monthWork>;

export const monthView = z
  .strictObject({
    ...monthFields,
    totals,
    requests: z.array(requestRow).meta({ description: "Everybody's, for who sees everything; else one's own." }),
    bulletinStep: z.enum(["none", "drafted", "circulated", "approved", "signed", "sent"]),
  })
  .meta({ id: "Month", description: "A month with who has answered." });
export type MonthView = z.infer<typeof monthView>;

const cellText = z.string().regex(optionalTextPattern(Math.max(...Object.values(MOST_IN_CELL)) * 4), says("text"));
export const cells = z
  .strictObject(
    Object.fromEntries(COLUMNS.map((column) => [column, z.exactOptional(cellText)])) as {
      [C in (typeof COLUMNS)[number]]: z.ZodExactOptional<typeof cellText>;
    },
  )
  .meta({
    id: "ProgressCells",
    description:
      "progress 进展（%，计量事项为完成量）· measure 工作措施 · problem 存在问题 · nextStep 下一步 · leader 责任领导 · person 责任人 · phone 联系电话 · coordinate 需协调事项. As they were typed; an empty cell is absent.",
  });

const mistake = z
  .strictObject({ key: z.string(), column: z.enum(COLUMNS), code: z.enum(MISTAKES), message: words })
  .meta({ id: "ProgressMistake", description: "A cell that is not as it should be." });

const gridRow = z.strictObject({
  key: z.string(),
  kind: z.enum(ROW_KINDS),
  task: z.strictObject({ no: count, title: z.string() }),
  title: z.string().meta({ description: "What it asks about, by the milestone's title, or of a task as a whole." }),
  place: z.string().nullable().meta({ description: "Village, else township; null: the whole." }),
  deadline: planDate.nullable(),
  light: z.enum(STATUS_LIGHTS).nullable().meta({ description: "Of today; null: it is no item, or not yours to see." }),
  percent: z.number().nullable().meta({ description: "As recorded." }),
  scheduled: z.number().nullable().meta({ description: "序时进度, percent." }),
  needed: z.array(z.enum(COLUMNS)).meta({ description: "Cells that must not be empty." }),
  asksProgress: z.boolean(),
  measured: z.boolean(),
  total: z.number().nullable().meta({ description: "Of a measured item: what `progress` is counted against." }),
  behind: z.boolean().meta({ description: "It lay behind 序时进度, or was overdue, as it was asked about." }),
  answer: cells.nullable().meta({ description: "As it was sent last; null: it was not." }),
  draft: z
    .strictObject({ cells, version: count, by: named })
    .nullable()
    .meta({ description: "As it is saved; `version` is what the next saving names as `seen`." }),
  before: cells.nullable().meta({ description: "Last month's answer." }),
  same: count.meta({ description: "For how many months running the sent words are the same; 1: they are new." }),
});

const registerRow = z
  .strictObject({
    register: z.strictObject({ id: z.string(), title: z.string(), english: z.string() }),
    period: words.meta({ description: "What it is due for: a month, quarter, half-year or year, or once." }),
    from: planDate.meta({ description: "First day of the period: rows changed before it are not up to date." }),
    state: z.enum(REGISTER_STATES).meta({
      description:
        "kept: brought up to date in the period; unchanged: its keeper said that nothing of it has changed; notKept. Of an answer that was sent as it stood then.",
    }),
    changedOn: planDate
      .nullable()
      .meta({ description: "When a row of the unit was changed last; null: none was ever." }),
    missing: z.array(named).meta({ description: "Villages or townships of which no row was changed in the period." }),
    mayBeUnchanged: z.boolean().meta({ description: "Every place that is wanted has a row: it can be unchanged." }),
  })
  .meta({ id: "RegisterOfRequest", description: "A register that the unit keeps, in its month's request." });

export const requestView = z
  .strictObject({
    month: monthText,
    dueOn: planDate,
    closesOn: planDate,
    status: z.enum(["open", "closed"]),
    copiedAfter: count,
    request: requestRow,
    draft: sha256("Names what is saved: what `send` is given."),
    unsent: z
      .int()
      .min(0)
      .meta({ description: "Rows of which something else is saved than was sent last; 0 until something was." }),
    rows: z.array(gridRow),
    registers: z.array(registerRow),
  })
  .meta({ id: "ProgressGrid", description: "A unit's grid of a month." });
export type RequestView = z.infer<typeof requestView>;
export type GridRowView = RequestView["rows"][number];

/** Rows that are saved at once at most. */
const MOST_ROWS = 2_000;

export const draftBody = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        key: id("The row's key."),
        cells,
        seen: z.int().min(0).max(1_000_000).meta({ description: "The version on the writer's screen; 0: none." }),
      }),
    )
    .min(1)
    .max(MOST_ROWS),
});

export const savedDraft = z
  .strictObject({
    saved: z.array(z.strictObject({ key: z.string(), version: count })),
    conflicts: z.array(z.strictObject({ key: z.string(), cells, version: count, by: named })).meta({
      description: "Rows that somebody else has saved meanwhile, as they stand: nothing was written over them.",
    }),
    draft: sha256("Names what is saved now."),
    mistakes: z.array(mistake).meta({ description: "Of the rows that were saved; what is missing is none yet." }),
  })
  .meta({ id: "SavedDraft" });

export const sendBody = z.strictObject({
  sha256: sha256("What is sent, as `draft` of the grid names it."),
  unchanged: z.array(id("A register of the request.")).max(100).optional().meta({
    description: "Registers of which the keeper has found that nothing has changed in their period 经核对无变化.",
  }),
});
const version = z.int().min(1).max(1_000_000).meta({ description: "The answer that is meant." });
export const confirmBody = z.strictObject({ version });
export const returnBody = z.strictObject({ version, reason: spoken("Why it is sent back 退回理由.", 500) });

export const importBody = z.strictObject({});
export const imported = z
  .strictObject({
    rows: z.array(z.strictObject({ key: z.string(), cells })).meta({ description: "Rows that the workbook fills." }),
    mistakes: z
      .array(z.strictObject({ cell: z.string().meta({ example: "D7" }), message: words }))
      .meta({ description: "By cell of the workbook. Nothing is saved while there are any." }),
  })
  .meta({ id: "ImportedProgress", description: "What a workbook says; nothing of it is saved." });

const hash = sha256("SHA-256 of the version's content as canonical JSON: the version's name.");
export const bulletinDraftBody = z.strictObject({
  from: hash.optional().meta({ description: "The version that is edited; absent: it is made of the month's figures." }),
  edited: z
    .array(
      z.strictObject({
        at: line("`bulletin/<section>/<paragraph>`, `bulletin/title`, `bulletin/addressee`."),
        text: spoken("The Chinese, with figures as `{key}`.").nullable(),
      }),
    )
    .max(200)
    .optional(),
  reason: spoken("Why it corrects what was signed.", 500).optional(),
});
export const bulletinApproveBody = z.strictObject({ sha256: hash, text: spoken("审核意见.", 500) });
export const bulletinSignBody = z.strictObject({
  sha256: hash,
  no: line("发文字号 where it was given elsewhere; absent: the next in order.", 60).optional(),
});
export const bulletinSendBody = z.strictObject({
  sha256: hash,
  units: z.array(id("Unit id.")).min(1).max(500),
});
export const bulletinFileParams = z.strictObject({ month: monthText, version: hash });
