/** The shape of each file of a plan folder. Keys that are not known are refused, so that a misspelt one is noticed. */
import { z } from "zod";
import type { Owes } from "../domain/plan.js";

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const text = z.string().trim().min(1, "this is empty; write a text");
const texts = z.array(text);
const day = z
  .string()
  .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), { error: (issue) => `${JSON.stringify(issue.input)} is not a calendar day; write YYYY-MM-DD, such as 2021-06-30` });
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "this is not a time of day; write HH:MM in quotes, such as \"09:00\"");
const whole = z.number().int();
const count = whole.min(1);

function dated<T extends z.ZodType>(value: T) {
  return z.array(z.strictObject({ value, from: day.exactOptional(), to: day.exactOptional() }));
}

/* ---------------------------------------------------------------- plan.yaml */

const owes = z
  .union([z.literal(["firstLead", "township"]), z.strictObject({ unit: text })], "this names nobody who owes the item; write firstLead, township or { unit: <unit id> }")
  .transform((value): Owes => (typeof value === "string" ? { kind: value } : { kind: "unit", unit: value.unit }));

const milestone = z.strictObject({
  id: text,
  title: text,
  /** One of the two; `deadlines` with `series`, one entry per year. */
  deadline: day.exactOptional(),
  deadlines: z.array(day).min(1).exactOptional(),
  series: text.exactOptional(),
  reading: z.strictObject({ text, basis: z.enum(["literal", "inferred"]), note: text.exactOptional(), alternative: day.exactOptional() }),
  scope: z.enum(["county", "township", "village", "area"]),
  owes,
  supporting: texts,
  metric: z.strictObject({ name: text, target: z.number().min(0).max(100), unit: z.literal("%"), formula: text }).exactOptional(),
  closeCriteria: text,
  evidence: texts.min(1, "no evidence is asked for; list at least one document"),
  clause: text,
});

export const planFile = z.strictObject({
  id: text,
  title: text,
  shortTitle: text,
  start: day,
  timeZone: z.strictObject({ name: text, offsetMinutes: whole.min(-840).max(840) }),
  groups: z.array(z.strictObject({ id: text, no: whole, title: text, clause: text })),
  tasks: z
    .array(
      z.strictObject({
        no: count,
        title: text,
        group: text,
        leadUnits: texts.min(1, "the task has no lead unit; list at least one unit id"),
        responsibleUnits: texts,
        standingDuties: z.array(z.strictObject({ id: text, text, clause: text })),
        milestones: z.array(milestone),
        clause: text,
      }),
    )
    .min(1, "the plan has no task; write at least one"),
  planDuties: z.array(z.strictObject({ id: text, title: text, text, owes: texts, frequency: text.exactOptional(), clause: text })),
  kpis: z.array(z.strictObject({ id: text, title: text, year: whole, measure: text, target: text, clause: text })),
  attachments: z.array(z.strictObject({ id: text, title: text, provided: z.boolean(), file: text.exactOptional() })),
  openQuestions: z.array(z.strictObject({ id: text, question: text, options: texts, chosen: text.exactOptional(), clause: text })),
});

/* -------------------------------------------------------------- roster.yaml */

export const rosterFile = z.strictObject({
  sample: z.boolean(),
  units: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(["department", "township", "body"]),
      names: dated(text).min(1, "the unit has no name; write at least one"),
      aliases: texts,
      desk: text,
      head: text,
      leaderInCharge: dated(text),
    }),
  ),
  posts: z.array(
    z.strictObject({
      id: text,
      title: text,
      unit: text.exactOptional(),
      level: z.enum(["desk", "head", "countyLeader", "leadingGroup"]),
      holders: dated(text),
      fallback: texts,
      liaison: text.exactOptional(),
      order: whole.exactOptional(),
    }),
  ),
  persons: z.array(
    z.strictObject({
      id: text,
      name: text,
      email: z.string().regex(/^[^\s@]+@[^\s@]+$/, "this is not an e-mail address; write name@domain").exactOptional(),
      mobile: text.exactOptional(),
      wecom: text.exactOptional(),
    }),
  ),
  townships: z.array(z.strictObject({ id: text, name: text })),
  villages: z.array(
    z.strictObject({
      id: text,
      name: text,
      township: text,
      concentratedArea: z.boolean(),
      // An absent or empty pairing is reported by the checks, in the village's name.
      pairing: dated(z.strictObject({ countyLeader: text, departmentHead: text, helpingUnit: text })).default([]),
    }),
  ),
  bodies: z.strictObject({ office: text, supervisionOffice: text, leadingGroup: text }),
});

/* -------------------------------------------------------------- policy.yaml */

const instrument = z.enum([
  "assignment", "reminder", "urge", "supervise", "escalate", "summonsTalk", "resolved", "longOverdueList", "verificationRequest", "returned",
  "extensionRequest", "extensionDecision", "instruction", "instructionReply", "suspension", "handover", "alarm",
]);
const role = z.enum([
  "primaryUnit", "primaryUnitHead", "leaderInCharge", "township", "townshipHead", "helpingUnit", "villageDepartmentHead", "villageCountyLeader", "leadingGroup",
  "office", "officeHead", "supervisionOffice", "verifier", "verifierHead", "decider", "deciderHead", "instructedUnit", "instructedUnitHead", "instructor",
]);
const roles = z.array(role);
const someRoles = roles.min(1, "the rung addresses nobody; name at least one recipient");
const rungs = z.array(
  z.strictObject({
    id: text,
    offset: whole,
    instrument,
    kind: z.enum(["auto", "signed"]),
    to: someRoles,
    copy: roles,
    repeat: z.strictObject({ every: count, times: count, quietAfterAcknowledgement: whole.min(0) }).exactOptional(),
    mandatory: z.boolean().exactOptional(),
    afterUnanswered: instrument.exactOptional(),
    blockedByCauseReview: z.boolean().exactOptional(),
    standIn: z.strictObject({ instrument, to: someRoles, copy: roles }).exactOptional(),
  }),
);
const deadlineLadder = z.enum(["village", "county"]);

export const policyFile = z.strictObject({
  version: count,
  title: text,
  firingTime: clock,
  closingTime: clock,
  ladders: z.strictObject({ signFor: rungs, village: rungs, county: rungs, verification: rungs, extension: rungs, instruction: rungs }),
  ladderByScope: z.strictObject({ county: deadlineLadder, township: deadlineLadder, village: deadlineLadder, area: deadlineLadder }),
  signWithin: whole.min(0),
  warningDays: whole.min(0),
});

/* ------------------------------------------------------------ calendar.yaml */

export const calendarFile = z.strictObject({
  version: count,
  years: z.array(z.strictObject({ year: whole, holidays: z.array(day), workedWeekends: z.array(day), provisional: z.boolean().exactOptional() })),
});
