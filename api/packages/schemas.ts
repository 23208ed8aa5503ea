/** 交办清单 of a year: who was given which, what is in one's own, who signed. */
import { z } from "zod";
import { actingPost, ledgerPosition } from "../actions/schemas.js";
import { count, id, named, planDate, postRef } from "../http/schema-parts.js";

const year = z.int().min(1900).max(9999);

const holderKind = z
  .enum(["unit", "seat"])
  .meta({ description: "A unit's package, or the list of the villages paired with a leader's or a head's seat." });

const holderOf = z
  .strictObject({ kind: holderKind, id: id("Unit id, or the seat's post id.", "agriculture") })
  .meta({ id: "PackageHolder", description: "Whose package it is." });

const packageFields = {
  year,
  holder: holderOf,
  name: z.string().meta({ description: "The unit's name of today, or the post's title with its unit." }),
  named: z.boolean().meta({ description: "False: the plan's text does not name the unit; it helps villages only." }),
  villages: z.array(named).meta({ description: "Paired with it on the day of 交办." }),
  assignedOn: planDate.meta({ description: "The day of 交办." }),
  signBy: planDate.nullable().meta({
    description: "The day by which it is to be signed for; null where the rules or the calendar say none.",
  }),
  signed: z
    .strictObject({ on: planDate, by: named, post: postRef })
    .nullable()
    .meta({ description: "签收: when, by whom, in which post. Null: not yet." }),
};

const packageRow = z.strictObject(packageFields).meta({ id: "Package", description: "交办清单 of a year." });

const milestone = z.strictObject({
  id: z.string(),
  title: z.string(),
  deadline: planDate.meta({ description: "The earliest deadline of its items." }),
  items: count,
  open: count.meta({ description: "Of these, not closed and not cancelled." }),
  unsigned: count.meta({ description: "Of these, not signed for." }),
  owes: z.array(named).meta({ description: "The units that owe them." }),
});

const taskWith = <T extends z.ZodType>(one: T) =>
  z.strictObject({ no: count, title: z.string(), milestones: z.array(one) });

const ownPackage = z
  .strictObject({
    ...packageFields,
    maySign: z.boolean().meta({ description: "The caller may sign for it now." }),
    owes: z.array(taskWith(milestone)).meta({ description: "牵头单位（主办）: items as they stand." }),
    leads: z.array(
      taskWith(z.strictObject({ id: z.string(), title: z.string(), deadline: planDate, part: z.string().nullable() })),
    ),
    responsible: z.array(z.strictObject({ no: count, title: z.string() })).meta({ description: "责任单位." }),
    standing: z
      .array(
        z.strictObject({
          no: count,
          title: z.string(),
          as: z.enum(["lead", "responsible"]),
          duties: z.array(z.string()),
        }),
      )
      .meta({ description: "常态职责, in the plan's words." }),
    paired: z.array(taskWith(milestone)).meta({ description: "What the villages are to have done, by whom." }),
  })
  .meta({ id: "OwnPackage", description: "One's own package, with its parts." });
export type OwnPackage = z.infer<typeof ownPackage>;

export const packagesQuery = z.strictObject({
  year: z
    .string()
    .regex(/^[1-9]\d{3}$/)
    .transform(Number)
    .optional()
    .meta({ description: "The newest unless told.", override: { type: "integer", minimum: 1000, maximum: 9999 } }),
});

const told = z.strictObject({ given: count, signed: count });

export const packages = z
  .strictObject({
    years: z.array(year).meta({ description: "Those that have packages within reach, the newest first." }),
    year: year.nullable(),
    own: z.array(ownPackage).meta({ description: "The caller's units' and seats'." }),
    all: z.array(packageRow).meta({ description: "Everybody's, for who sees everything; else one's own." }),
    counts: z
      .strictObject({ units: told, seats: told })
      .nullable()
      .meta({ description: "Of the whole year, for who sees everything; else null." }),
  })
  .meta({ id: "Packages", description: "交办清单 of a year." });
export type Packages = z.infer<typeof packages>;
export type PackageRow = Packages["all"][number];

export const signPackageBody = z.strictObject({ year, holder: holderOf, post: actingPost });
export type SignPackageBody = z.infer<typeof signPackageBody>;

export const signedPackage = z
  .strictObject({
    id: z.string().meta({ description: "The signature's key." }),
    row: ledgerPosition.nullable().meta({ description: "The row in the plan's own ledger." }),
  })
  .meta({ id: "SignedPackage", description: "Given once the ledger has the signature." });
export type SignedPackage = z.infer<typeof signedPackage>;
