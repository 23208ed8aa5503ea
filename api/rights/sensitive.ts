/**
 * Whose posts want two factors in a plan that runs live: the office's, leaders', the leading group's, the supervision office's,
 * and those who act for them. Asked of who holds such a post, will hold it, or may act in it as a substitute or stand-in.
 */
import type { Delegation } from "../../domain/people/delegations.js";
import type { Role } from "../../domain/people/roles.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Roster } from "../../domain/plan/roster.js";
import type { PlanView } from "../views/plan-view.js";
import { capacitiesOf } from "./capacities.js";

/** Who sees everything, decides, or acts in a leader's name. */
export const SENSITIVE_ROLES: readonly Role[] = [
  "office",
  "supervisionOffice",
  "leadingGroup",
  "auditor",
  "countyLeader",
  "liaison",
];

/** A roster's posts of these roles. What makes a post one of them is not dated. */
function sensitivePosts({ posts, bodies }: Roster): ReadonlySet<string> {
  const units: readonly string[] = [bodies.office, bodies.supervisionOffice, bodies.leadingGroup];
  const own = posts.filter(
    ({ level, unit }) =>
      level === "countyLeader" || level === "leadingGroup" || (unit !== undefined && units.includes(unit)),
  );
  const liaisons = posts.flatMap(({ liaison }) => liaison ?? []);
  return new Set([...own.map(({ id }) => id), ...liaisons]);
}

interface OfDay {
  readonly day: PlanDate;
  readonly posts: ReadonlySet<string>;
  readonly byPerson: Map<string, boolean>;
}
const known = new WeakMap<PlanBundle, OfDay>();

/** By the roster alone: today or on a later day. Worked out once for each person and day. */
function byRoster(bundle: PlanBundle, person: string, today: PlanDate): boolean {
  const { day, posts, byPerson } = ofDay(bundle, today);
  const before = byPerson.get(person);
  if (before !== undefined) return before;
  const holds = bundle.roster.posts.some(
    ({ id, holders }) =>
      posts.has(id) && holders.some(({ value, to }) => value === person && (to === undefined || to > day)),
  );
  // As the stand-in of a vacant post, too.
  const found =
    holds ||
    capacitiesOf(bundle, person, day).some(({ roles }) => roles.some((role) => SENSITIVE_ROLES.includes(role)));
  byPerson.set(person, found);
  return found;
}

function ofDay(bundle: PlanBundle, today: PlanDate): OfDay {
  const before = known.get(bundle);
  if (before?.day === today) return before;
  const made: OfDay = {
    day: today,
    posts: before?.posts ?? sensitivePosts(bundle.roster),
    byPerson: new Map<string, boolean>(),
  };
  known.set(bundle, made);
  return made;
}

/** Consent of the holder is no matter here: it may be given at any moment. */
const bySubstitution = (
  { substitute, post, until }: Delegation,
  person: string,
  posts: ReadonlySet<string>,
  today: PlanDate,
): boolean => substitute === person && until >= today && posts.has(post);

/** Whether a person is, or may become, one of those in a plan. */
export function isSensitive({ bundle, delegations, today }: PlanView, person: string): boolean {
  const { posts } = ofDay(bundle, today);
  return byRoster(bundle, person, today) || delegations.some((one) => bySubstitution(one, person, posts, today));
}
