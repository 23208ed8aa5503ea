/** Who heads a unit on a day, as far as the rules need to know it: whom a talk would be with. From the roster alone. */
import { coLeadsOf } from "../plan/co-leads.js";
import { valueOn } from "../plan/dated.js";
import type { PlanDate } from "../plan/plan.js";
import type { Roster } from "../plan/roster.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { Heads, RuleSet, UnitHead } from "../plan/rule-set.js";
import { rosterIndex } from "./directory.js";

const isLeaders = (level: string): boolean => level === "countyLeader" || level === "leadingGroup";

export function headsOf(roster: Roster): Heads {
  const { posts } = rosterIndex(roster);
  const byUnit = roster.units.flatMap(({ id, head }): [string, UnitHead][] => {
    const post = posts.get(head);
    return post ? [[id, { holders: post.holders, leader: isLeaders(post.level) }]] : [];
  });
  const leaders = roster.posts.filter(({ level }) => isLeaders(level)).flatMap(({ holders }) => holders);
  return { byUnit: Object.fromEntries(byUnit), leaders };
}

/** A unit that the roster does not have is taken to have a head: nothing is known against it. */
export function headOn(heads: Heads | undefined, unit: string, day: PlanDate): "head" | "leader" | "vacant" {
  const head = heads?.byUnit[unit];
  if (!heads || !head) return "head";
  const holder = valueOn(head.holders, day);
  if (holder === undefined) return "vacant";
  const alsoLeader = heads.leaders.some((held) => held.value === holder && valueOn([held], day) !== undefined);
  return head.leader || alsoLeader ? "leader" : "head";
}

/** What decisions are made by: the documents as they stand, and all versions of those that have versions of their own. */
export const ruleSetOf = (
  documents: PlanBundle,
  policies: RuleSet["policies"],
  calendars: RuleSet["calendars"],
  checklists: NonNullable<RuleSet["checklists"]>,
): RuleSet => ({
  policies,
  calendars,
  checklists,
  documents,
  bodies: documents.roster.bodies,
  heads: headsOf(documents.roster),
  coLeads: coLeadsOf(documents.plan),
  offsetMinutes: documents.plan.timeZone.offsetMinutes,
});
