/** 共同牵头: units that lead a milestone beside the one that owes it, so that whatever presses that one is copied to them. */
import type { PlanText } from "./plan.js";

/** By milestone, the units beside the owing one that lead its task, or that the text names together with it. */
export type CoLeads = Readonly<Record<string, readonly string[]>>;

export function coLeadsOf(plan: Pick<PlanText, "tasks">): CoLeads {
  let known = found.get(plan);
  if (known === undefined) {
    known = read(plan);
    found.set(plan, known);
  }
  return known;
}

/** A plan's text never changes once it is loaded: it is read through once. */
const found = new WeakMap<object, CoLeads>();

function read({ tasks }: Pick<PlanText, "tasks">): CoLeads {
  return Object.fromEntries(
    tasks.flatMap(({ leadUnits, milestones }) =>
      milestones.map(({ id, supporting }) => {
        const beside = supporting.filter(({ unit, jointly }) => jointly === true || leadUnits.includes(unit));
        return [id, beside.map(({ unit }) => unit)] as const;
      }),
    ),
  );
}
