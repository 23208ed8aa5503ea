/** One climb of a ladder by a subject: which rungs are behind it, where its days count from, what it waits for. */
import type { PlanDate } from "../plan/plan.js";
import type { LadderName } from "../plan/policy.js";

export interface LadderRun {
  /** The ladder's name in the policy: `village`, `county`, `signFor`, … */
  readonly ladderName: LadderName;
  /** Names the run among those of its item: `deadline`, `signFor`, `verification`, `extension/<n>`, `instruction/<id>`, `supporting/<unit>`. */
  readonly runKey: string;
  /** Offsets count from this day. */
  readonly anchor: PlanDate;
  /** deadlineVersion for the deadline's ladder, else the count of runs of that key. */
  readonly version: number;
  /** The rungs already fired or skipped, by id. */
  readonly done: readonly string[];
  /** Rungs due before this instant are skipped: before assignment, import or a new deadlineVersion. */
  readonly floor: number;
  /** Imported running items: not even a mandatory rung fires for the time before the import. */
  readonly imported: boolean;
  /** A later deadline of an imported item: the instant of its import, before which no rung counts, the mandatory one neither. */
  readonly importedAt?: number;
  /** Set when a ladder that stood still is resumed: of the rungs passed before it only the highest fires. */
  readonly catchUp: number | null;
  /** The day for which the newest rung went out: the next lies the policy's distance after it. */
  readonly last?: PlanDate;
  /** The office's director holds a rung, for some days and a reason. */
  readonly hold?: Hold;
  /** Since when it is on the leading group's agenda list, its repetitions being over. */
  readonly agendaOn?: PlanDate;
  readonly repeat: RepeatRun | null;
}

/** A rung that repeats until it is acknowledged or its subject is closed. */
export interface RepeatRun {
  readonly rung: string;
  /** Repetitions fired after the first. */
  readonly count: number;
  /** Plan day the last one was due. */
  readonly last: PlanDate;
  /** Day of the newest acknowledgement. */
  readonly acknowledgedOn: PlanDate | null;
}

/** 暂缓呈阅: a rung that goes later than it is due, with the reason in it. */
export interface Hold {
  readonly rung: string;
  readonly repetition: number;
  /** The day on which it was due. */
  readonly from: PlanDate;
  /** The day on which it goes. */
  readonly until: PlanDate;
  readonly days: number;
  readonly reason: string;
}

/** A signed instrument waiting for the office. */
export interface Draft {
  readonly rung: string;
  readonly version: number;
  readonly draftedOn: PlanDate;
  readonly held: boolean;
}

export function newRun(
  ladderName: LadderName,
  runKey: string,
  anchor: PlanDate,
  version: number,
  floor: number,
): LadderRun {
  return { ladderName, runKey, anchor, version, done: [], floor, imported: false, catchUp: null, repeat: null };
}

/** A rung is behind the run: fired or passed over. */
export function rungDone(run: LadderRun, rung: string): LadderRun {
  return run.done.includes(rung) ? run : { ...run, done: [...run.done, rung] };
}

/** A rung fired; one that repeats counts its repetitions from there. */
export function rungFired(
  run: LadderRun,
  { rung, repetition, repeats, due }: { rung: string; repetition: number; repeats: boolean; due: PlanDate },
): LadderRun {
  const climbed = { ...rungDone(run, rung), last: due };
  if (!repeats) return climbed;
  const acknowledgedOn = run.repeat?.acknowledgedOn ?? null;
  return { ...climbed, repeat: { rung, count: repetition, last: due, acknowledgedOn } };
}

/** An acknowledgement quiets the repetitions for a while. */
export function acknowledgedRun(run: LadderRun, on: PlanDate): LadderRun {
  return run.repeat ? { ...run, repeat: { ...run.repeat, acknowledgedOn: on } } : run;
}

/** What is still open after its repetitions is on the leading group's agenda list. */
export function onAgenda(run: LadderRun, on: PlanDate): LadderRun {
  return { ...run, agendaOn: on };
}

/** A rung that was held: once for each time it comes. */
export function heldRun(run: LadderRun, hold: Hold): LadderRun {
  return { ...run, hold };
}

/** A ladder that stood still is climbed again from an instant on: never before an instant that was set for it already. */
export function resumedRun(run: LadderRun, at: number): LadderRun {
  return { ...run, catchUp: Math.max(at, run.catchUp ?? at) };
}
