/** Rounds of inspections over HTTP: lists, a round with its scheme, what is out, findings. Filing: filing-schemas.ts. */
import { z } from "zod";
import { CHASED, VISIT_REASONS } from "../../domain/ledger/inspection-events.js";
import { GRADES, LINE_SCOPES, SEVERITIES } from "../../domain/plan/checklists.js";
import { ROUND_STATUSES, VISIT_STATUSES } from "../../domain/inspections/types.js";
import {
  count,
  filter,
  id,
  instant,
  named,
  planDate,
  says,
  sha256,
  spoken,
  taskNo,
  words,
} from "../http/schema-parts.js";

export const roundName = z
  .string()
  .regex(/^\d{4}[HS]\d{1,3}$/, says("round"))
  .meta({
    description: "The round: a half-year, or a special one (2021S1).",
    example: "2021H1",
    param: { id: "round" },
  });
export const visitName = z
  .string()
  .regex(/^(village|unit)-[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, says("visit"))
  .meta({ description: "The visit: village-<id> or unit-<id>.", example: "village-v012", param: { id: "visit" } });
export const lineKey = id("A line's key.", "t07-works");
export const cause = id("A class of cause.", "funds");

export const roundParams = z.strictObject({ round: roundName });
export const visitParams = z.strictObject({ round: roundName, visit: visitName });

export const grade = z
  .enum(GRADES)
  .meta({ id: "Grade", description: "合格 pass, 基本合格 mostly, 不合格 fail, 不适用 notApplicable." });
export const severity = z.enum(SEVERITIES).meta({ id: "Severity", description: "How bad a finding is." });
export const visitStatus = z.enum(VISIT_STATUSES).meta({ id: "VisitStatus", description: "How far a visit is." });
const roundStatus = z.enum(ROUND_STATUSES).meta({ id: "RoundStatus", description: "How far a round is." });
export const scope = z.enum(LINE_SCOPES).meta({ id: "LineScope", description: "visit: on the spot; desk: by papers." });

export const place = z
  .strictObject({
    kind: z.enum(["village", "unit"]),
    id: z.string(),
    name: z.string().meta({ description: "Its name of today." }),
    township: named.nullable(),
  })
  .meta({ id: "VisitPlace", description: "Where a visit goes." });

export const groupMember = z.strictObject({
  person: named,
  post: z.string().meta({ description: "The post in which they inspect." }),
  unit: named,
});
export const group = z
  .strictObject({ id: z.string(), leader: named.meta({ description: "组长." }), members: z.array(groupMember) })
  .meta({ id: "InspectionGroup", description: "检查组." });

const arrived = z
  .strictObject({ asked: count, arrived: count })
  .meta({ id: "LinesArrived", description: "已送达 n/m, of lines." });
const photosArrived = z
  .strictObject({ named: count, arrived: count })
  .meta({ id: "PhotosArrived", description: "已送达 n/m, of photos." });
export const progress = { lines: arrived, photos: photosArrived };

const burden = z
  .strictObject({ checks: count, materials: count })
  .meta({ id: "Burden", description: "Checks made of a place this year before the round, and papers asked of it." });

const visitCounts = z.strictObject({ planned: count, takenAlong: count, partlyFiled: count, submitted: count });

const summary = {
  round: z.string(),
  name: words,
  status: roundStatus,
  special: z.boolean(),
  from: planDate,
  to: planDate,
  visitsUntil: planDate.meta({ description: "The last day on which a visit is taken along." }),
  closesOn: planDate.meta({ description: "The last day on which what is out is taken in." }),
  daysLeft: count.nullable().meta({
    description: "Working days left for the visits, today included; null: they are over, or the calendar ends.",
  }),
  openedAt: instant,
  checklist: count.meta({ description: "Version of the checklists." }),
  bulletin: z.string().nullable().meta({ description: "`<step>@<version>` of its bulletin; null: none is drafted." }),
  visits: visitCounts,
  objections: count.meta({ description: "Objections that wait for a decision." }),
};

export const rounds = z
  .strictObject({
    rounds: z.array(z.strictObject(summary).meta({ id: "RoundSummary", description: "A round, as lists have it." })),
  })
  .meta({ id: "Rounds", description: "The rounds of a plan, the newest first." });

export const plannedVisit = z
  .strictObject({
    visit: z.string(),
    place,
    mode: scope,
    reason: z.enum(VISIT_REASONS),
    lines: z.array(z.string()).meta({ description: "Keys of its lines, in their order." }),
    materials: count,
    burden,
    status: visitStatus,
    group: z.string().nullable(),
  })
  .meta({ id: "PlannedVisit", description: "A visit of a round." });

export const round = z
  .strictObject({
    ...summary,
    kind: z.enum(["supervision", "evaluation"]).meta({ description: "督查 or 检查评估." }),
    title: z.string(),
    basis: z.string(),
    scope: z.string().meta({ description: "As drafted it follows the visits; a text of the office's stays as it is." }),
    scopeFaults: z.array(z.strictObject({ said: z.string(), is: count })).meta({
      description: "Numbers of villages and units in the text that are not those of the visits.",
    }),
    visitsFrom: planDate,
    seed: z
      .strictObject({
        seed: z.string(),
        heads: z.array(z.strictObject({ stream: z.string(), seq: count, hash: z.string() })),
      })
      .meta({ description: "What the sample was drawn by: SHA-256 over the heads as canonical JSON." }),
    grades: z.strictObject({ pass: count, mostly: count, fail: count, notApplicable: count }),
    groups: z.array(group),
    plannedVisits: z.array(plannedVisit).meta({ description: "Those within reach." }),
    conflicts: z.array(words).nullable().meta({
      description: "What keeps members of groups from inspecting where they are to go; null: not the caller's to know.",
    }),
    systemic: z
      .array(
        z.strictObject({
          line: z.string(),
          text: z.string(),
          cause: z.string(),
          causeTitle: z.string(),
          villages: z.array(named),
        }),
      )
      .meta({
        description: "面上问题 proposed for the office to decide: lines that failed of one cause in several villages.",
      }),
    uncovered: z.array(z.string()).meta({ description: "Visits without a group." }),
    pressing: z.array(z.strictObject({ what: z.enum(CHASED), since: planDate })).meta({
      description:
        "What waits for people, and the day from which it is counted; of checks and objections the last day on which they are in good time, the earliest of several.",
    }),
    may: z.array(z.string()).meta({ description: "What the caller may do to the round as it stands." }),
  })
  .meta({ id: "Round", description: "A round with its scheme (督查方案), groups, coverage and burden." });

const versionLines = z.array(z.strictObject({ line: z.string(), text: z.string() }));
export const offered = z.strictObject({ checklist: count, added: versionLines, removed: versionLines }).meta({
  id: "OfferedVersion",
  description:
    "Another version of the checklists, adopted while the visit is out: lines 新增 and 取消. The visit stays on its own version, and what is filed for cancelled lines is kept.",
});

/** How far a visit is, and on whose devices. */
const onDevices = {
  visit: z.string(),
  place,
  status: visitStatus,
  takenBy: z
    .array(z.strictObject({ person: named, at: instant, device: z.string() }))
    .meta({ description: "Who took it along, in order: a device that has nothing of it has lost it." }),
  ...progress,
  disputed: count,
  lastContact: instant.nullable(),
};

export const outstanding = z
  .strictObject({ round: z.string(), visits: z.array(z.strictObject(onDevices)) })
  .meta({ id: "Outstanding", description: "What is out on devices: for the 组长 and the office." });

export const myVisits = z
  .strictObject({
    visits: z.array(
      z.strictObject({
        round: z.string(),
        roundName: words,
        roundStatus,
        mode: scope,
        ...onDevices,
        leads: z.boolean().meta({ description: "The caller is the group's 组长." }),
        visitsUntil: planDate,
        closesOn: planDate,
        offered: offered.nullable().meta({ description: "Null: nothing changed since it was taken along." }),
      }),
    ),
  })
  .meta({ id: "MyVisits", description: "The visits of the caller, those not submitted first." });

export const remarks = z.array(
  z
    .strictObject({
      by: z.string().meta({ description: "Who said it, as noted." }),
      text: z.string(),
      on: planDate,
      row: count.meta({ description: "Row of the round's stream that holds it." }),
      notedBy: named.meta({ description: "Who noted it, or sent it." }),
    })
    .meta({ id: "ConclusionRemark", description: "What the inspected said to a conclusion." }),
);

export const inspectionWork = z
  .strictObject({
    work: z.array(
      z.strictObject({
        round: z.string(),
        roundName: words,
        what: z
          .enum([
            "approve",
            "file",
            "decideLines",
            "conclude",
            "decideObjections",
            "readConclusions",
            "replyBulletin",
            "bulletin",
          ])
          .meta({
            description:
              "approve: a scheme; file: one's own checks; decideLines: disputed lines of one's group; conclude: conclusions to show; decideObjections; readConclusions: those that may still be objected to; replyBulletin: a draft that one's unit is asked about; bulletin: a closed round's, not sent yet.",
          }),
        count: count.meta({ description: "Visits, or 1." }),
        by: planDate.nullable().meta({ description: "The last day for the first of them, where there is one." }),
        visit: z.string().nullable().meta({ description: "The visit, where it is one." }),
      }),
    ),
  })
  .meta({ id: "InspectionWork", description: "What of inspections waits for the caller, by round." });

export const foundOnce = z.strictObject({
  round: z.string(),
  visit: z.string(),
  row: count.meta({ description: "Row of the round's stream that holds the line." }),
  on: planDate,
  text: z.string(),
  photos: z.array(z.string()),
  contradicts: z.boolean(),
  remarks: remarks.meta({
    description: "What the inspected said to that visit's conclusion, of which this was a part.",
  }),
});

export const finding = z
  .strictObject({
    id: z.string().meta({ description: "Its rectification item's: `zg-<line>-<cause>/<place>`." }),
    title: z.string(),
    task: count,
    place,
    line: z.string(),
    cause: z.string(),
    severity,
    proposedSeverity: severity.nullable(),
    status: z.enum(["open", "closed", "withdrawn"]),
    count: count.meta({ description: "How often it was found." }),
    reopened: count,
    firstFoundOn: planDate,
    lastFoundOn: planDate,
    lastRound: z.string(),
    unit: named,
    deadline: planDate,
    daysOver: count.meta({
      description: "Working days over: of an open one today, of a closed one as at its closing.",
    }),
    alike: z.array(z.string()).meta({
      description: "Villages with the same line and cause, itself among them, that had a systemic item proposed.",
    }),
    systemic: z.array(z.string()).meta({ description: "Of a systemic item: the villages that it links." }),
    found: z.array(foundOnce),
  })
  .meta({
    id: "Finding",
    description: "问题: one of a place, a line and a class of cause, however often it is found.",
  });

export const findingsQuery = z.strictObject({
  round: filter(roundName, "Found in this round."),
  task: filter(taskNo, "Of this task."),
  village: filter(id(""), "In this village, by its id."),
  unit: filter(id(""), "To be put right by this unit, by its id."),
  status: z.enum(["open", "closed", "withdrawn"]).optional().meta({ description: "How it stands." }),
  severity: z.enum(SEVERITIES).optional().meta({ description: "How bad it is." }),
  overdue: z.enum(["true"]).optional().meta({ description: "Open ones past their deadline only." }),
});

export const findings = z
  .strictObject({
    findings: z.array(finding),
    counts: z.strictObject({ all: count, open: count, overdue: count, closed: count, withdrawn: count }).meta({
      description:
        "Of all that the other filters leave, whatever `status` and `overdue` say: open = all − closed − withdrawn; overdue is a part of open.",
    }),
  })
  .meta({ id: "Findings", description: "Findings within reach, the open ones first." });

/* ----------------------------------------------------------- the office's acts */

const why = spoken("Why: for the ledger.");
export const schemeBody = z.strictObject({
  basis: spoken("Which decision orders the round.", 1_000).optional(),
  scope: spoken("What it is about.", 1_000).optional(),
  visit: z
    .array(id("Village id."))
    .max(500)
    .optional()
    .meta({ description: "Villages to be visited beside those drawn." }),
  unvisit: z
    .array(id("Village id."))
    .max(500)
    .optional()
    .meta({ description: "Villages that were so added, and are not to be visited after all. What was drawn stays." }),
  reason: why,
});
export const approveBody = z.strictObject({ text: spoken("What is said to it.", 1_000) });
export const moveBody = z.strictObject({
  visitsFrom: planDate,
  visitsUntil: planDate.meta({ description: "The last day of the visits; the close follows from it." }),
  reason: why,
});
export const skipBody = z.strictObject({ reason: why });
export const checklistBody = z.strictObject({ version: z.int().min(1), reason: why });
export const groupsBody = z.strictObject({
  groups: z
    .array(
      z.strictObject({
        id: id("The group.", "g1"),
        leader: id("Person id of its 组长, one of its members."),
        members: z
          .array(z.strictObject({ person: id("Person id."), post: id("Post id."), unit: id("Unit id.") }))
          .min(2)
          .max(20),
        visits: z.array(visitName).max(500),
      }),
    )
    .min(1)
    .max(100),
  reason: why,
});
export const specialBody = z.strictObject({
  from: planDate,
  to: planDate,
  villages: z.array(id("Village id.")).min(1).max(500),
  reason: why,
});
export const systemicBody = z.strictObject({
  line: lineKey,
  cause,
  accepted: z.boolean(),
  villages: z.array(id("Village id.")).min(1).max(500),
  reason: why,
});

export const roundDone = z
  .strictObject({
    round: z.string(),
    status: roundStatus,
    row: count.meta({ description: "The stream's last row afterwards." }),
  })
  .meta({ id: "RoundDone", description: "Given once the ledger has it." });
export const roundAsked = z
  .strictObject({ round: z.string().meta({ description: "The name that the plan gave it." }) })
  .meta({ id: "RoundAsked", description: "A special round that was announced." });

export const photoHash = sha256("SHA-256 of the photo's bytes.");
