/**
 * A round of live plans: some of them side by side, each with an instant at which rungs fall due every minute, one plan's a
 * little after another's; and at each of these instants a fault. No clock is moved: what a fault delays comes late, and the
 * next instant comes all the same.
 */
import { randomUUID } from "node:crypto";
import { createPlan } from "../../prisma/plans/plan-store.js";
import type { Played } from "../episode.js";
import type { PlannedFault } from "../faults.js";
import type { Journal } from "../journal.js";
import { chaosPlan } from "../plan.js";
import type { Stage } from "../stage.js";
import { type Striking, strike } from "../strike.js";
import type { Watch } from "../watch.js";
import { Lane, sleepUntil } from "./lane.js";

export interface Shape {
  /** Plans side by side. */
  readonly lanes: number;
  readonly tasks: number;
  /** Instants of each plan at most, a minute from one to the next. */
  readonly minutes: number;
  /** From one plan's instant to the next plan's: a multiple of GRID (milliseconds). */
  readonly every: number;
  /** From the round's beginning to its first instant: all plans are to be open by then (milliseconds). */
  readonly lead: number;
}

/** Instants lie on multiples of this, so that a time zone's offset is exact in minutes (milliseconds). */
const GRID = 3_750;
/** What falls due is told so long after, once other streams may have recorded theirs: letters go out then (milliseconds). */
const LETTERS_AFTER = 3_050;
/** A fault this close to its instant still gets there in time (milliseconds). */
const IN_TIME = 100;

export interface RoundPlayed {
  readonly played: readonly Played[];
  /** Faults for which no instant was left: each fault before them had to end. */
  readonly left: readonly PlannedFault[];
}

export async function playRound(
  stage: Stage,
  watch: Watch,
  journal: Journal,
  faults: readonly PlannedFault[],
  shape: Shape,
  log: (line: string) => void,
): Promise<RoundPlayed> {
  const first = Math.ceil((Date.now() + shape.lead) / GRID) * GRID;
  // No longer than its faults need.
  const plans = Math.min(shape.lanes, faults.length);
  const minutes = Math.min(shape.minutes, Math.ceil(faults.length / plans));
  const lanes = Array.from(
    { length: plans },
    (_, no) => new Lane(stage, watch, journal, { tasks: shape.tasks, minutes, first: first + no * shape.every }),
  );
  watch.asked ??= await planToRead(stage);
  for (const lane of lanes) {
    await lane.open();
    lane.begin();
  }
  const left = [...faults];
  for (const { lane, instant } of instantsOf(lanes)) {
    const fault = left[0];
    if (!fault) break;
    if (Date.now() > instant - IN_TIME) continue; // the fault before took longer than the time between two instants
    left.shift();
    const { struck } = await strikeAt(stage, watch, journal, fault, lane, instant);
    log(
      `${String(fault.no).padStart(4)} ${struck.day} ${fault.name}: ${struck.effect} (all done after ${Math.round(struck.done)} ms)`,
    );
  }
  const played = await Promise.all(lanes.map((lane) => lane.finish()));
  return { played, left };
}

/**
 * A plan that the API is asked for all the while. No live plan's own: their zones, laid to the second, are none that an
 * instant can be written in.
 */
async function planToRead(stage: Stage): Promise<Watch["asked"]> {
  const bundle = chaosPlan(1);
  const id = `read-${randomUUID().slice(0, 8)}`;
  const { id: slug, title } = bundle.plan;
  const row = { id, slug, title, mode: "rehearsal", scenario: null, seed: 0, openedAt: Date.now() } as const;
  await createPlan(stage.pool, row, bundle);
  return { address: `${stage.apiUrl}/api/v1/plans/${id}`, token: stage.apiToken };
}

/** All instants of a round, in order. */
function instantsOf(lanes: readonly Lane[]): { readonly lane: Lane; readonly instant: number }[] {
  return lanes
    .flatMap((lane) => lane.instants.map((instant) => ({ lane, instant })))
    .sort((a, b) => a.instant - b.instant);
}

async function strikeAt(
  stage: Stage,
  watch: Watch,
  journal: Journal,
  fault: PlannedFault,
  lane: Lane,
  instant: number,
): Promise<Striking> {
  const begins = fault.during === "storm" ? instant : instant + LETTERS_AFTER;
  const work = async (): Promise<void> => {
    await sleepUntil(begins);
    if (fault.during === "storm") await lane.settled(instant);
    else await lane.lettersGone(instant);
  };
  await sleepUntil(begins);
  const day = new Date(instant).toISOString().slice(11, 22);
  const striking = await strike(stage, watch, fault, day, work, () => lane.lettersWaiting());
  lane.struck.push(striking);
  const { name, from, lifted } = striking.struck;
  // The mail server holds up letters, and nothing that falls due.
  if (fault.fault.kind !== "smtp")
    void striking.back.then(
      (back) => journal.outage(from, Math.max(lifted, from + (back ?? 0)), name),
      () => journal.outage(from, Number.MAX_SAFE_INTEGER, name),
    );
  return striking;
}
