/** What a 协办 unit does about its own sub-deadline on an item. */
import { isWithUnit, type ItemState, type Support } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import { batchOf } from "./batch.js";
import type { About } from "./draws.js";
import { type Intent, intend, reactionAt, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** How every supporting unit means to meet its sub-deadline: in time, or late. */
export function meetSubDeadlines(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  return item.supports.flatMap((support) => {
    const { draws, hours, behaviours } = setting;
    const { reportInTime, reportLate } = behaviours.ofUnit(support.unit);
    const due = hours.before(item.deadline, support.before);
    if (!support.run || due === null) return [];
    const each: About = ["reportSupport", support.unit, item.id, item.deadlineVersion];
    const together: About = ["reportSupport", support.unit, ...batchOf(item)];
    const inTime = draws.happens(reportInTime.chance, ...each);
    if (!inTime && !draws.happens(reportLate.chance, ...each, "late")) return [];
    const day = inTime
      ? hours.before(due, draws.within(reportInTime.days, ...together))
      : hours.following(due, Math.max(1, draws.within(reportLate.days, ...together)));
    const tomorrow = hours.following(hours.dayOf(row.at), 1);
    if (day === null || tomorrow === null) return [];
    return delivery(setting, row, item, support, hours.on(day > tomorrow ? day : tomorrow, support.unit));
  });
}

/** Urged, the unit thinks again. */
export function urgedToSupport(setting: Setting, row: ObservedRow<"rungFired">, item: ItemState): Intent[] {
  const support = item.supports.find(({ run }) => run?.runKey === row.payload.run);
  if (!support) return [];
  const { reportLate } = setting.behaviours.ofUnit(support.unit);
  const together: About = ["reportSupport", support.unit, ...batchOf(item), row.payload.rung, row.at];
  const at = reactionAt(setting, support.unit, reportLate, row.at, [...together, item.id], together);
  return delivery(setting, row, item, support, at);
}

function delivery(setting: Setting, row: ObservedRow, item: ItemState, { unit }: Support, at: number | null): Intent[] {
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "reportSupport", text: words(setting, texts.SUPPORT_DONE, unit, at) },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: true,
    still: (now) => isWithUnit(now) && now.supports.some((support) => support.unit === unit && !support.delivered),
  });
}
