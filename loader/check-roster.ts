/** What a roster.yaml of the right shape can still get wrong: references, gaps, chains that lead nowhere. */
import { addDays } from "../domain/plan/plan-date.js";
import { dated, unitName } from "./assemble.js";
import { requireKnown, requireUnique, type RosterIds } from "./roster-ids.js";
import type { RosterFile } from "./roster-schema.js";
import type { Path, Source } from "./source.js";

interface Period {
  readonly from?: string;
  readonly to?: string;
}

/** `start` is the plan's, from which on every village needs its pairing; undefined while plan.yaml cannot tell it. */
export function checkRoster(roster: RosterFile, source: Source, ids: RosterIds, start: string | undefined): void {
  for (const list of ["units", "posts", "persons", "townships", "villages"] as const) {
    requireUnique(
      source,
      `${list.replace(/s$/, "")} id`,
      roster[list].map((entry, index) => ({ id: entry.id, path: [list, index, "id"] })),
    );
  }
  checkBodies(roster, source, ids, start);
  checkUnits(roster, source, ids, start);
  checkPosts(roster, source, ids);
  checkPersons(roster, source);
  checkTownships(roster, source, ids);
  checkVillages(roster, source, ids, start);
}

function levelOf(roster: RosterFile, post: string | undefined): string | undefined {
  return roster.posts.find((candidate) => candidate.id === post)?.level;
}

function checkBodies(roster: RosterFile, source: Source, ids: RosterIds, start: string | undefined): void {
  for (const [body, unit] of Object.entries(roster.bodies)) requireKnown(source, ["bodies", body], unit, "units", ids);
  const { office, supervisionOffice, leadingGroup } = roster.bodies;
  const chair = roster.units.find((unit) => unit.id === leadingGroup)?.head;
  const level = levelOf(roster, chair);
  if (level !== undefined && level !== "leadingGroup") {
    source.report(
      ["posts", roster.posts.findIndex((post) => post.id === chair), "level"],
      `post ${chair} heads the leading group: write level: leadingGroup, so that it is written to as a leader's`,
    );
  }
  const desk = roster.units.find((unit) => unit.id === office)?.desk;
  const index = roster.posts.findIndex((post) => post.id === desk);
  const holders = roster.posts[index]?.holders.map(dated);
  if (holders && start !== undefined) {
    const gap = firstGap(holders, start);
    if (gap) {
      source.report(
        ["posts", index, "holders"],
        `post ${desk} is the office's desk, at which every fallback chain ends, and has no holder from ${gap.from} ${gap.until}: name one`,
      );
    }
  }
  if (office === supervisionOffice) {
    source.report(
      ["bodies", "supervisionOffice"],
      `the supervision office verifies what the office owes, so it cannot be ${office} itself: name another unit`,
    );
  }
}

function checkUnits(roster: RosterFile, source: Source, ids: RosterIds, start: string | undefined): void {
  const needLevel = (path: Path, post: string, levels: readonly string[], what: string): void => {
    const level = levelOf(roster, post);
    if (level !== undefined && !levels.includes(level))
      source.report(path, `post ${post} is a ${level} post: ${what} needs one of level ${levels.join(" or ")}`);
  };
  for (const [index, unit] of roster.units.entries()) {
    const path: Path = ["units", index];
    requireKnown(source, [...path, "desk"], unit.desk, "posts", ids);
    requireKnown(source, [...path, "head"], unit.head, "posts", ids);
    needLevel([...path, "desk"], unit.desk, ["desk"], "a unit's desk (经办岗)");
    needLevel([...path, "head"], unit.head, ["head", "leadingGroup"], "a unit's head");
    for (const [no, entry] of unit.leaderInCharge.entries()) {
      const { value } = dated(entry);
      requireKnown(source, [...path, "leaderInCharge", no], value, "posts", ids);
      needLevel([...path, "leaderInCharge", no], value, ["countyLeader", "leadingGroup"], "a 分管领导");
    }
    const gap = start === undefined || unit.kind === "body" ? null : firstGap(unit.leaderInCharge.map(dated), start);
    if (gap) {
      source.report(
        [...path, "leaderInCharge"],
        `unit ${unit.id} has no leader in charge (分管领导) from ${gap.from} ${gap.until}: add the county leader's post`,
      );
    }
    checkOverlap(unit.names.map(unitName), [...path, "names"], `names of unit ${unit.id}`, source);
    checkOverlap(
      unit.leaderInCharge.map(dated),
      [...path, "leaderInCharge"],
      `leaders in charge of unit ${unit.id}`,
      source,
    );
  }
}

function checkPosts(roster: RosterFile, source: Source, ids: RosterIds): void {
  for (const [index, post] of roster.posts.entries()) {
    const path: Path = ["posts", index];
    if (post.unit !== undefined) requireKnown(source, [...path, "unit"], post.unit, "units", ids);
    if (post.liaison !== undefined) requireKnown(source, [...path, "liaison"], post.liaison, "posts", ids);
    if (post.liaison === post.id)
      source.report([...path, "liaison"], `post ${post.id} cannot be its own liaison (联络员): name another post`);
    for (const [no, holder] of post.holders.entries())
      requireKnown(source, [...path, "holders", no], dated(holder).value, "persons", ids);
    checkActing(post, path, source, ids);
    for (const [no, next] of post.fallback.entries())
      requireKnown(source, [...path, "fallback", no], next, "posts", ids);
    checkOverlap(post.holders.map(dated), [...path, "holders"], `holders of post ${post.id}`, source);
  }
  checkFallbacks(roster, source);
}

/** 主持工作: known people, of a head's post, one at a time. */
function checkActing(
  { id, level, acting }: RosterFile["posts"][number],
  path: Path,
  source: Source,
  ids: RosterIds,
): void {
  if (acting === undefined) return;
  if (level !== "head")
    source.report(
      [...path, "acting"],
      `post ${id} is a ${level} post: acting (主持工作) is said of a unit's head: remove it, or write level: head`,
      "key",
    );
  for (const [no, person] of acting.entries())
    requireKnown(source, [...path, "acting", no], dated(person).value, "persons", ids);
  checkOverlap(acting.map(dated), [...path, "acting"], `people acting for post ${id}`, source);
}

/** Every chain ends at the office's desk, so that a letter always reaches somebody. */
function checkFallbacks(roster: RosterFile, source: Source): void {
  const end = roster.units.find((unit) => unit.id === roster.bodies.office)?.desk;
  if (end === undefined) return;
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  const reaches = (from: string, goal: string): boolean => {
    const seen = new Set<string>();
    const queue = [...(posts.get(from)?.fallback ?? [])];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (id === goal) return true;
      if (!seen.has(id)) queue.push(...(posts.get(id)?.fallback ?? []));
      seen.add(id);
    }
    return false;
  };
  for (const [index, post] of roster.posts.entries()) {
    const path: Path = ["posts", index, "fallback"];
    if (post.fallback.some((next) => !posts.has(next))) continue;
    if (reaches(post.id, post.id))
      source.report(
        path,
        `the fallback chain of post ${post.id} leads back to itself: let it end at the office's desk ${end}`,
      );
    else if (post.id !== end && !reaches(post.id, end))
      source.report(path, `the fallback chain of post ${post.id} does not end at the office's desk: add ${end}`);
  }
}

/** One address is one person: letters are grouped by person, and who acted must be certain. */
function checkPersons(roster: RosterFile, source: Source): void {
  for (const channel of ["email", "mobile", "wecom", "dingtalk", "feishu"] as const) {
    const owners = new Map<string, number>();
    for (const [index, person] of roster.persons.entries()) {
      const address = person[channel]?.toLowerCase();
      if (address === undefined) continue;
      const first = owners.get(address);
      if (first === undefined) owners.set(address, index);
      else {
        const other = roster.persons[first];
        source.report(
          ["persons", index, channel],
          `${channel} ${person[channel]} is already that of person ${other?.id} (${other?.name}) in line ${source.position(["persons", first]).line}: ` +
            `write ${person.name}'s own, or give both posts to one person`,
        );
      }
    }
  }
}

function checkTownships(roster: RosterFile, source: Source, ids: RosterIds): void {
  for (const [index, township] of roster.townships.entries()) {
    requireKnown(source, ["townships", index, "id"], township.id, "units", ids);
    const unit = roster.units.find((candidate) => candidate.id === township.id);
    if (unit && unit.kind !== "township")
      source.report(["townships", index, "id"], `unit ${unit.id} is a ${unit.kind}: write kind: township in its entry`);
  }
}

function checkVillages(roster: RosterFile, source: Source, ids: RosterIds, start: string | undefined): void {
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  const requireLevel = (path: Path, id: string, level: string, what: string): void => {
    const post = posts.get(id);
    if (post && post.level !== level)
      source.report(path, `post ${id} is a ${post.level} post: a ${what} needs one of level ${level}`);
  };
  for (const [index, village] of roster.villages.entries()) {
    const path: Path = ["villages", index];
    if (village.id === "county")
      source.report([...path, "id"], "county names the items of the whole county: give the village another id");
    requireKnown(source, [...path, "township"], village.township, "townships", ids);
    for (const [no, pair] of village.pairing.entries()) {
      const at: Path = [...path, "pairing", no];
      requireKnown(source, [...at, "countyLeader"], pair.countyLeader, "posts", ids);
      requireKnown(source, [...at, "departmentHead"], pair.departmentHead, "posts", ids);
      requireKnown(source, [...at, "helpingUnit"], pair.helpingUnit, "units", ids);
      requireLevel([...at, "countyLeader"], pair.countyLeader, "countyLeader", "village's county leader");
      requireLevel([...at, "departmentHead"], pair.departmentHead, "head", "village's department head");
    }
    checkOverlap(village.pairing, [...path, "pairing"], `pairings of village ${village.id}`, source);
    if (start !== undefined) checkGaps(village.pairing, [...path, "pairing"], village.id, start, source);
  }
}

const byFrom = (a: Period, b: Period): number => ((a.from ?? "") < (b.from ?? "") ? -1 : 1);

function checkOverlap(periods: readonly Period[], path: Path, what: string, source: Source): void {
  for (const [index, period] of periods.entries()) {
    if (period.from !== undefined && period.to !== undefined && period.to <= period.from) {
      source.report(
        [...path, index],
        `ends on ${period.to}, not after its first day ${period.from}: write a later to (the day on which the next one begins)`,
      );
    }
  }
  const sorted = [...periods].sort(byFrom);
  for (const [index, next] of sorted.entries()) {
    const previous = sorted[index - 1];
    if (previous && (previous.to === undefined || previous.to > (next.from ?? ""))) {
      source.report(
        [...path, periods.indexOf(next)],
        `two ${what} hold at once: end the earlier with to: ${next.from ?? "YYYY-MM-DD"}`,
      );
    }
  }
}

function checkGaps(pairing: readonly Period[], path: Path, village: string, start: string, source: Source): void {
  const gap = firstGap(pairing, start);
  if (!gap) return;
  source.report(
    path,
    `village ${village} has no pairing (包抓) from ${gap.from} ${gap.until}: add { countyLeader: …, departmentHead: …, helpingUnit: …, from: ${gap.from} }`,
  );
}

/** The first time from `start` on that no period covers: its first day, and "on" or "to <last day>". */
function firstGap(pairing: readonly Period[], start: string): { from: string; until: string } | null {
  let covered: string | undefined = start;
  for (const period of [...pairing].sort(byFrom)) {
    if (covered === undefined) return null;
    if ((period.from ?? "") > covered) break;
    if (period.to === undefined) covered = undefined;
    else if (period.to > covered) covered = period.to;
  }
  if (covered === undefined) return null;
  const next = pairing
    .map((period) => period.from ?? "")
    .filter((from) => from > (covered ?? ""))
    .sort()[0];
  return { from: covered, until: next === undefined ? "on" : `to ${addDays(next, -1)}` };
}
