/** Lets one fault fall into work that is under way, and measures how long it takes until all is well again. */
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../embedded/wait.js";
import type { Fault, Part, PlannedFault } from "./faults.js";
import { inject } from "./inject.js";
import type { Stage } from "./stage.js";
import type { Counted, Progress, Watch } from "./watch.js";

/** A fault that fell, and what came of it. Times in milliseconds, from its onset. */
export interface Struck {
  readonly no: number;
  readonly name: string;
  /** Plan day of the storm. */
  readonly day: string;
  readonly during: PlannedFault["during"];
  readonly after: number;
  readonly lasting: number;
  /** Requests without an answer yet when it fell. */
  readonly inFlight: number;
  readonly effect: string;
  /** The machine's time of its onset, and of its end as far as it was the run's to end. */
  readonly from: number;
  readonly lifted: number;
  /** Until the next thing was acknowledged of the kind it disturbs: work, a letter, an answer of the API. */
  readonly next: number | null;
  /** Until all that was asked had been acknowledged. */
  readonly done: number;
  /** Until the killed parts answered again; null for faults that end none. */
  readonly back: number | null;
}

/** `back` comes later: the run goes on while a part that was killed is still starting. */
export interface Striking {
  readonly struck: Omit<Struck, "back">;
  readonly back: Promise<number | null>;
}

/** A part that was killed is waited for so long (milliseconds). */
const BACK_WITHIN = 60_000;
/** A letter, or an answer of the API, is waited for so long. */
const NEXT_WITHIN = 60_000;

/** `work` runs while the fault falls; `lettersWaiting` counts letters not taken yet. */
export async function strike(
  stage: Stage,
  watch: Watch,
  planned: PlannedFault,
  day: string,
  work: () => Promise<unknown>,
  lettersWaiting: () => Promise<number>,
): Promise<Striking> {
  const { fault } = planned;
  // What the fault before has left down is not hit again before it is up.
  for (const part of partsOf(fault)) await up(stage, part);
  const restarts = new Map(partsOf(fault).map((part) => [part, stage.restarts(part)]));
  const working = work();
  // Its failure is thrown below, where it is awaited.
  working.catch(() => undefined);
  await sleep(planned.after);
  const since = performance.now();
  const from = Date.now();
  const before = watch.apiCounts();
  const troubledBefore = stage.smtp.counts().troubled;
  const inFlight = watch.inFlight;
  const kind = disturbs(fault);
  const next = watch.next(kind);
  const injected = inject(stage, fault);
  const back = backAfter(stage, fault, restarts);
  back.catch(() => undefined); // thrown where it is awaited
  try {
    await sleep(planned.lasting);
  } finally {
    injected.lift();
  }
  const lifted = Date.now();
  await working;
  const done = performance.now() - since;
  const waitsFor = kind === "work" || (kind === "letter" && (await lettersWaiting()) === 0) ? 0 : NEXT_WITHIN;
  const reached = await Promise.race([next, sleep(waitsFor, null, { ref: false })]);
  const troubled = stage.smtp.counts().troubled - troubledBefore;
  const effect = [
    injected.what,
    ...(fault.kind === "smtp" ? [`${troubled} letters troubled`] : []),
    ...apiEffect(before, watch.apiCounts()),
  ];
  const { no, name, during, after, lasting } = planned;
  const when = { no, name, day, during, after, lasting, from, lifted };
  const struck = { ...when, inFlight, effect: effect.join("; "), next: reached, done };
  return { struck, back };
}

function disturbs(fault: Fault): Progress {
  if (fault.kind === "smtp") return "letter";
  const onlyApi =
    ("parts" in fault && fault.parts.every((part) => part === "api")) ||
    ("links" in fault && fault.links.every((link) => link.startsWith("api>")));
  return onlyApi ? "api" : "work";
}

function partsOf(fault: Fault): readonly Part[] {
  if ("parts" in fault) return fault.parts;
  return fault.kind === "disk" ? [fault.part] : [];
}

async function up(stage: Stage, part: Part): Promise<void> {
  await until(`${part} is there again`, () => Promise.resolve(stage.isUp(part) ? true : undefined), {
    timeoutMs: BACK_WITHIN,
    everyMs: 20,
  });
}

/** Milliseconds until every part that was killed or asked to leave has been started again; null for faults that end none. */
async function backAfter(stage: Stage, fault: Fault, restarts: ReadonlyMap<Part, number>): Promise<number | null> {
  if (fault.kind !== "kill" && fault.kind !== "stop") return null;
  const since = performance.now();
  const isBack = (part: Part): boolean => stage.restarts(part) > (restarts.get(part) ?? 0);
  await until(
    `${fault.parts.join(", ")} started again`,
    () => Promise.resolve(fault.parts.every(isBack) ? true : undefined),
    {
      timeoutMs: BACK_WITHIN,
      everyMs: 20,
    },
  );
  return performance.now() - since;
}

function apiEffect(before: Counted, now: Counted): string[] {
  const told: string[] = [];
  if (now.away > before.away) told.push(`API ${now.away - before.away} × 503`);
  if (now.unreachable > before.unreachable) told.push(`API ${now.unreachable - before.unreachable} × no answer`);
  if (now.broken > before.broken) told.push(`API ${now.broken - before.broken} × WRONG ANSWER`);
  return told;
}
