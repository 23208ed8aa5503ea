/**
 * In which posts a person may act on a day (docs/domain.md, "Who answers for an item"), from the roster alone: a handover, a new
 * pairing or a filled vacancy changes it by itself.
 */
import { type Delegation, isInForce } from "../../domain/people/delegations.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Post, Roster, Unit } from "../../domain/plan/roster.js";
import { holderOf } from "../../domain/people/recipients.js";
import { valueOn } from "../../domain/plan/dated.js";
import type { Role } from "../../domain/people/roles.js";
import type { Capacity } from "./caller.js";

/** Who is paired with which villages on a day. */
interface Parties {
  readonly helpingUnits: ReadonlySet<string>;
  readonly departmentHeads: ReadonlySet<string>;
  /** Check first what townships owe. */
  readonly leadUnits: ReadonlySet<string>;
}

function partiesOn({ roster, plan }: PlanBundle, day: PlanDate): Parties {
  const pairings = roster.villages.flatMap(({ pairing }) => valueOn(pairing, day) ?? []);
  return {
    helpingUnits: new Set(pairings.map(({ helpingUnit }) => helpingUnit)),
    departmentHeads: new Set(pairings.map(({ departmentHead }) => departmentHead)),
    leadUnits: new Set(plan.tasks.flatMap(({ leadUnits }) => leadUnits.slice(0, 1))),
  };
}

function bodyRoles(unit: string, { bodies }: Roster): Role[] {
  if (unit === bodies.office) return ["office", "verifier"];
  if (unit === bodies.supervisionOffice) return ["supervisionOffice", "verifier"];
  return unit === bodies.leadingGroup ? ["leadingGroup"] : [];
}

function rolesOf(post: Post, unit: Unit | undefined, roster: Roster, parties: Parties): Role[] {
  const roles: Role[] = [];
  if (post.level === "countyLeader") roles.push("countyLeader");
  if (post.level === "leadingGroup") roles.push("leadingGroup");
  if (parties.departmentHeads.has(post.id)) roles.push("departmentHead");
  if (!unit || post.level === "countyLeader") return roles;
  roles.push(post.level === "desk" ? "unitClerk" : "unitHead", ...bodyRoles(unit.id, roster));
  if (unit.kind === "township") roles.push("township");
  if (parties.helpingUnits.has(unit.id)) roles.push("helpingUnit");
  if (parties.leadUnits.has(unit.id)) roles.push("verifier");
  return [...new Set(roles)];
}

/** All capacities of a person on a day, in the roster's order of posts; none for who holds no post. */
export function capacitiesOf(bundle: PlanBundle, person: string, day: PlanDate): Capacity[] {
  const { roster } = bundle;
  const parties = partiesOn(bundle, day);
  const units = new Map(roster.units.map((unit) => [unit.id, unit]));
  const roles = (post: Post): Role[] =>
    rolesOf(post, post.unit === undefined ? undefined : units.get(post.unit), roster, parties);
  const held = roster.posts.filter(({ holders }) => valueOn(holders, day) === person);
  const own = held.map((post): Capacity => ({ post: post.id, unit: post.unit ?? "", roles: roles(post) }));
  return [...own, ...held.flatMap((post) => [...asLiaison(post, roster, day), ...inPlace(post)])];

  /** For each leader whose 联络员 holds this post. */
  function asLiaison(post: Post, { posts }: Roster, on: PlanDate): Capacity[] {
    return posts
      .filter(({ liaison }) => liaison === post.id)
      .flatMap((leader) => {
        const principal = valueOn(leader.holders, on);
        if (principal === undefined || principal === person) return [];
        const onBehalfOf = { person: principal, post: leader.id };
        return [{ post: post.id, unit: post.unit ?? "", roles: ["liaison"] as const, onBehalfOf }];
      });
  }

  /** For each vacant post whose letters come to this one. */
  function inPlace(post: Post): Capacity[] {
    return roster.posts
      .filter(({ id, holders }) => id !== post.id && valueOn(holders, day) === undefined)
      .filter(({ id }) => holderOf(roster, id, day).post === post.id)
      .map((vacant) => ({ post: post.id, unit: post.unit ?? "", roles: roles(vacant), inPlaceOf: vacant.id }));
  }
}

/** The capacities in which a person is another's substitute on a day. */
export function substituteCapacitiesOf(
  bundle: PlanBundle,
  delegations: readonly Delegation[],
  person: string,
  day: PlanDate,
): Capacity[] {
  return delegations.flatMap((one) => asSubstitute(one, bundle, person, day));
}

/** A substitute acts in the post as its holder does, for as long as that is whom they substitute for. */
function asSubstitute(delegation: Delegation, bundle: PlanBundle, person: string, day: PlanDate): Capacity[] {
  const { post, principal, substitute } = delegation;
  if (substitute !== person || !isInForce(delegation, day)) return [];
  return capacitiesOf(bundle, principal, day)
    .filter((capacity) => capacity.post === post && capacity.inPlaceOf === undefined)
    .map((capacity) => ({ ...capacity, substituteFor: principal }));
}
