/**
 * Whose rows a caller sees: everything, or what the capacities reach to. The conditions themselves stand in the queries
 * (prisma/people/reach.ts); here is what they are asked with.
 */
import { createHash } from "node:crypto";
import { valueOn } from "../../domain/plan/dated.js";
import type { Reach } from "../../prisma/people/reach.js";
import type { Role } from "../../domain/people/roles.js";
import type { Caller } from "./caller.js";
import type { PlanView } from "../views/plan-view.js";

/** They see everything of a plan. */
export const SEE_ALL: readonly Role[] = ["office", "supervisionOffice", "leadingGroup", "auditor"];

export const seesAll = ({ roles }: Pick<Caller, "roles">): boolean => SEE_ALL.some((role) => roles.has(role));

/** What a caller sees today; null: everything. */
export function reachOf(caller: Caller, plan: PlanView): Reach | null {
  return seesAll(caller) ? null : reachOfCapacities(caller, plan);
}

/** What a caller's capacities themselves reach to today: theirs, whatever else they may see. */
export function reachOfCapacities(caller: Caller, { bundle: { roster }, today }: PlanView): Reach {
  const units = new Set<string>();
  const acting = new Set<string>();
  for (const { post, unit, onBehalfOf, inPlaceOf, roles } of caller.capacities) {
    const asPost = onBehalfOf?.post ?? inPlaceOf ?? post;
    acting.add(asPost);
    // A leader's liaison reaches what the leader does, a stand-in what the vacant post does: not the unit they are of.
    const ofUnit = asPost === post ? unit : (roster.posts.find(({ id }) => id === asPost)?.unit ?? "");
    if (ofUnit !== "" && roles.some((role) => role === "unitClerk" || role === "unitHead")) units.add(ofUnit);
  }
  const paired = roster.villages.filter(({ pairing }) => {
    const seats = valueOn(pairing, today);
    return (
      seats !== undefined &&
      (acting.has(seats.countyLeader) || acting.has(seats.departmentHead) || units.has(seats.helpingUnit))
    );
  });
  const ofUnits = roster.posts.filter(({ unit }) => unit !== undefined && units.has(unit));
  return {
    units: [...units].sort(),
    villages: paired.map(({ id }) => id).sort(),
    townships: roster.townships.filter(({ id }) => units.has(id)).map(({ id }) => id),
    posts: [...new Set([...acting, ...ofUnits.map(({ id }) => id)])].sort(),
    person: caller.person,
  };
}

/** The villages of a reach: its own, and those of its townships. */
export function villagesOf({ villages, townships }: Reach, { bundle: { roster } }: PlanView): ReadonlySet<string> {
  const within = roster.villages.filter(({ township }) => townships.includes(township));
  return new Set([...villages, ...within.map(({ id }) => id)]);
}

/** Names a reach: answers for two callers of one name are the same. */
export function reachName(reach: Reach | null): string {
  return reach === null ? "all" : createHash("sha256").update(JSON.stringify(reach)).digest("base64url");
}
