/** Format of policy.yaml: the ladders and their clocks. */
import { z } from "zod";
import { INSTRUMENT_IDS, RUNG_INSTRUMENTS } from "../domain/instruments/instruments.js";
import { DOCUMENT_FORMS } from "../domain/letters/letter.js";
import { id, line, phone, time } from "./schema-parts.js";

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

const rung = z.strictObject({
  id,
  offset: z.int().min(-250).max(250).meta({ description: "Working days from the ladder's anchor date" }),
  instrument: z.enum(RUNG_INSTRUMENTS),
  kind: z.enum(["auto", "signed"]),
  to,
  copy: z.exactOptional(roles),
  repeat: z.exactOptional(
    z.strictObject({ every: workingDays, times: workingDays, quietAfterAcknowledgement: z.int().min(0).max(250) }),
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
  }),
});

export type PolicyFile = z.infer<typeof policyFile>;
export type RungEntry = z.infer<typeof rung>;
