/** Found again within a year: one severity higher is proposed, and whoever closes the item decides. */
import { closerUnit, type ItemState } from "../../../domain/items/work-item.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import type { About } from "../draws.js";
import { type Intent, intend, reactionAt, type Setting, words } from "../intents.js";
import { SEVERITY_RAISED, SEVERITY_STAYS } from "./texts.js";

/** Of a finding that was taken up again after its closing, from its reopening on. */
export function decideSeverity(
  setting: Setting,
  row: ObservedRow<"findingRecorded" | "reopened">,
  item: ItemState,
): Intent[] {
  const { rounds, draws, roster } = setting;
  const { finding } = item;
  if (rounds === null || !finding || finding.proposed === null) return [];
  const { proposed, found } = finding;
  const unit = closerUnit(item, roster.bodies);
  const about: About = ["decideSeverity", item.id, found.length];
  const at = reactionAt(setting, unit, rounds.decideSeverity, row.at, about, ["decideSeverity", row.at]);
  const grant = draws.happens(rounds.raiseSeverity, ...about);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "decideSeverity", grant, reason: words(setting, grant ? SEVERITY_RAISED : SEVERITY_STAYS, unit, at) },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: false,
    still: (now) => now.finding?.proposed === proposed,
  });
}
