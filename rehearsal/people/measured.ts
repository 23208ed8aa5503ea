/** Items whose progress is computed: the office fixes their total, and the unit counts what is done of it. */
import type { ItemState } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import { type Intent, intend, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** Key projects that the office counts. */
const PROJECTS = [20, 99] as const;

/** What belongs to one list of key projects has one total: the county's, or a township's for each of its villages. */
function totalOf({ draws }: Setting, { task, township }: ItemState): number {
  return draws.within(PROJECTS, "total", task, township ?? "county");
}

/** 核定总任务量: by the office, on the working day after 交办; nobody counts before it. An office that does nothing fixes nothing. */
export function fixTotal(setting: Setting, row: ObservedRow, item: ItemState, office: string): Intent[] {
  if (!item.metric || item.totalVersion !== undefined || setting.computed.has(item.milestone)) return [];
  // Where the office never gets anything done, as in `silence`, it does not do this either.
  if (setting.behaviours.ofUnit(office).closeOut.chance === 0) return [];
  const at = setting.hours.after(row.at, 1, office);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "fixTotal", total: totalOf(setting, item), reason: words(setting, texts.TOTAL, office, at) },
    by: { kind: "unit", unit: office, level: "desk" },
    restsWhileSuspended: false,
    still: (now) => now.totalVersion === undefined,
  });
}

/** The figures of a share of the way to the target; at the end all that it takes. */
export function figuresAt(setting: Setting, item: ItemState, share: number): { readonly done: number } {
  const total = item.total ?? totalOf(setting, item);
  return { done: Math.min(total, Math.ceil((total * (item.metric?.target ?? 100) * share) / 100)) };
}

/** Nobody can count against a total that is not fixed. */
export const countable = (item: ItemState): boolean => !item.metric || item.totalVersion !== undefined;
