/** What the office does in a round: its scheme, groups for visits that have none, systemic items, the bulletin. */
import { NOTHING_STORED } from "../../../domain/inspections/acts.js";
import { groupRules } from "../../../domain/inspections/decide-scheme.js";
import { groupFault, inspectorPool } from "../../../domain/inspections/groups.js";
import { schemeOf, uncoveredVisits } from "../../../domain/inspections/round-state.js";
import type { RoundState } from "../../../domain/inspections/round-types.js";
import type { InspectionGroup } from "../../../domain/inspections/types.js";
import { roundStream } from "../../../domain/inspections/round-name.js";
import type { PlanDate } from "../../../domain/plan/plan.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import { actsBy, intendRound, officeSeat, type RoundIntent, type RoundSetting } from "./round-intents.js";
import * as texts from "./texts.js";

const dayOf = ({ hours }: RoundSetting, at: number | null): PlanDate => hours.dayOf(at ?? 0);

/** The scheme is approved by the office's head; `urged`: the rung that chased it. */
export function approve(setting: RoundSetting, row: ObservedRow, state: RoundState, urged = ""): RoundIntent[] {
  const about = ["approveScheme", state.round, urged] as const;
  const at = reactionAt(setting, setting.roster.bodies.office, setting.rounds.approveScheme, row.at, about);
  return intendRound(at, {
    stream: row.stream,
    name: "approve",
    still: (now) => now.status === "draft" && schemeOf(now).visitsUntil >= dayOf(setting, at),
    acts: () =>
      actsBy(setting.cast.actor(officeSeat(setting, "head"), dayOf(setting, at)), {
        kind: "approveScheme",
        text: setting.draws.oneOf(texts.SCHEME_APPROVED, ...about),
      }),
  });
}

/** Visits that no proposed group may make are given to others who may. */
export function coverAll(setting: RoundSetting, row: ObservedRow<"schemeApproved">, state: RoundState): RoundIntent[] {
  if (uncoveredVisits(state).length === 0) return [];
  const at = setting.hours.after(row.at, 0, setting.roster.bodies.office);
  return intendRound(at, {
    stream: row.stream,
    name: "groups",
    still: (now) => now.status === "open" && uncoveredVisits(now).length > 0,
    acts: (now) => {
      const groups = withEveryVisit(setting, now);
      return groups.length === now.groups.length && uncoveredVisits({ ...now, groups }).length > 0
        ? []
        : actsBy(setting.cast.actor(officeSeat(setting), dayOf(setting, at)), {
            kind: "setGroups",
            groups,
            reason: texts.GROUPS_SET,
          });
    },
  });
}

/** Each visit without a group goes to one that may make it, or to two inspectors who may. */
function withEveryVisit(setting: RoundSetting, state: RoundState): InspectionGroup[] {
  const rules = groupRules(state, { facts: NOTHING_STORED, ruleSet: setting.ruleSet() });
  const pool = inspectorPool(rules.roster, rules.day);
  return uncoveredVisits(state).reduce<InspectionGroup[]>(
    (groups, id) => {
      const plan = state.visits[id]?.plan;
      if (!plan) return groups;
      const able = groups.find((group) => groupFault(group, plan, rules) === null);
      if (able) return groups.map((group) => (group === able ? { ...group, visits: [...group.visits, id] } : group));
      const pairs = pool.flatMap((first, at) => pool.slice(at + 1).map((second) => [first, second]));
      const members = pairs.find((pair) => groupFault({ members: pair }, plan, rules) === null);
      const leader = members?.[0]?.person;
      if (!members || leader === undefined) return groups;
      return [...groups, { id: `g${groups.length + 1}`, leader, members, visits: [id] }];
    },
    [...state.groups],
  );
}

/** Enough villages fail by the same line and cause: one item for the lead unit, or not. */
export function decideSystemic(setting: RoundSetting, row: ObservedRow<"findingRecorded">): RoundIntent[] {
  const { round, line, cause, alike: villages } = row.payload;
  if (villages.length === 0) return [];
  const about = ["decideSystemic", round, line, cause] as const;
  const at = reactionAt(setting, setting.roster.bodies.office, setting.rounds.decideSystemic, row.at, about);
  const accepted = setting.draws.happens(setting.rounds.acceptSystemic, "accept", ...about);
  const reason = accepted ? texts.SYSTEMIC_ACCEPTED(villages.length) : texts.SYSTEMIC_REFUSED;
  return intendRound(at, {
    stream: roundStream(round),
    name: `systemic/${line}/${cause}`,
    still: (now) => !now.systemic.some((one) => one.line === line && one.cause === cause),
    acts: () =>
      actsBy(setting.cast.actor(officeSeat(setting), dayOf(setting, at)), {
        kind: "decideSystemic",
        line,
        cause,
        accepted,
        villages,
        reason,
      }),
  });
}
