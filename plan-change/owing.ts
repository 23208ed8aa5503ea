/** Who owes the items: what the folder says must be what the plan runs by, or what an order of this change makes it. */
import type { PlanBundle } from "../domain/plan/bundle.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import type { ItemState } from "../domain/items/work-item.js";
import type { RunningPlan } from "./running.js";
import type { RefusedChange } from "./said.js";

/** `after`: the open items as the change leaves them. */
export function owingRefusals(
  running: RunningPlan,
  wanted: PlanBundle,
  after: ReadonlyMap<string, ItemState>,
): RefusedChange[] {
  const before = new Map(plannedItems(running.bundle).map((item) => [item.id, item]));
  const planned = new Map(plannedItems(wanted).map((item) => [item.id, item]));
  const refused: RefusedChange[] = [];
  const gone = [...before.keys()].filter((id) => !planned.has(id) && running.registered.has(id));
  const some = (ids: readonly string[]): string => `${ids.slice(0, 3).join(", ")}${ids.length > 3 ? " …" : ""}`;
  if (gone.length > 0)
    refused.push({
      file: "plan.yaml, roster.yaml",
      what: {
        zh: `将少 ${gone.length} 个事项（${some(gone)}）`,
        en: `${gone.length} items would be gone (${some(gone)})`,
      },
      instead: {
        zh: "事项已经立项：请写回，不再办理的由办公室逐项撤销",
        en: "they are registered: put this back, and have the office cancel what is not to be done",
      },
    });
  const moves = new Map<string, { from: string; to: string; items: string[] }>();
  for (const [id, item] of planned) {
    const old = before.get(id);
    const state = after.get(id);
    if (!old || !state || old.primaryUnit === item.primaryUnit || state.primaryUnit === item.primaryUnit) continue;
    const [from, to] = [state.primaryUnit, item.primaryUnit];
    const move = moves.get(`${from} ${to}`) ?? { from, to, items: [] };
    move.items.push(id);
    moves.set(`${from} ${to}`, move);
  }
  for (const { from, to, items } of moves.values())
    refused.push({
      file: "plan.yaml",
      what: {
        zh: `${items.length} 个事项（${some(items)}）的主办由 ${from} 改为 ${to}`,
        en: `${items.length} items (${some(items)}) would be owed by ${to} instead of ${from}`,
      },
      instead: {
        zh: `主办变更须移交并写明理由：请写回 leadUnits、owes，用 --handover ${from} ${to} --reason 理由（单位的全部事项一并移交）`,
        en: `who owes items changes by a handover with its reason: put leadUnits and owes back and use --handover ${from} ${to} --reason TEXT (all that the unit owes passes on)`,
      },
    });
  return refused;
}
