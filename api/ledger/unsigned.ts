/**
 * What an office leaves unsigned is its own matter (decision 0070). Rows of drafts are kept from whoever does not see everything by
 * the queries; here is what is told of the one that has told others something: a letter lapsed, and another went in its place.
 */
import { INSTRUMENT_NAMES_EN } from "../../domain/instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../../domain/instruments/names.zh.js";
import type { RecordedRow, Telling } from "../../prisma/ledger/ledger-rows.js";
import type { PlanSight } from "../rights/sight.js";
import type { TellingRow } from "./schemas.js";

export const tellingOf = ({ whole }: Pick<PlanSight, "whole">): Telling => (whole ? "whole" : "signedOnly");

/** Whether a row is told by the letter that went out alone. */
export const isVeiled = (row: RecordedRow, telling: Telling): boolean =>
  telling === "signedOnly" && row.type === "instrumentLapsed";

const nameOf = ({ post, person }: TellingRow["told"][number], nobody: string, open: string, close: string): string =>
  `${post.unit?.name ?? ""}${post.title}${open}${person?.name ?? nobody}${close}`;

/** A lapsed letter's row as those read it who got what was sent instead: as any step of the ladder. */
export function veiled(view: TellingRow): TellingRow {
  const [first] = view.told;
  const to = view.told.filter(({ role }) => role === "to");
  const copies = view.told.filter(({ role }) => role === "copy");
  const zh = (list: typeof to): string => list.map((one) => nameOf(one, "无人在岗", "（", "）")).join("、");
  const en = (list: typeof to): string => list.map((one) => nameOf(one, "nobody in post", " (", ")")).join(", ");
  const name = {
    zh: first ? INSTRUMENT_NAMES_ZH[first.instrument] : "",
    en: first ? INSTRUMENT_NAMES_EN[first.instrument] : "",
  };
  return {
    ...view,
    type: "rungFired",
    words: {
      zh: `${name.zh}发至${zh(to)}${copies.length === 0 ? "" : `，抄送${zh(copies)}`}`,
      en: `${name.en} to ${en(to)}${copies.length === 0 ? "" : `, copy to ${en(copies)}`}`,
    },
  };
}
