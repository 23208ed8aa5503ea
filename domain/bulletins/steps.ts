/** Next steps (下一步工作) with unit and date. Those that have no item of their own yet become one on approval. */
import type { DraftNames, DraftOf } from "./drafting.js";
import { compareText } from "../ledger/canonical.js";
import type { NextStep } from "./content.js";
import type { FigureMaker } from "./figures.js";
import { STEP_WORDS } from "./words.js";

/** Fails in so many villages for one cause that one item of the lead unit is proposed. */
export interface Systemic {
  readonly line: string;
  readonly cause: string;
  readonly task: number;
  readonly lead: string;
  /** Key of its figure: the villages. */
  readonly count: string;
}

/** What the office has not decided on yet: lines with a cause that has open findings in enough villages, those in most first. */
export function systemicOf(
  { records, bundle, systemicDecided }: Pick<DraftOf, "records" | "bundle" | "systemicDecided">,
  figures: FigureMaker,
): Systemic[] {
  const least = bundle.policy.inspections?.systemicFrom ?? Number.POSITIVE_INFINITY;
  const open = records.findings.filter(({ status, place }) => status === "open" && place.kind === "village");
  const groups = new Map<string, { line: string; cause: string; task: number; villages: number }>();
  for (const { line, cause, task } of open) {
    const key = `${line}/${cause}`;
    const group = groups.get(key) ?? { line, cause, task, villages: 0 };
    group.villages += 1;
    groups.set(key, group);
  }
  const linked = new Set([
    ...systemicDecided.map(({ line, cause }) => `${line}/${cause}`),
    ...records.findings.flatMap(({ systemic, line, cause, status }) =>
      status === "open" && systemic.length > 0 ? [`${line}/${cause}`] : [],
    ),
  ]);
  return [...groups]
    .filter(([key, { villages }]) => villages >= least && !linked.has(key))
    .sort(([a, { villages: of }], [b, { villages: than }]) => than - of || compareText(a, b))
    .map(([, { line, cause, task }]) => ({
      line,
      cause,
      task,
      lead: bundle.plan.tasks.find(({ no }) => no === task)?.leadUnits[0] ?? bundle.roster.bodies.office,
      count: figures.count(`systemic.${line}.${cause}.villages`, "place", "findings", {
        status: "open",
        systemic: "no",
        line,
        cause,
      }),
    }));
}

export function nextSteps(
  { records, bundle, calendar, asOf }: Pick<DraftOf, "records" | "bundle" | "calendar" | "asOf">,
  systemic: readonly Systemic[],
  figures: FigureMaker,
  names: DraftNames,
): NextStep[] {
  const within = bundle.policy.inspections?.rectifyWithin ?? { minor: 30, serious: 20, grave: 10 };
  const day = (days: number): string => calendar.addWorkingDays(asOf.day, days);
  const overdue = new Map<string, number>();
  for (const { unit, status, daysOver, task } of records.findings)
    if (status === "open" && daysOver > 0 && !overdue.has(unit)) overdue.set(unit, task);
  const office = bundle.roster.bodies.office;
  return [
    ...systemic.map(
      ({ line, cause, lead, task }): NextStep => ({
        id: `systemic.${line}.${cause}`,
        unit: lead,
        task,
        ...STEP_WORDS.systemic(names.line(line), names.cause(cause)),
        by: day(within.serious),
        item: true,
      }),
    ),
    ...[...overdue].map(([unit, task]): NextStep => {
      const figure = figures.count(`overdue.${unit}`, "finding", "findings", { unit, overdue: "yes" });
      return { id: `overdue.${unit}`, unit, task, ...STEP_WORDS.overdue(figure), by: day(within.grave), item: false };
    }),
    ...((figures.value("visits.open") ?? 0) > 0
      ? [
          {
            id: "unchecked",
            unit: office,
            task: 0,
            ...STEP_WORDS.unchecked,
            by: day(within.minor),
            item: false,
          },
        ]
      : []),
  ];
}
