/**
 * Progress that is computed: of an item whose milestone has a metric the percentage follows from what is done and the total
 * that the office fixed (docs/domain.md, "Measured items").
 */
import type { Context } from "../ladder/subject.js";
import { type Figure, figureFeeding } from "../plan/registers.js";
import type { CommandOf, Refusal } from "./commands.js";
import { refuse } from "./decision.js";
import type { ItemState } from "./work-item.js";

export type Figures = Readonly<Record<string, number>>;

/** Percent of the total, to one decimal, never rounded up: 29.96 % is not yet 30. */
export function percentOf(done: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((1_000 * done) / total) / 10);
}

/** Figures are counts; a total once fixed stays, and nothing is done beyond it. */
export function badFigures(item: ItemState, figures: Figures | undefined): Refusal | null {
  if (figures === undefined) return null;
  const wrong = Object.entries(figures).find(([, value]) => !Number.isFinite(value) || value < 0);
  if (wrong) return refuse("badValue", `${wrong[0]} must be a number from 0, not ${wrong[1]}`);
  const { done, total } = figures;
  if (total !== undefined && item.total !== undefined && total !== item.total)
    return refuse("badValue", `the total of ${item.id} was fixed at ${item.total}: it cannot become ${total}`);
  const whole = total ?? item.total;
  return done !== undefined && whole !== undefined && done > whole
    ? refuse("badValue", `${done} done of ${whole} is more than all`)
    : null;
}

/** The percentage that figures make of a measured item; or why there is none. `done`: as last reported, unless told now. */
export function measured(item: ItemState, figures: Figures | undefined): { readonly percent: number } | Refusal {
  if (item.totalVersion === undefined || item.total === undefined)
    return refuse("totalNotFixed", `the office has not fixed the total (总任务量) of ${item.id} yet`);
  const wrong = badFigures(item, figures);
  if (wrong) return wrong;
  const done = figures?.done ?? item.done;
  return done === undefined
    ? refuse("badValue", `${item.id} is measured: report figures.done, of the total of ${item.total}`)
    : { percent: percentOf(done, item.total) };
}

/** Completion of a measured item: its figures must say so. */
export function measuredCompletion(
  item: ItemState,
  figures: Figures | undefined,
): { readonly percent: number } | Refusal {
  const found = measured(item, figures);
  const target = item.metric?.target ?? 100;
  if ("code" in found || found.percent >= target) return found;
  const done = figures?.done ?? item.done;
  return refuse(
    "belowTarget",
    `${done} of ${item.total} is ${found.percent} %, below the ${target} % that ${item.id} is to reach`,
  );
}

export const isPercent = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 100;

/** The figure of a register that an item's percentage is computed by; undefined: it is reported, or measured by what is reported. */
export const feedOf = ({ milestone }: ItemState, { ruleSet }: Context): Figure | undefined =>
  figureFeeding(ruleSet.documents?.registers, milestone);

const typedFigure = ({ id }: ItemState, figure: Figure): Refusal =>
  refuse(
    "computedPercent",
    `the percentage of ${id} is computed from the register ${figure.register} (figure ${figure.id}): change the rows there, and say only what is to be said`,
  );

/** Whether completion may be reported, and with which percentage where that is not for the unit to say. */
export function completionOf(
  item: ItemState,
  figures: Figures | undefined,
  context: Context,
): { readonly percent: number } | Refusal | null {
  const figure = feedOf(item, context);
  if (figure && figures !== undefined) return typedFigure(item, figure);
  if (item.metric) return measuredCompletion(item, figures);
  return figure && item.computed ? { percent: item.percent } : badFigures(item, figures);
}

/** Computed where the item is measured, else as it was reported. */
export function progressOf(
  item: ItemState,
  command: CommandOf<"reportProgress">,
  context: Context,
): { readonly percent: number } | Refusal {
  const { percent, figures } = command;
  const figure = feedOf(item, context);
  if (figure)
    return percent === undefined && figures === undefined ? { percent: item.percent } : typedFigure(item, figure);
  if (item.metric) {
    return percent === undefined
      ? measured(item, figures)
      : refuse("computedPercent", `the percentage of ${item.id} is computed from its figures: report figures.done`);
  }
  if (percent === undefined || !isPercent(percent))
    return refuse("badValue", `percent must be a number from 0 to 100, not ${percent}`);
  return badFigures(item, figures) ?? { percent };
}
