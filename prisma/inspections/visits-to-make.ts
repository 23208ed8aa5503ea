/** Villages that are still to be visited in rounds that are open. */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";

export interface VisitToMake {
  readonly round: string;
  readonly visit: string;
  /** Person id of the 组长; null: no group has it. */
  readonly leader: string | null;
  /** Person ids of the group. */
  readonly inspectors: readonly string[];
}

/** In the order of rounds and visits; those that nobody has taken along come first. */
export async function visitsToMake(pool: Pool, planId: string): Promise<VisitToMake[]> {
  const open = await clientOf(pool).inspectionRound.findMany({
    where: { planId, status: "open" },
    select: { round: true },
  });
  const visits = await clientOf(pool).inspectionVisit.findMany({
    where: {
      planId,
      round: { in: open.map(({ round }) => round) },
      mode: "visit",
      status: { in: ["planned", "takenAlong"] },
    },
    select: { round: true, visit: true, leader: true, inspectors: true, status: true },
    orderBy: [{ status: "asc" }, { round: "asc" }, { visit: "asc" }],
  });
  return visits;
}
