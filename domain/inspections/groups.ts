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

/** What is wrong with a group, by ids: for whoever set it, in words of theirs (`group-words.ts`). */
export type GroupFault = { readonly group: string } & (
  | { readonly kind: "tooFew"; readonly size: number }
  | { readonly kind: "leaderOutside"; readonly person: string }
  | { readonly kind: "stranger"; readonly person: string; readonly post: string }
  | { readonly kind: "unknownVisit" | "twice"; readonly visit: string }
  /** Of a unit that the visit is about. */
  | { readonly kind: "ownWork"; readonly visit: string; readonly person: string }
  /** Everybody belongs to the unit that owes the line. */
  | { readonly kind: "unjudged"; readonly visit: string; readonly line: string }
);

/** What is wrong with a group at a visit: everybody who may not go there; else the line that nobody may judge. */
function visitFaults(
  { id: group, members }: Pick<InspectionGroup, "id" | "members">,
  visit: PlannedVisit,
  rules: GroupRules,
): GroupFault[] {
  const barred = members.filter(({ person }) => !mayVisit(person, visit, rules));
  if (barred.length > 0) return barred.map(({ person }) => ({ kind: "ownWork", group, visit: visit.id, person }));
  const line = visit.lines.find((one) => !members.some(({ person }) => mayJudge(person, visit, one, rules)));
  return line === undefined ? [] : [{ kind: "unjudged", group, visit: visit.id, line }];
}

/** The first of it in English, for the one who set it; null: nothing. */
export function groupFault(
  group: Pick<InspectionGroup, "members">,
  visit: PlannedVisit,
  rules: GroupRules,
): string | null {
  const [fault] = visitFaults({ id: "", ...group }, visit, rules);
  return fault ? sentenceOf(fault) : null;
}

/** Everything wrong with a set of groups, the visits that no group has included. */
export function faultsOfGroups(
  groups: readonly InspectionGroup[],
  visits: readonly PlannedVisit[],
  rules: GroupRules,
): GroupFault[] {
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const given = groups.flatMap((group) => group.visits.map((visit) => ({ group: group.id, visit })));
  const known = rosterIndex(rules.roster);
  return [
    ...groups.flatMap((one): GroupFault[] => {
      const group = one.id;
      const people = one.members.map(({ person }) => person);
      const stranger = one.members.find(
        ({ person, post }) => known.persons.get(person) === undefined || known.posts.get(post) === undefined,
      );
      return [
        ...(new Set(people).size < rules.size ? [{ kind: "tooFew", group, size: rules.size } as const] : []),
        ...(people.includes(one.leader) ? [] : [{ kind: "leaderOutside", group, person: one.leader } as const]),
        ...(stranger ? [{ kind: "stranger", group, person: stranger.person, post: stranger.post } as const] : []),
        ...one.visits.flatMap((id): GroupFault[] => {
          const visit = byId.get(id);
          return visit ? visitFaults(one, visit, rules) : [{ kind: "unknownVisit", group, visit: id }];
        }),
      ];
    }),
    ...given
      .filter(({ visit }, at) => given.findIndex((one) => one.visit === visit) !== at)
      .map((one) => ({ kind: "twice", ...one }) as const),
  ];
}

/** The same in English. */
export const groupFaults = (...of: Parameters<typeof faultsOfGroups>): string[] =>
  faultsOfGroups(...of).map(sentenceOf);

function sentenceOf(fault: GroupFault): string {
  const { group } = fault;
  switch (fault.kind) {
    case "tooFew":
      return `group ${group} has fewer than ${fault.size} inspectors`;
    case "leaderOutside":
      return `the 组长 of group ${group}, ${fault.person}, is not one of it`;
    case "stranger":
      return `group ${group} names ${fault.person} in ${fault.post}, whom the roster does not have`;
    case "unknownVisit":
      return `group ${group} has the visit ${fault.visit}, which the round has not`;
    case "twice":
      return `visit ${fault.visit} is given to two groups`;
    case "ownWork":
      return `${fault.person} belongs to a unit that ${fault.visit} is about: nobody inspects their own unit's work`;
    case "unjudged":
      return `nobody of the group may judge line ${fault.line} of ${fault.visit}: all belong to the unit that owes it`;
  }
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
