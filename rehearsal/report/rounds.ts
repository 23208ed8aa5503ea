/** What each round of inspections came to. */
import { countsOf } from "../../domain/inspections/chase.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import { isOpen } from "../../domain/items/work-item.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { findingItems } from "../../prisma/bulletins/bulletin-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { listRounds } from "../../prisma/inspections/read-rounds.js";
import { RoundReader } from "../../prisma/ledger/round-reader.js";
import type { RoundLine } from "./model.js";

/** In the order in which rounds were opened; none where the plan runs without inspections. */
export async function roundLines(pool: Pool, planId: string): Promise<RoundLine[]> {
  const rounds = (await listRounds(pool, planId)).toReversed();
  if (rounds.length === 0) return [];
  const reader = new RoundReader(pool);
  const findings = (await findingItems(pool, planId)).map(({ state }) => state);
  const lines: RoundLine[] = [];
  for (const { round } of rounds) {
    const read = await reader.read(planId, round);
    if (read) lines.push(lineOf(read.state, findings));
  }
  return lines;
}

function lineOf(state: RoundState, findings: readonly ItemState[]): RoundLine {
  const { planned, submitted, grades } = countsOf(state);
  const { round, status, systemic, bulletin } = state;
  // The systemic item is the lead unit's, beside those of the villages.
  const found = findings.filter(
    ({ finding }) => finding && finding.found.some((one) => one.round === round && one.row > 0),
  );
  const objections = Object.values(state.visits).flatMap((visit) => visit.objections);
  return {
    round,
    status,
    planned,
    submitted,
    mostly: grades.mostly,
    fail: grades.fail,
    found: found.length,
    again: found.filter(({ finding }) => finding?.found[0]?.round !== round).length,
    open: found.filter(isOpen).length,
    granted: objections.filter(({ decision }) => decision?.granted === true).length,
    refused: objections.filter(({ decision }) => decision?.granted === false).length,
    systemic: systemic.length,
    bulletin: bulletin?.signed.at(-1)?.no ?? null,
  };
}
