/** 核查 and 销号: the right unit looks at what was reported, sends some of it back, and closes the rest. */
import { checkingUnit, closerUnit, type ItemState, verifierUnit } from "../../domain/items/work-item.js";
import type { Bodies } from "../../domain/plan/roster.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { About } from "./draws.js";
import { type Intent, intend, reactionAt, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** The next check of an item: of what the unit reported, or the last one before 销号. Urged, the checker thinks again. */
export function check(setting: Setting, row: ObservedRow, item: ItemState, bodies: Bodies): Intent[] {
  const { draws } = setting;
  const unit = checkingUnit(item, bodies);
  const behaviour = setting.behaviours.ofUnit(unit);
  const [kind, reaction] =
    item.status === "reported" ? (["verify", behaviour.verify] as const) : (["closeOut", behaviour.closeOut] as const);
  const no = item.verifications;
  // What came in together is checked together, and so is what an urging slip lists.
  const together: About = [kind, unit, item.primaryUnit, row.stream, row.at];
  const at = reactionAt(setting, unit, reaction, row.at, [...together, item.id], together);
  const sentBack = mayReturn(item, bodies) && draws.happens(behaviour.returnForRework, "return", item.id, no);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: sentBack
      ? { kind: "returnForRework", reason: words(setting, texts.RETURNED, unit, at) }
      : { kind, text: words(setting, kind === "verify" ? texts.VERIFIED : texts.CLOSED, unit, at) },
    by: { kind: "unit", unit, level: "desk", not: item.reporters },
    restsWhileSuspended: true,
    still: (now) => now.status === item.status && now.verifications === no,
  });
}

/** A unit that has checked the work itself does not send it back when it comes to closing. */
function mayReturn(item: ItemState, bodies: Bodies): boolean {
  return item.status === "reported" || verifierUnit(item, bodies) !== closerUnit(item, bodies);
}
