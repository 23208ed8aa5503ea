/** `action`: a person's act, an Update until it is recorded: alone, and twenty at a time, on one task and over all. */
import { randomUUID } from "node:crypto";
import type { Command } from "../domain/items/commands.js";
import type { PlanBundle, PlannedItem } from "../domain/plan/bundle.js";
import type { Actor } from "../domain/ledger/record.js";
import { figureFeeding } from "../domain/plan/registers.js";
import { valueOn } from "../domain/plan/dated.js";
import { itemsOfStream, taskStreams } from "../domain/streams/streams.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import type { Clock } from "../workflows/messages.js";
import { jumpClock, openPlans, type Opened, tickAll } from "./opened.js";
import { atMost } from "./aims.js";
import { actFloors, type Floors } from "./peers/floors.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { type Latency, latencyOf } from "./statistics.js";

/** An item somebody can act on. */
export interface Actable {
  readonly planId: string;
  readonly stream: string;
  readonly item: string;
  readonly actor: Actor;
  readonly clock: Clock;
}

/** The desk of a unit acting for it; null where nobody holds it on the day. */
function deskOf({ roster }: PlanBundle, unit: string, day: string): Actor | null {
  const desk = roster.units.find(({ id }) => id === unit)?.desk;
  const person = valueOn(roster.posts.find(({ id }) => id === desk)?.holders ?? [], day);
  return desk === undefined || person === undefined ? null : { person, post: desk, unit };
}

const groupedByUnit = (items: readonly PlannedItem[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const { id, primaryUnit } of items) groups.set(primaryUnit, [...(groups.get(primaryUnit) ?? []), id]);
  return groups;
};

/** Has a fresh plan's items assigned and signed for. Answers the items that somebody may now report on, task by task. */
export async function readyToAct(opened: Opened, bundle: PlanBundle, planId: string): Promise<Actable[][]> {
  const jump = await jumpClock(opened, planId);
  await tickAll(opened, planId, jump);
  const { clock } = jump;
  const tasks: Actable[][] = [];
  for (const { stream, task, section } of taskStreams(bundle)) {
    // What is measured takes figures where the others take a percentage, and what a register feeds takes none: both are left to themselves.
    const items = itemsOfStream(bundle, task, section).filter(
      ({ assignOn, metric, milestone }) =>
        assignOn <= bundle.plan.start &&
        metric === undefined &&
        figureFeeding(bundle.registers, milestone) === undefined,
    );
    const own: Actable[] = [];
    for (const [unit, ids] of groupedByUnit(items)) {
      const actor = deskOf(bundle, unit, bundle.plan.start);
      if (actor === null) continue;
      await opened.gateway.act(planId, stream, { key: randomUUID(), kind: "signFor", actor, items: ids }, clock);
      own.push(...ids.map((item) => ({ planId, stream, item, actor, clock })));
    }
    if (own.length > 0) tasks.push(own);
  }
  return tasks;
}

/** Milliseconds of `count` acts, `together` at a time, on the items in turn. */
export async function acts(
  opened: Opened,
  items: readonly Actable[],
  count: number,
  together: number,
): Promise<number[]> {
  const took: number[] = [];
  const numbers = Array.from({ length: count }, (_, no) => no).values();
  const lane = async (): Promise<void> => {
    for (const no of numbers) {
      const { planId, stream, item, actor, clock } = items[no % items.length] as Actable;
      const command: Command = {
        key: randomUUID(),
        kind: "reportProgress",
        actor,
        items: [item],
        percent: 10 + (no % 80),
        text: "进度",
      };
      const since = performance.now();
      await opened.gateway.act(planId, stream, command, clock);
      took.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: together }, lane));
  return took;
}

/** The lists' elements in turn: first of each, then second of each. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, no) => lists.flatMap((list) => list.slice(no, no + 1))).flat();
}

export const TOGETHER = 20;
const SHAPES = ["alone", "oneTask", "acrossTasks"] as const;
type Shape = (typeof SHAPES)[number];
type Measured = Shape | keyof Floors;
const TITLES: Readonly<Record<Measured, string>> = {
  alone: "one at a time",
  oneTask: `${TOGETHER} at a time, all on one task`,
  acrossTasks: `${TOGETHER} at a time, over all tasks`,
  nothing: "floor: an Update of a workflow of its own, answered at once, one at a time",
  oneRow: "floor: the same that commits one row by a local activity",
};

async function run(bench: Bench): Promise<Report> {
  const bundle = await planFrom(SEED_PLAN);
  const opened = await openPlans(bench, bundle);
  const took: Record<Measured, number[]> = { alone: [], oneTask: [], acrossTasks: [], nothing: [], oneRow: [] };
  try {
    const tasks = await readyToAct(opened, bundle, opened.planIds[0] ?? "");
    const largest = tasks.reduce((most, each) => (each.length > most.length ? each : most));
    const of: Readonly<Record<Shape, readonly Actable[]>> = {
      alone: largest,
      oneTask: largest,
      acrossTasks: inTurn(tasks),
    };
    const [few, many] = bench.size === "full" ? [60, 300] : [3, 20];
    await acts(opened, of.acrossTasks, many, TOGETHER); // warms every task up
    for (let no = 0; no < bench.rounds; no++) {
      for (const shape of SHAPES) {
        bench.signal.throwIfAborted();
        const count = shape === "alone" ? few : many;
        const round = await bench.progress.step(`action, ${TITLES[shape]}, round ${no + 1}`, () =>
          acts(opened, of[shape], count, shape === "alone" ? 1 : TOGETHER),
        );
        took[shape].push(...round);
      }
      const floors = await bench.progress.step(`action, what is least, round ${no + 1}`, () => actFloors(bench, few));
      took.nothing.push(...floors.nothing);
      took.oneRow.push(...floors.oneRow);
    }
  } finally {
    await opened.close();
  }
  return reportOf(took);
}

function reportOf(took: Readonly<Record<Measured, readonly number[]>>): Report {
  const measured = Object.keys(took) as Measured[];
  const figures = Object.fromEntries(measured.map((each) => [each, latencyOf(took[each])])) as Record<
    Measured,
    Latency
  >;
  return {
    figures,
    tables: [
      {
        title: "A person's act, from sending the Update until it is recorded and answered",
        columns: ["how", "acts", "p50 ms", "p99 ms", "longest ms"],
        rows: measured.map((each) => [TITLES[each], ...Object.values(figures[each])]),
      },
    ],
    aims: [
      atMost("alone, p50", figures.alone.p50, 12, "ms"),
      atMost("20 on one task, p50", figures.oneTask.p50, 150, "ms"),
      atMost("20 on one task, p99", figures.oneTask.p99, 150, "ms"),
      atMost("20 over all tasks, p50", figures.acrossTasks.p50, 150, "ms"),
      atMost("20 over all tasks, p99", figures.acrossTasks.p99, 200, "ms"),
    ],
  };
}

export const actionBenchmark: Benchmark = {
  name: "action",
  about: "a person's act until it is recorded: alone, and 20 at a time on one task and over all",
  run,
};
