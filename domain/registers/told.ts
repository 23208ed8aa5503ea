/** The items whose percentage a figure is, with what it makes of them, by the stream of their task. */
import type { TaskStreamInfo } from "../ledger/plan-orders.js";
import type { ToldFigure } from "../ledger/register-events.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { Figure } from "../plan/registers.js";
import { type FigureNow, targetOf } from "./figures.js";
import { methodOf, type RegisterState, sumsOf } from "./register-state.js";

/** Percent of a whole as an item has it: from 0 to 100 to one decimal, never rounded up. */
const percentOf = (done: number, total: number): number =>
  total <= 0 ? 0 : Math.max(0, Math.min(100, Math.floor((1_000 * done) / total) / 10));

/** `now`: the figures that moved; `all`: told also where they are as they were. Nothing is told of a figure whose formula is not fixed yet. */
export function toldItems(
  state: RegisterState,
  now: readonly FigureNow[],
  { plan, roster, registers }: PlanBundle,
  streams: readonly TaskStreamInfo[],
  all: boolean,
): ToldFigure[] {
  const told = new Map<string, { to: string; figure: string; items: ToldFigure["items"][number][] }>();
  const townships = new Map(roster.villages.map(({ id, township }) => [id, township]));
  const sums = new Map([
    ...state.sums,
    ...now.map((one) => [`${one.figure}|${one.method}|${one.scope}`, one] as const),
  ]);
  for (const { figure: id, method, scope } of now) {
    const figure = registers?.figures.find((one: Figure) => one.id === id);
    if (!figure || methodOf(state, figure)?.id !== method) continue;
    const [done, total] = sumsOf({ ...state, sums }, figure, method, scope);
    const [doneBefore, totalBefore] = sumsOf(state, figure, method, scope);
    if (!all && done === doneBefore && total === totalBefore) continue;
    for (const feed of figure.milestones) {
      const target = targetOf(figure, feed, scope);
      const task = plan.tasks.find(({ milestones }) => milestones.some((one) => one.id === feed.milestone));
      if (target === null || !task) continue;
      const section = target === "county" ? "county" : (townships.get(target) ?? target);
      const own = streams.filter((one) => one.task === task.no);
      const to = (own.find((one) => one.section === section) ?? own.find((one) => one.section === null))?.stream;
      if (to === undefined) continue;
      const key = `${to} ${id}`;
      const entry = told.get(key) ?? { to, figure: id, items: [] };
      entry.items.push({ item: `${feed.milestone}/${target}`, done, total, percent: percentOf(done, total) });
      told.set(key, entry);
    }
  }
  return [...told.values()];
}
