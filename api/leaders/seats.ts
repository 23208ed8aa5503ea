/**
 * The seats from which somebody looks at villages and reads what is escalated: a county leader's, a member's of the leading group,
 * a paired department head's, a helping unit's (docs/domain.md, "Who answers for an item": 包抓 1+1+1). A liaison sits at the
 * leader's, a substitute and a vacant post's stand-in at the post's.
 */
import { valueOn } from "../../domain/plan/dated.js";
import type { Pairing, Village } from "../../domain/plan/roster.js";
import { postOf, unitOf } from "../rights/actor.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";

export const SEATS = ["countyLeader", "leadingGroup", "departmentHead", "helpingUnit"] as const;
export type SeatKind = (typeof SEATS)[number];

/** A village of a seat, and in which of its three capacities it is the seat's. */
export interface SeatVillage {
  readonly village: Village;
  readonly as: keyof Pairing;
}

export interface Seat {
  /** The post in whose name it is. */
  readonly post: string;
  readonly kind: SeatKind;
  readonly capacity: Capacity;
  /** Paired with it today, in the roster's order. */
  readonly villages: readonly SeatVillage[];
}

function villagesOf(capacity: Capacity, { bundle: { roster }, today }: PlanView): SeatVillage[] {
  const post = postOf(capacity);
  const helps = capacity.roles.includes("helpingUnit") ? unitOf(capacity) : null;
  return roster.villages.flatMap((village): SeatVillage[] => {
    const seats = valueOn(village.pairing, today);
    if (seats?.countyLeader === post) return [{ village, as: "countyLeader" }];
    if (seats?.departmentHead === post) return [{ village, as: "departmentHead" }];
    return seats !== undefined && seats.helpingUnit === helps ? [{ village, as: "helpingUnit" }] : [];
  });
}

/** What a capacity's seat is; null: it has none, as a clerk's of a unit that helps no village. */
function kindOf(capacity: Capacity, villages: readonly SeatVillage[], { names: { posts } }: PlanView): SeatKind | null {
  const { roles } = capacity;
  const level = posts.get(postOf(capacity))?.level;
  if (level === "countyLeader") return "countyLeader";
  if (level === "leadingGroup" || roles.includes("leadingGroup")) return "leadingGroup";
  if (villages.some(({ as }) => as !== "helpingUnit")) return "departmentHead";
  return villages.length > 0 ? "helpingUnit" : null;
}

/** All seats of somebody today, each once, in the order of their posts; none for who has nothing to do with villages or 呈阅件. */
export function seatsOf({ capacities }: Pick<Caller, "capacities">, plan: PlanView): Seat[] {
  const seats = new Map<string, Seat>();
  for (const capacity of capacities) {
    const post = postOf(capacity);
    const villages = villagesOf(capacity, plan);
    const kind = kindOf(capacity, villages, plan);
    if (kind !== null && !seats.has(post)) seats.set(post, { post, kind, capacity, villages });
  }
  return [...seats.values()];
}
