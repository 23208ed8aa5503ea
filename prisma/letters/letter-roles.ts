/** What letters say of units and posts: facts by name instead of id, and what a post is to an item. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecipientRole } from "../../domain/plan/policy.js";
import type { Directory, PostRef } from "../../domain/people/directory.js";
import { type ItemPlace, rolePost } from "../../domain/people/recipients.js";
import type { Facts, Matter, PostName } from "../../domain/letters/letter-model.js";

/** A post as letters name it. */
export function postName({ title, unit }: PostRef): PostName {
  return { title, ...(unit !== null && { unit: unit.name }) };
}

const UNIT_FACTS = ["from", "to", "instructedUnit", "verifierUnit", "deciderUnit"] as const;
const POST_FACTS = ["instructorPost", "approver"] as const;

/** Facts with units and posts by name. */
export function namedFacts(facts: Facts, day: PlanDate, names: Directory): Facts {
  let named: Record<string, string | number | boolean | null> | undefined;
  for (const key of UNIT_FACTS) {
    const id = facts[key];
    if (typeof id === "string" && names.units.has(id)) {
      named ??= { ...facts };
      named[key] = names.unit(id, day).name;
    }
  }
  for (const key of POST_FACTS) {
    const post = facts[key];
    if (typeof post !== "string" || !names.posts.has(post)) continue;
    named ??= { ...facts };
    named[key] = names.post(post, day).title;
  }
  return named ?? facts;
}

const AROUND_AN_ITEM: readonly RecipientRole[] = [
  "primaryUnit",
  "primaryUnitHead",
  "township",
  "townshipHead",
  "helpingUnit",
  "villageDepartmentHead",
  "villageCountyLeader",
  "leaderInCharge",
];
const AROUND_A_STEP: Partial<Record<Matter, readonly RecipientRole[]>> = {
  verification: ["verifier", "verifierHead"],
  extension: ["decider", "deciderHead"],
  instruction: ["instructedUnit", "instructedUnitHead", "instructor"],
};
const OF_THE_PLAN: readonly RecipientRole[] = ["office", "officeHead", "supervisionOffice", "leadingGroup"];

const ANY: readonly RecipientRole[] = [...AROUND_AN_ITEM, ...OF_THE_PLAN];
const ROLES = new Map(Object.entries(AROUND_A_STEP).map(([matter, roles]) => [matter as Matter, [...roles, ...ANY]]));

/** What a post is to an item on a day: the first role that names it. */
export function roleOf(
  post: string,
  matter: Matter,
  place: ItemPlace,
  facts: Facts,
  day: PlanDate,
  { bundle }: Directory,
): RecipientRole | undefined {
  return (ROLES.get(matter) ?? ANY).find((role) => rolePost(bundle.roster, role, place, facts, day) === post);
}
