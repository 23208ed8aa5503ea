/** Format of policy.yaml: the ladders and their clocks. */
import { z } from "zod";
import { ASKED_ACTS } from "../domain/plan/policy.js";
import {
  INSTRUMENT_IDS,
  MONTH_INSTRUMENTS,
  ROUND_INSTRUMENTS,
  RUNG_INSTRUMENTS,
} from "../domain/instruments/instruments.js";
import { DOCUMENT_FORMS } from "../domain/instruments/document-forms.js";
import { id, line, phone, text, time } from "./schema-parts.js";

export const ROLES = [
  "primaryUnit",
  "primaryUnitHead",
  "leaderInCharge",
  "township",
  "townshipHead",
  "helpingUnit",
  "villageDepartmentHead",
  "villageCountyLeader",
  "leadingGroup",
  "office",
  "officeHead",
  "supervisionOffice",
  "verifier",
  "verifierHead",
  "decider",
  "deciderHead",
  "instructedUnit",
  "instructedUnitHead",
  "instructor",
  "supportingUnit",
  "supportingUnitHead",
] as const;

const roles = z.array(z.enum(ROLES));
const to = roles.min(1, { error: "must name at least one role to write to" });
const workingDays = z.int().min(1).max(250);

const asks = z.strictObject({
  act: z.enum(ASKED_ACTS),
  within: z.exactOptional(z.int().min(1).max(60)).meta({
    description: "Working days from the letter's day; absent: by the day that the ladder presses for",
  }),
});

const apart = z.int().min(1).max(20);

const rung = z.strictObject({
  id,
  offset: z.int().min(-250).max(250).meta({ description: "Working days from the ladder's anchor date" }),
  instrument: z.enum([...RUNG_INSTRUMENTS, ...ROUND_INSTRUMENTS, ...MONTH_INSTRUMENTS]),
  kind: z.enum(["auto", "signed"]),
  to,
  copy: z.exactOptional(roles),
  asks: z.exactOptional(asks),
  repeat: z.exactOptional(
    z.strictObject({
      every: z.union([workingDays, z.array(workingDays).min(1)]).meta({
        description: "Working days to the next: the same each time, or one figure for each repetition",
      }),
      times: workingDays,
      quietAfterAcknowledgement: z.int().min(0).max(250),
      thenAgenda: z.exactOptional(workingDays).meta({
        description: "Working days after the last repetition by which it goes onto the leading group's agenda list",
      }),
    }),
  ),
  mandatory: z.exactOptional(z.boolean()),
  afterUnanswered: z.exactOptional(z.enum(RUNG_INSTRUMENTS)),
  blockedByCauseReview: z.exactOptional(z.boolean()),
  standIn: z.exactOptional(z.strictObject({ instrument: z.enum(RUNG_INSTRUMENTS), to, copy: z.exactOptional(roles) })),
});

const ladder = z.array(rung).min(1, { error: "must hold at least one rung" });
const deadlineLadder = z.enum(["village", "county"]);

const issuer = z.strictObject({
  body: id.meta({ description: "A key of roster.yaml's bodies (office, leadingGroupOffice, …) or a unit's id" }),
  code: line.meta({ description: "机关代字, e.g. ×农办" }),
  contact: z.strictObject({ name: line, phone }).meta({ description: "联系人, printed at the end of each letter" }),
});

const formRule = z.strictObject({
  form: z.enum(DOCUMENT_FORMS).meta({ description: "message, 便函 slip, official letter, 呈阅件 submission" }),
  issuer: z
    .union(
      [
        id,
        z.strictObject({
          default: id,
          township: z.exactOptional(id),
          peer: z.exactOptional(id),
          leader: z.exactOptional(id),
        }),
      ],
      { error: "must be an issuer's id, or { default: <issuer>, township: …, peer: …, leader: … }" },
    )
    .meta({ description: "Who gives it, by class of recipient: townships, other departments, leaders" }),
  series: z.exactOptional(line).meta({ description: "The kind's word in its number, e.g. 督函; absent: no number" }),
});

const half = z
  .string()
  .regex(/^\d{4}H[12]$/, { error: "must be a half-year, e.g. 2021H1" })
  .meta({ description: "e.g. 2021H1" });
const days = z.int().min(1).max(120);

/** Half-yearly rounds of inspections (domain/plan/inspection-policy.ts). */
const inspections = z.strictObject({
  first: half,
  last: half,
  kind: z.enum(["supervision", "evaluation"]).meta({ description: "督查 needs a mandate; else 检查评估. Never 调研" }),
  basis: text.meta({ description: "Which decision orders the rounds, as the 督查方案 cites it" }),
  opensBefore: days.meta({ description: "Working days before the half-year's last day" }),
  closingDays: days.meta({
    description: "Working days after the half-year's last day in which what is out is taken in",
  }),
  objectionDays: days.meta({ description: "Working days in which the inspected may object" }),
  decideWithin: z.exactOptional(days).meta({
    description: "Working days in which an objection is to be decided; absent: as many as there are to object",
  }),
  signAlone: z.exactOptional(z.boolean()).meta({
    description: "Whoever drafted a bulletin may sign it: for an office of one person; absent: somebody else signs",
  }),
  rankedFrom: z.exactOptional(z.int().min(1).max(10_000)).meta({
    description: "Lines judged of a unit or township from which on it is ranked in the bulletin; absent: 1",
  }),
  rectifyWithin: z.strictObject({ minor: days, serious: days, grave: days }).meta({
    description: "Working days in which a finding is to be put right, by severity",
  }),
  sampleShare: z.number().min(0).max(1).meta({ description: "Villages visited in a round at least, of all (0 to 1)" }),
  maxLines: z.int().min(1).max(25).meta({ description: "Lines that one visit asks at most" }),
  groupSize: z.int().min(2).max(10).meta({ description: "Inspectors of a group at least" }),
  inFull: z.array(z.int().min(1)).meta({ description: "Tasks inspected everywhere in every round" }),
  systemicFrom: z.int().min(2).max(1000).meta({ description: "Villages from which on one systemic item is proposed" }),
});

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "must be a month, e.g. 2021-05" })
  .meta({ description: "e.g. 2021-05" });
const dayOfMonth = z.int().min(1).max(28);
const everyMonths = z.int().min(1).max(12);

/** The month's request (domain/plan/month-policy.ts). */
const months = z.strictObject({
  first: month,
  last: month,
  askOn: dayOfMonth.meta({ description: "Day of the month on which everybody is asked; moved to a working day" }),
  dueOn: dayOfMonth.meta({ description: "Day of the month by which they answer; moved to a working day" }),
  closesAfter: z.int().min(0).max(20).meta({
    description: "Working days after the due day in which answers still count; then the month's figures are fixed",
  }),
  dutiesEvery: everyMonths.meta({ description: "Standing duties are asked about every so many months" }),
  responsibleEvery: everyMonths.meta({ description: "责任单位 are asked every so many months" }),
  copiedAfter: z.int().min(2).max(12).meta({
    description: "So many months running with the same words: marked as copied",
  }),
  registers: z.exactOptional(z.boolean()).meta({
    description: "Keepers are asked for their registers in the same request; absent: they are not",
  }),
});

/** policy.yaml */
export const policyFile = z.strictObject({
  version: z.int().min(1),
  title: line,
  firingTime: time,
  closingTime: time,
  signWithin: z.int().min(1).max(60),
  warningDays: z.int().min(0).max(250),
  progressTolerance: z.exactOptional(z.int().min(0).max(100)).meta({
    description: "Percentage points by which progress may lie behind 序时进度 before the light is yellow",
  }),
  graceAfterResumption: z.exactOptional(z.int().min(0).max(60)).meta({
    description: "Working days after a suspension on which nothing presses",
  }),
  holdAtMost: z.exactOptional(z.int().min(1).max(5)).meta({
    description: "Working days for which the office's director may hold a 呈阅件 at most",
  }),
  reworkWithin: z.exactOptional(z.int().min(1).max(60)).meta({
    description: "Working days that a unit has for what was returned to it",
  }),
  apart: z.exactOptional(z.strictObject({ village: z.exactOptional(apart), county: z.exactOptional(apart) })).meta({
    description: "Working days that lie at least between two rungs of the ladder",
  }),
  issuers: z.exactOptional(z.record(id, issuer)).meta({ description: "Bodies that give letters" }),
  forms: z
    .exactOptional(z.partialRecord(z.enum(INSTRUMENT_IDS), formRule))
    .meta({ description: "Form, issuer and series of numbers of each instrument" }),
  ladderByScope: z.strictObject({
    county: deadlineLadder,
    township: deadlineLadder,
    village: deadlineLadder,
    area: deadlineLadder,
  }),
  ladders: z.strictObject({
    signFor: ladder,
    village: ladder,
    county: ladder,
    verification: ladder,
    extension: ladder,
    instruction: ladder,
    supporting: z.exactOptional(ladder).meta({ description: "Sub-deadlines of 协办 units" }),
    promise: z.exactOptional(ladder).meta({ description: "Dates promised in an accepted 书面答复" }),
    inspection: z.exactOptional(ladder).meta({
      description: "What is late in a round of inspections; primaryUnit stands for whoever owes the step",
    }),
    month: z.exactOptional(ladder).meta({
      description: "Who has not answered a month's request; primaryUnit stands for each unit that is late",
    }),
  }),
  months: z.exactOptional(months).meta({ description: "The month's request; absent: nobody is asked by the month" }),
  inspections: z.exactOptional(inspections).meta({ description: "Half-yearly rounds; absent: none are held" }),
});

export type PolicyFile = z.infer<typeof policyFile>;
export type RungEntry = z.infer<typeof rung>;
