/** 名册: villages, units and posts with what they owe and what they have been told. */
import { z } from "zod";
import { item } from "../items/schemas.js";
import { instrument } from "../ledger/schemas.js";
import { lightCounts, outside } from "../lights/schemas.js";
import { notice } from "../letters/schemas.js";
import {
  count,
  filter,
  holder,
  id,
  instant,
  limit,
  named,
  page,
  pageCursor,
  personAtPost,
  planDate,
  postRef,
} from "../http/schema-parts.js";

const dated = <T extends z.ZodType>(value: T) =>
  z.array(
    z.strictObject({
      value,
      from: planDate.nullable().meta({ description: "First day; null: since ever." }),
      to: planDate.nullable().meta({ description: "The day it no longer holds; null: for ever." }),
    }),
  );

const owed = {
  items: count.meta({ description: "Within the caller's reach." }),
  lights: lightCounts,
  outside,
};

export const toldCount = z
  .strictObject({ instrument, role: z.enum(["to", "copy"]), count, first: planDate, last: planDate })
  .meta({ id: "ToldCount", description: "Notices by instrument." });

const told = {
  told: z.array(toldCount).meta({ description: "Notices given, drafts left out." }),
  latest: z.array(notice).meta({ description: "The newest twenty of them." }),
};

const openItems = {
  open: z.array(item).meta({ description: "Open items, red ones first, two hundred at most." }),
};

const pairing = z.strictObject({ countyLeader: holder, departmentHead: holder, helpingUnit: named });

const village = {
  id: z.string(),
  name: z.string(),
  township: named,
  concentratedArea: z.boolean(),
  pairing: pairing.nullable().meta({ description: "包抓 1+1+1 of today; null in a gap." }),
  ...owed,
};

export const villages = z
  .strictObject({ on: planDate, villages: z.array(z.strictObject(village)) })
  .meta({ id: "Villages", description: "All villages." });
export const villageParams = z.strictObject({ villageId: id("Village id.", "v012") });
export const villageDetail = z
  .strictObject({
    on: planDate,
    ...village,
    pairings: dated(z.strictObject({ countyLeader: postRef, departmentHead: postRef, helpingUnit: named })),
    ...openItems,
    ...told,
  })
  .meta({
    id: "VillageDetail",
    description: "A village: who is paired with it, what is open in it, who was told about it.",
  });

const unit = {
  id: z.string(),
  name: z.string().meta({ description: "By its name of today." }),
  kind: z.enum(["department", "township", "body"]),
  role: z.enum(["office", "supervisionOffice", "leadingGroup"]).nullable(),
  desk: holder,
  head: holder,
  leaderInCharge: holder.nullable(),
  ...owed,
};

export const units = z
  .strictObject({ on: planDate, units: z.array(z.strictObject(unit)) })
  .meta({ id: "Units", description: "All units, with the items that they owe." });
export const unitParams = z.strictObject({ unitId: id("Unit id.", "shuiwuju") });
export const unitDetail = z
  .strictObject({
    on: planDate,
    ...unit,
    names: dated(z.string()),
    aliases: z.array(z.string()),
    leadsTasks: z.array(z.int()),
    answersForTasks: z.array(z.int()),
    helpsVillages: z.array(named),
    ...openItems,
    ...told,
  })
  .meta({ id: "UnitDetail", description: "A unit: what it owes, and what its posts have been told." });

const post = {
  ...postRef.shape,
  level: z.enum(["desk", "head", "countyLeader", "leadingGroup"]),
  holder: named.nullable().meta({ description: "Who holds it today; null while it is vacant." }),
  liaison: postRef.nullable(),
  order: z.int().nullable().meta({ description: "任职 order." }),
};

export const posts = z
  .strictObject({ on: planDate, posts: z.array(z.strictObject(post)) })
  .meta({ id: "Posts", description: "All posts with their holders of today." });
export const postParams = z.strictObject({ postId: id("Post id.", "shuiwuju/head") });
export const postDetail = z
  .strictObject({
    on: planDate,
    ...post,
    holders: dated(named),
    fallback: z.array(holder).meta({ description: "Asked in turn while it is vacant." }),
    inChargeOf: z.array(named).meta({ description: "Units that it is the leader in charge of today." }),
    pairedWith: z.array(named).meta({ description: "Villages paired with it today." }),
    answersFor: z.enum(["unit", "villages", "units", "plan", "none"]).meta({
      description:
        "Whose items `open` holds: its unit's; a county leader's villages' and, where none is a village's, those of the units in their charge; or all.",
    }),
    ...owed,
    ...openItems,
    ...told,
  })
  .meta({ id: "PostDetail", description: "A post: what it answers for, what it has been told, who holds it." });

export const vacancies = z
  .strictObject({
    on: planDate,
    told: z
      .strictObject({ on: planDate, count })
      .nullable()
      .meta({ description: "When the office was last told, and of how many; null: never yet." }),
    vacancies: z
      .array(
        z.strictObject({
          village: named.nullable().meta({ description: "Null: a post that is no seat of a village." }),
          seat: z.enum(["villageCountyLeader", "villageDepartmentHead", "helpingUnit"]).nullable(),
          post: postRef.nullable().meta({ description: "Null: the village has no pairing today." }),
          since: planDate.nullable().meta({ description: "Null: never filled." }),
          standIn: holder.nullable().meta({ description: "Who gets its letters meanwhile; null: nobody." }),
        }),
      )
      .meta({ description: "Villages' seats (包抓 1+1+1) in the roster's order, then other posts." }),
  })
  .meta({ id: "Vacancies", description: "Seats and posts that nobody fills." });
export type Vacancies = z.infer<typeof vacancies>;
export type VillageDetail = z.infer<typeof villageDetail>;
export type UnitDetail = z.infer<typeof unitDetail>;
export type PostDetail = z.infer<typeof postDetail>;

const visit = z
  .strictObject({
    village: named,
    on: planDate,
    what: z.enum(["visit", "problemSolved"]),
    text: z.string(),
    items: z.array(z.string()),
    place: z.string().nullable().meta({ description: "地点; null: not said." }),
    photos: z.array(z.string()).meta({ description: "By their SHA-256: GET /visits/photos/{sha256}." }),
    by: personAtPost,
    at: instant.meta({ description: "When it was logged." }),
  })
  .meta({ id: "Visit", description: "包抓: a visit to a village, or a problem solved there." });

const planAccount = z
  .strictObject({
    account: z.string().meta({ description: "What is typed to sign in." }),
    state: z.enum(["active", "oneTimePassword", "singleSignOn", "sample", "disabled"]).meta({
      description:
        "oneTimePassword: its password is to be changed at the next sign-in; singleSignOn: it has none of its own; sample: a rehearsal's.",
    }),
    secondFactor: z.boolean(),
  })
  .meta({ id: "PlanAccount", description: "By what somebody signs in." });

export const planAccounts = z
  .strictObject({
    on: planDate,
    slug: z.string().meta({ description: "The plan as `npm run accounts` names it." }),
    people: z.array(
      z.strictObject({
        person: named,
        posts: z.array(
          z.strictObject({
            post: postRef,
            since: planDate.nullable().meta({ description: "Null: from the roster's beginning." }),
          }),
        ),
        accounts: z.array(planAccount).meta({ description: "None: this person cannot sign in." }),
      }),
    ),
    vacant: z.array(
      z.strictObject({
        post: postRef,
        since: planDate.nullable().meta({ description: "Null: nobody ever held it." }),
      }),
    ),
  })
  .meta({ id: "PlanAccounts", description: "Who of the roster holds what, and who can sign in." });
export type PlanAccounts = z.infer<typeof planAccounts>;

export const visitPhoto = z
  .strictObject({
    sha256: z.string().meta({ description: "Of the photo as it is kept: what a visit names it by." }),
    mediaType: z.string(),
    bytes: count,
  })
  .meta({
    id: "VisitPhoto",
    description: "A photo that is kept for a visit, without what it said beside the picture.",
  });

export const visitsQuery = z.strictObject({
  village: filter(id("Village id."), "Village id."),
  limit: limit(50),
  cursor: pageCursor,
});
export const visits = z.strictObject(page(visit)).meta({ id: "Visits", description: "A page of visits." });
