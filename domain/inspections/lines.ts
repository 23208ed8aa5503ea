/** Which lines of the checklists are asked at a place in a round, and who owes what a line asks about. */
import type { ChecklistLine, Checklists } from "../plan/checklists.js";
import type { Milestone, PlanText } from "../plan/plan.js";
import type { Roster } from "../plan/roster.js";
import { rosterIndex } from "../people/directory.js";
import type { HalfYear } from "./halves.js";
import type { VisitPlace } from "../ledger/inspection-events.js";

/** The unit that has to put a line right at a place. */
export function owingUnit(
  { rectifier, task }: Pick<ChecklistLine, "rectifier" | "task">,
  place: VisitPlace,
  plan: Pick<PlanText, "tasks">,
): string | null {
  if (rectifier.kind === "unit") return rectifier.unit;
  if (rectifier.kind === "township") return place.township ?? (place.kind === "unit" ? place.id : null);
  return plan.tasks.find(({ no }) => no === task)?.leadUnits[0] ?? null;
}

/** The milestones that a line is about, by series or id. */
export function milestonesOf(
  { task, from }: Pick<ChecklistLine, "task" | "from">,
  plan: Pick<PlanText, "tasks">,
): Milestone[] {
  if (from.kind !== "milestone") return [];
  const own = plan.tasks.find(({ no }) => no === task)?.milestones ?? [];
  return own.filter(
    ({ id, series }) => from.milestones.includes(id) || (series !== undefined && from.milestones.includes(series)),
  );
}

/** Whether a milestone has an item at a place. */
function concernsPlace({ scope, targets }: Milestone, place: VisitPlace, roster: Roster): boolean {
  if (place.kind === "unit") return true;
  if (targets !== undefined && scope !== "county" && scope !== "township") return targets.includes(place.id);
  return scope !== "area" || rosterIndex(roster).villages.get(place.id)?.concentratedArea === true;
}

/** Whether there is anything to ask by a line at a place in a half-year. */
function isAsked(
  line: ChecklistLine,
  place: VisitPlace,
  half: Pick<HalfYear, "half" | "to">,
  plan: PlanText,
  roster: Roster,
): boolean {
  if (line.halves !== undefined && !line.halves.includes(half.half)) return false;
  if (line.from.kind !== "milestone") return true;
  // What is due later yet is not asked; of what was due earlier it is asked whether it still stands.
  const year = half.to.slice(0, 4);
  return milestonesOf(line, plan).some(
    (one) => (one.deadline <= half.to || one.deadline.startsWith(year)) && concernsPlace(one, place, roster),
  );
}

/** Whether a milestone of the line falls due within the half-year. */
function isDue(line: ChecklistLine, { from, to }: Pick<HalfYear, "from" | "to">, plan: PlanText): boolean {
  return milestonesOf(line, plan).some(({ deadline }) => from <= deadline && deadline <= to);
}

/** What is known of a place before a round, by keys of lines. */
export interface PlaceHistory {
  readonly open: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
}

export interface LineChoice {
  readonly place: VisitPlace;
  readonly half: Pick<HalfYear, "half" | "from" | "to">;
  readonly history: PlaceHistory;
  /** Tasks that are inspected in full: their lines are always among them. */
  readonly inFull: readonly number[];
  readonly most: number;
  /** The rest takes turns: the number of the round. */
  readonly turn: number;
}

/**
 * Keys of the lines asked, in the order of the checklists: open findings first, then tasks inspected in full and what falls due in the
 * half-year, then what failed last time, then the rest by turns, up to `most`. The same of the same, always.
 */
export function selectLines(
  candidates: readonly ChecklistLine[],
  { place, half, history, inFull, most, turn }: LineChoice,
  plan: PlanText,
  roster: Roster,
): string[] {
  const asked = candidates.filter((line) => isAsked(line, place, half, plan, roster));
  const rankOf = (line: ChecklistLine): number => {
    if (history.open.has(line.key)) return 0;
    if (inFull.includes(line.task)) return 1;
    if (isDue(line, half, plan)) return 2;
    return history.failed.has(line.key) ? 3 : 4;
  };
  const ranked = [0, 1, 2, 3].flatMap((rank) => asked.filter((line) => rankOf(line) === rank));
  const rest = asked.filter((line) => rankOf(line) === 4);
  const room = Math.max(0, most - ranked.length);
  const first = rest.length === 0 ? 0 : (turn * room) % rest.length;
  const turned = [...rest.slice(first), ...rest.slice(0, first)];
  const chosen = new Set([...ranked, ...turned].slice(0, most).map(({ key }) => key));
  return asked.filter(({ key }) => chosen.has(key)).map(({ key }) => key);
}

/** Lines that are looked at in a village, and those that are looked at at the desk of a unit, by unit in the plan's order. */
export function deskLinesByUnit(
  { lines }: Checklists,
  plan: PlanText,
  { townships }: Pick<Roster, "townships">,
): Map<string, ChecklistLine[]> {
  const byUnit = new Map<string, ChecklistLine[]>();
  for (const line of lines) {
    if (line.scope !== "desk") continue;
    const lead = owingUnit(line, { kind: "unit", id: "" }, plan);
    const units = line.rectifier.kind === "township" ? townships.map(({ id }) => id) : lead === null ? [] : [lead];
    for (const unit of units) byUnit.set(unit, [...(byUnit.get(unit) ?? []), line]);
  }
  return byUnit;
}

/** How many papers and the like some lines ask for: part of what a check asks of a place. */
export function materialsOf(keys: readonly string[], { lines }: Checklists): number {
  const asked = new Set(keys);
  return lines.reduce((sum, { key, evidence }) => (asked.has(key) ? sum + evidence.length : sum), 0);
}
