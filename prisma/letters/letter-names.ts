/** Names in letters: posts, units, villages, people as they stand on a plan day. Indexed once for each bundle. */
import type { Milestone, Person, PlanBundle, PlanDate, Post, RecipientRole } from "../../domain/plan/plan.js";
import { type ItemPlace, rolePost, unitNameOn, valueOn } from "../../domain/people/recipients.js";
import type { Facts, Matter, PostName } from "../../mail/letter-model.js";

export interface Names {
  readonly bundle: PlanBundle;
  readonly posts: ReadonlyMap<string, Post>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly units: ReadonlySet<string>;
  readonly villages: ReadonlyMap<string, string>;
  readonly townships: ReadonlyMap<string, string>;
  readonly milestones: ReadonlyMap<string, Milestone>;
  readonly tasks: ReadonlyMap<number, string>;
}

const kept = new WeakMap<PlanBundle, Names>();

export function namesOf(bundle: PlanBundle): Names {
  let found = kept.get(bundle);
  if (!found) {
    const { roster, plan } = bundle;
    found = {
      bundle,
      posts: new Map(roster.posts.map((post) => [post.id, post])),
      persons: new Map(roster.persons.map((person) => [person.id, person])),
      units: new Set(roster.units.map((unit) => unit.id)),
      villages: new Map(roster.villages.map((village) => [village.id, village.name])),
      townships: new Map(roster.townships.map((township) => [township.id, township.name])),
      milestones: new Map(plan.tasks.flatMap((task) => task.milestones.map((milestone) => [milestone.id, milestone]))),
      tasks: new Map(plan.tasks.map((task) => [task.no, task.title])),
    };
    kept.set(bundle, found);
  }
  return found;
}

/** A post's title and unit on a day; the id where the roster has no such post. */
export function postName(id: string, day: PlanDate, { bundle, posts }: Names): PostName {
  const post = posts.get(id);
  return {
    title: post?.title ?? id,
    ...(post?.unit === undefined ? {} : { unit: unitNameOn(bundle.roster, post.unit, day) }),
  };
}

/** The posts a person holds on a day, in the roster's order. */
export function postsOf(person: string, day: PlanDate, names: Names): PostName[] {
  return names.bundle.roster.posts
    .filter((post) => valueOn(post.holders, day) === person)
    .map((post) => postName(post.id, day, names));
}

/** Facts with units and posts by name. */
export function namedFacts(facts: Facts, day: PlanDate, names: Names): Facts {
  let named: Record<string, string | number | boolean | null> | undefined;
  for (const key of ["from", "to", "instructedUnit", "verifierUnit", "deciderUnit"]) {
    const id = facts[key];
    if (typeof id === "string" && names.units.has(id)) {
      named ??= { ...facts };
      named[key] = unitNameOn(names.bundle.roster, id, day);
    }
  }
  const post = facts["instructorPost"];
  if (typeof post === "string") {
    named ??= { ...facts };
    named["instructorPost"] = postName(post, day, names).title;
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
  { bundle }: Names,
): RecipientRole | undefined {
  return (ROLES.get(matter) ?? ANY).find((role) => rolePost(bundle.roster, role, place, facts, day) === post);
}
