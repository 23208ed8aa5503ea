/** Right of reply: the inspected object to what failed, and people decide who were not of the group. */
import { owingUnit } from "../../../domain/inspections/lines.js";
import { groupOf } from "../../../domain/inspections/round-state.js";
import type { RoundState } from "../../../domain/inspections/round-types.js";
import { lineOf } from "../../../domain/plan/checklists.js";
import { checklistsOf } from "../../../domain/plan/rule-set.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import { actsBy, intendRound, type RoundIntent, type RoundSetting } from "./round-intents.js";
import * as texts from "./texts.js";

/** Whoever owes what failed may object to it. */
export function object(setting: RoundSetting, row: ObservedRow<"conclusionServed">, state: RoundState): RoundIntent[] {
  const { visit: id, objectUntil } = row.payload;
  const visit = state.visits[id];
  const ruleSet = setting.ruleSet();
  if (!visit?.submitted || !ruleSet.documents) return [];
  const { plan } = ruleSet.documents;
  return visit.submitted.lines.flatMap(({ line: key, grade }): RoundIntent[] => {
    const line = lineOf(checklistsOf(ruleSet, visit.checklist), key);
    const unit = line && owingUnit(line, visit.plan.place, plan);
    if (grade !== "fail" || typeof unit !== "string") return [];
    const about = ["object", state.round, id, key] as const;
    const at = reactionAt(setting, unit, setting.rounds.object, row.at, about);
    if (at === null || setting.hours.dayOf(at) > objectUntil) return [];
    const text = setting.draws.oneOf(texts.OBJECTIONS, ...about);
    const not = groupOf(state, id)?.members.map(({ person }) => person) ?? [];
    return intendRound(at, {
      stream: row.stream,
      name: `object/${id}/${key}`,
      still: ({ visits }) => visits[id]?.objections.some(({ lines }) => lines.includes(key)) === false,
      acts: () =>
        actsBy(setting.cast.actor({ kind: "unit", unit, level: "desk", not }, setting.hours.dayOf(at)), {
          kind: "fileObjection",
          visit: id,
          lines: [key],
          text,
        }),
    });
  });
}

export const decideObjection = (
  setting: RoundSetting,
  row: ObservedRow<"objectionFiled">,
  state: RoundState,
): RoundIntent[] => deciding(setting, row, state, row.payload);

/** Whoever is chased for a decision thinks again. */
export function chasedObjection(
  setting: RoundSetting,
  row: ObservedRow<"inspectionChased">,
  state: RoundState,
): RoundIntent[] {
  const { objection: name, rung } = row.payload;
  const found = name && state.visits[name.visit]?.objections.find(({ no }) => no === name.no);
  return name && found ? deciding(setting, row, state, { ...name, lines: found.lines }, rung) : [];
}

function deciding(
  setting: RoundSetting,
  row: ObservedRow,
  state: RoundState,
  { visit: id, no, lines }: { readonly visit: string; readonly no: number; readonly lines: readonly string[] },
  ...urged: readonly string[]
): RoundIntent[] {
  const { office, supervisionOffice } = setting.roster.bodies;
  const { draws, hours, cast, rounds } = setting;
  const about = ["decideObjection", state.round, id, no, ...urged] as const;
  const someday = reactionAt(setting, supervisionOffice, rounds.decideObjection, row.at, about);
  // Before everybody else acts on a day: what doesn't stand any more is nobody's to put right.
  const first = someday === null ? null : hours.orderHour(hours.dayOf(someday));
  const at = first !== null && first > row.at ? first : someday;
  const granted = draws.happens(rounds.grantObjection, "grant", ...about);
  const reason = draws.oneOf(granted ? texts.OBJECTION_GRANTED : texts.OBJECTION_REFUSED, ...about);
  const grades = granted ? Object.fromEntries(lines.map((line) => [line, "mostly" as const])) : {};
  const pending = (now: RoundState) => now.visits[id]?.objections.find((one) => one.no === no && one.decision === null);
  return intendRound(at, {
    stream: row.stream,
    name: `objection/${id}/${no}`,
    still: (now) => pending(now) !== undefined,
    acts: (now) => {
      // Other people than those who inspected, and than those who object.
      const not = [
        ...(groupOf(now, id)?.members ?? []),
        ...(now.visits[id]?.filed ?? []),
        ...(pending(now)?.by.map((person) => ({ person })) ?? []),
      ].map(({ person }) => person);
      const day = hours.dayOf(at ?? 0);
      const actor = [supervisionOffice, office]
        .map((unit) => cast.actor({ kind: "unit", unit, level: "head", not }, day))
        .find((one) => one !== null);
      return actsBy(actor ?? null, { kind: "decideObjection", visit: id, no, granted, reason, grades });
    },
  });
}
