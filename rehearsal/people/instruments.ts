/** What the office does with the drafts that wait for its signature: signs them, holds them for a while, or lets them lapse. */
import { addDays } from "../../domain/plan/plan-date.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { ScenarioEventOf } from "../../loader/scenario-schema.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { About } from "./draws.js";
import { type Intent, intend, reactionAt, type LetterRef, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** Working days after which the office looks at a draft again that it held for a reason of its own. */
const LOOKED_AT_AGAIN = 5;

/** A draft is decided on as a letter: all its items get the same signature, or the same reason for holding it. */
export function decideDraft(
  setting: Setting,
  row: ObservedRow<"instrumentDrafted">,
  item: ItemState,
  office: string,
): Intent[] {
  const { draws, hours } = setting;
  const post = row.recipients[0]?.find((recipient) => recipient.role === "to")?.addressed;
  if (post === undefined) return [];
  const planDay = hours.dayOf(row.at);
  const { instrument, version, rung } = row.payload;
  const letter: LetterRef = { post, instrument, planDay, version };
  const draft: DraftOf = { row, item, rung, letter, office };
  const together: About = ["signInstrument", post, instrument, planDay];
  const { signInstrument, holdInstrument } = setting.behaviours.ofUnit(office);

  const staged = setting.events.find(
    (event): event is ScenarioEventOf<"holdInstruments"> =>
      event.kind === "holdInstruments" && event.from <= planDay && planDay <= event.to,
  );
  if (staged) {
    const held = hours.after(row.at, draws.within([0, 1], ...together), office);
    const after = hours.orderHour(addDays(staged.to, 1));
    const signed = after === null ? null : reactionAt(setting, office, signInstrument, after, together);
    return [...hold(draft, held, staged.reason), ...sign(draft, signed)];
  }
  const at = reactionAt(setting, office, signInstrument, row.at, together);
  if (at === null || !draws.happens(holdInstrument, "holdInstrument", ...together)) return sign(draft, at);
  const again = hours.after(at, LOOKED_AT_AGAIN, office);
  return [...hold(draft, at, words(setting, texts.HELD, office, at)), ...sign(draft, again)];
}

interface DraftOf {
  readonly row: ObservedRow;
  readonly item: ItemState;
  readonly rung: string;
  readonly letter: LetterRef;
  readonly office: string;
}

const hasDraft = (item: ItemState, rung: string, version: number) =>
  item.drafts.find((draft) => draft.rung === rung && draft.version === version);

function sign({ row, item, rung, letter, office }: DraftOf, at: number | null): Intent[] {
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "signInstrument", rung, letter },
    by: { kind: "unit", unit: office, level: "head" },
    restsWhileSuspended: true,
    still: (now) => hasDraft(now, rung, letter.version) !== undefined,
  });
}

function hold({ row, item, rung, letter, office }: DraftOf, at: number | null, reason: string): Intent[] {
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "holdInstrument", rung, reason },
    by: { kind: "unit", unit: office, level: "head" },
    restsWhileSuspended: false,
    still: (now) => hasDraft(now, rung, letter.version)?.held === false,
  });
}
