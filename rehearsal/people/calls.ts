/** 电话催办: whoever has no e-mail and is urged, the office calls. */
import { type ItemState, isOpen } from "../../domain/items/work-item.js";
import type { Person } from "../../domain/plan/roster.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { About } from "./draws.js";
import { type Intent, intend, reactionAt, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** Calls about a 催办, to those of its addressees who can be called but not written to. */
export function callThem(setting: Setting, row: ObservedRow, item: ItemState, office: string): Intent[] {
  const { hours, roster } = setting;
  const persons = new Map<string, Person>(roster.persons.map((person) => [person.id, person]));
  const urged = row.recipients
    .flat()
    .filter((recipient) => recipient.role === "to" && recipient.instrument === undefined);
  return urged.flatMap((recipient) => {
    const person = persons.get(recipient.person ?? "");
    if (!person?.mobile || person.email) return [];
    const together: About = ["logCall", person.id, hours.dayOf(row.at)];
    const at = reactionAt(setting, office, setting.behaviours.ofUnit(office).logCall, row.at, together);
    return intend(at, {
      stream: row.stream,
      item: item.id,
      act: { kind: "logCall", to: person.id, text: words(setting, texts.CALLED, office, at) },
      // The office's head may be the one to be called.
      by: { kind: "unit", unit: office, level: "desk", not: [person.id] },
      restsWhileSuspended: false,
      still: isOpen,
    });
  });
}
