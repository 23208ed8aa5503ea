/**
 * Groups of inspectors (检查组): two or more, one of them the 组长; nobody inspects the work of a unit that they belong to, also not as
 * a substitute; the load is even, and who was at a place last time goes elsewhere where that can be.
 */
import type { InspectionGroup, Inspector, PlannedVisit } from "../ledger/inspection-events.js";
import { type Delegation, isInForce } from "../people/delegations.js";
import { rosterIndex } from "../people/directory.js";
import type { Checklists } from "../plan/checklists.js";
import { lineOf } from "../plan/checklists.js";
import { valueOn } from "../plan/dated.js";
import type { PlanDate, PlanText } from "../plan/plan.js";
import type { Roster } from "../plan/roster.js";
import { sha256 } from "../ledger/sha256.js";
import { owingUnit } from "./lines.js";

/** What groups are judged by. */
export interface GroupRules {
  readonly plan: PlanText;
  readonly roster: Roster;
  readonly checklists: Checklists;
  readonly delegations: readonly Delegation[];
  /** The day on which it is asked: who belongs where is dated. */
  readonly day: PlanDate;
  /** The last day of the visits: a substitution until then counts from now on. */
  readonly until: PlanDate;
  /** Inspectors of a group at least. */
  readonly size: number;
}

/** Units of people, by the rules that they were asked by: a draft asks them of each line of each visit. */
const known = new WeakMap<GroupRules, Map<string, ReadonlySet<string>>>();

/** The units a person belongs to: by posts that they hold, act in, or are the substitute of, in the round's days. */
export function unitsOf(person: string, rules: GroupRules): ReadonlySet<string> {
  const people = known.get(rules) ?? new Map<string, ReadonlySet<string>>();
  known.set(rules, people);
  const before = people.get(person);
  if (before) return before;
  const units = readUnits(person, rules);
  people.set(person, units);
  return units;
}

function readUnits(person: string, { roster, delegations, day, until }: GroupRules): Set<string> {
  const units = new Set<string>();
  const { posts } = rosterIndex(roster);
  for (const post of roster.posts) {
    const isTheirs = [day, until].some(
      (on) => valueOn(post.holders, on) === person || valueOn(post.acting ?? [], on) === person,
    );
    if (isTheirs && post.unit !== undefined) units.add(post.unit);
  }
  for (const delegation of delegations) {
    const isIn =
      isInForce(delegation, day) || (delegation.from <= until && day <= delegation.until && !delegation.awaitsConsent);
    const unit = posts.get(delegation.post)?.unit;
    if (delegation.substitute === person && isIn && unit !== undefined) units.add(unit);
  }
  return units;
}

/** Units whose people may not visit the place at all: the inspected unit, the village's township, its helping unit. */
function partiesOf({ place }: PlannedVisit, { roster, day }: GroupRules): string[] {
  if (place.kind === "unit") return [place.id];
  const village = rosterIndex(roster).villages.get(place.id);
  const helping = valueOn(village?.pairing ?? [], day)?.helpingUnit;
  return [...(village ? [village.township] : []), ...(helping === undefined ? [] : [helping])];
}

/** Whether a person may visit a place. */
export function mayVisit(person: string, visit: PlannedVisit, rules: GroupRules): boolean {
  const own = unitsOf(person, rules);
  return !partiesOf(visit, rules).some((unit) => own.has(unit));
}

/** Whether a person may judge a line of a visit: it is not their unit's to put right. */
export function mayJudge(person: string, visit: PlannedVisit, line: string, rules: GroupRules): boolean {
  const found = lineOf(rules.checklists, line);
  const owes = found && owingUnit(found, visit.place, rules.plan);
  return mayVisit(person, visit, rules) && (owes === undefined || owes === null || !unitsOf(person, rules).has(owes));
}

/** What is wrong with a group at a visit, in English for the one who set it; null: nothing. */
export function groupFault(
  group: Pick<InspectionGroup, "members">,
  visit: PlannedVisit,
  rules: GroupRules,
): string | null {
  const barred = group.members.find(({ person }) => !mayVisit(person, visit, rules));
  if (barred)
    return `${barred.person} belongs to a unit that ${visit.id} is about: nobody inspects their own unit's work`;
  const unjudged = visit.lines.find(
    (line) => !group.members.some(({ person }) => mayJudge(person, visit, line, rules)),
  );
  return unjudged === undefined
    ? null
    : `nobody of the group may judge line ${unjudged} of ${visit.id}: all belong to the unit that owes it`;
}

/** Everything wrong with a set of groups, the visits that no group has included. */
export function groupFaults(
  groups: readonly InspectionGroup[],
  visits: readonly PlannedVisit[],
  rules: GroupRules,
): string[] {
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const given = groups.flatMap((group) => group.visits);
  const known = rosterIndex(rules.roster);
  return [
    ...groups.flatMap((group): string[] => {
      const people = group.members.map(({ person }) => person);
      const stranger = group.members.find(
        ({ person, post }) => known.persons.get(person) === undefined || known.posts.get(post) === undefined,
      );
      return [
        ...(new Set(people).size < rules.size ? [`group ${group.id} has fewer than ${rules.size} inspectors`] : []),
        ...(people.includes(group.leader) ? [] : [`the 组长 of group ${group.id}, ${group.leader}, is not one of it`]),
        ...(stranger
          ? [`group ${group.id} names ${stranger.person} in ${stranger.post}, whom the roster does not have`]
          : []),
        ...group.visits.flatMap((id) => {
          const visit = byId.get(id);
          return visit
            ? (groupFault(group, visit, rules) ?? [])
            : `group ${group.id} has the visit ${id}, which the round has not`;
        }),
      ];
    }),
    ...given.filter((id, at) => given.indexOf(id) !== at).map((id) => `visit ${id} is given to two groups`),
  ];
}

/** Who can inspect on a day: the desks of departments and bodies, save the leading group's; each person once. */
export function inspectorPool(roster: Roster, day: PlanDate): Inspector[] {
  const pool = new Map<string, Inspector>();
  for (const unit of roster.units) {
    if (unit.kind === "township" || unit.id === roster.bodies.leadingGroup) continue;
    const person = valueOn(rosterIndex(roster).posts.get(unit.desk)?.holders ?? [], day);
    if (person !== undefined && !pool.has(person)) pool.set(person, { person, post: unit.desk, unit: unit.id });
  }
  return [...pool.values()];
}

/** A group has no more visits than this where there are inspectors enough. */
const VISITS_PER_GROUP = 8;

export interface GroupProposal {
  readonly groups: readonly InspectionGroup[];
  /** Visits that nobody of them may make: for the office to give to others. */
  readonly uncovered: readonly string[];
}

/**
 * Groups and their visits. `lastAt`: who was at a place in the round before. The pool is shuffled by the seed, so that who sits in a
 * group with whom is nobody's choice.
 */
export function proposeGroups(
  visits: readonly PlannedVisit[],
  pool: readonly Inspector[],
  lastAt: ReadonlyMap<string, readonly string[]>,
  seed: string,
  rules: GroupRules,
): GroupProposal {
  const shuffled = pool
    .map((one) => ({ one, by: sha256(`${seed}/${one.person}`) }))
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .map(({ one }) => one);
  const count = Math.min(
    Math.floor(pool.length / rules.size),
    Math.max(1, Math.ceil(visits.length / VISITS_PER_GROUP)),
  );
  const teams = Array.from({ length: Math.max(0, count) }, (_, at) =>
    shuffled.slice(0, count * rules.size).filter((_one, index) => index % count === at),
  );
  const load = teams.map((): string[] => []);
  const uncovered: string[] = [];
  for (const visit of visits) {
    const before = new Set(lastAt.get(visit.place.id) ?? []);
    const wasThere = (at: number): number => (teams[at]?.some(({ person }) => before.has(person)) ? 1 : 0);
    const able = teams.flatMap((members, at) => (groupFault({ members }, visit, rules) === null ? [at] : []));
    const loadOf = (at: number): number => load[at]?.length ?? 0;
    const least = Math.min(...able.map(loadOf));
    // Among those with the least to do, or one visit more, whoever was not there last time.
    const [chosen] = able
      .filter((at) => loadOf(at) <= least + 1)
      .sort((a, b) => wasThere(a) - wasThere(b) || loadOf(a) - loadOf(b) || a - b);
    if (chosen === undefined) uncovered.push(visit.id);
    else load[chosen]?.push(visit.id);
  }
  const groups = teams.map(
    (members, at): InspectionGroup => ({
      id: `g${at + 1}`,
      leader: members[0]?.person ?? "",
      members,
      visits: load[at] ?? [],
    }),
  );
  return { groups, uncovered };
}
