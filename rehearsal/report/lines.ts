/** The report's tables: per task, unit, county leader, and township with its villages. */
import type { Directory } from "../../domain/people/directory.js";
import { worstLight } from "../../domain/items/light.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Post } from "../../domain/plan/roster.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { valueOn } from "../../domain/plan/dated.js";
import type {
  Acknowledgement,
  Escalation,
  ItemLedger,
  ItemNotices,
  NoticeCount,
} from "../../prisma/reports/report-facts.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { countsOf, spanOf, sumOf } from "./counts.js";
import type { LeaderLine, OtherUnitLine, ReachedItem, TaskLine, TownshipLine, UnitLine, VillageCell } from "./model.js";
import { type Standing, totalsOf, type Viewpoint } from "./standing.js";

/** Everything the tables are made from. */
export interface Sources {
  readonly bundle: PlanBundle;
  readonly view: Viewpoint;
  readonly names: Directory;
  readonly standings: readonly Standing[];
  readonly notices: readonly NoticeCount[];
  readonly itemNotices: readonly ItemNotices[];
  readonly ledger: readonly ItemLedger[];
  readonly escalations: readonly Escalation[];
  /** Days of acknowledgement, by `item leader`: see acknowledgedDays. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  /** First submissions to villages' own leaders, by item. */
  readonly own: ReadonlyMap<string, Escalation>;
}

const longestOf = (standings: readonly Standing[]): number => Math.max(0, ...standings.map(({ late }) => late));

export function taskLines({ bundle, view, names, standings, itemNotices }: Sources): TaskLine[] {
  const taskOf = new Map(standings.map(({ item }) => [item.id, item.task]));
  const told = groupBy(itemNotices, (row) => String(taskOf.get(row.item)));
  const items = groupBy(standings, ({ item }) => String(item.task));
  return bundle.plan.tasks.map((task) => {
    const rows = told.get(String(task.no)) ?? [];
    const own = items.get(String(task.no)) ?? [];
    const closed = own.filter(({ item }) => item.status === "closed");
    const closedLate = closed.filter(({ late }) => late > 0).length;
    return {
      no: task.no,
      title: task.title,
      leadUnit: task.leadUnits[0] === undefined ? "" : names.unit(task.leadUnits[0], view.today).name,
      standing: task.milestones.length === 0,
      closedInTime: closed.length - closedLate,
      closedLate,
      longest: longestOf(own),
      ...totalsOf(own),
      counts: countsOf(rows),
      ...spanOf(rows),
    };
  });
}

export function unitLines(sources: Sources): { units: UnitLine[]; otherUnits: OtherUnitLine[] } {
  const { bundle, view, names, standings, notices, ledger, escalations } = sources;
  const told = groupBy(notices, (row) => names.posts.get(row.post)?.unit);
  const owed = groupBy(standings, ({ item }) => item.primaryUnit);
  const happened = new Map(ledger.map((row) => [row.item, row]));
  const escalated = new Set(escalations.filter((row) => row.ofDeadline).map((row) => row.item));
  const ids = bundle.roster.units.map((unit) => unit.id);

  const units = ids.flatMap((unit): UnitLine[] => {
    const own = owed.get(unit);
    if (!own) return [];
    const rows = told.get(unit) ?? [];
    const sum = (of: "returns" | "extensionsRequested" | "extensionsGranted"): number =>
      own.reduce((total, { item }) => total + (happened.get(item.id)?.[of] ?? 0), 0);
    return [
      {
        unit,
        name: names.unit(unit, view.today).name,
        ...totalsOf(own),
        counts: countsOf(rows),
        ...spanOf(rows),
        escalatedItems: own.filter(({ item }) => escalated.has(item.id)).length,
        longest: longestOf(own),
        returns: sum("returns"),
        extensionsRequested: sum("extensionsRequested"),
        extensionsGranted: sum("extensionsGranted"),
      },
    ];
  });
  const otherUnits = ids.flatMap((unit): OtherUnitLine[] => {
    const rows = told.get(unit);
    if (!rows || owed.has(unit)) return [];
    return [{ unit, name: names.unit(unit, view.today).name, notices: sumOf(countsOf(rows)), ...spanOf(rows) }];
  });
  return {
    units: units.sort((a, b) => b.overdue - a.overdue || b.everOverdue - a.everOverdue || b.total - a.total),
    otherUnits: otherUnits.sort((a, b) => b.notices - a.notices),
  };
}

export function leaderLines(sources: Sources): LeaderLine[] {
  const { bundle, view, names, notices, escalations } = sources;
  const told = groupBy(notices, (row) => (row.instrument === "escalate" && row.role === "to" ? row.post : null));
  const byLeader = groupBy(escalations, (row) => row.post);
  const copies = groupBy(notices, (row) => (row.instrument === "escalate" && row.role === "copy" ? row.post : null));
  return bundle.roster.posts
    .filter((post) => post.level === "countyLeader")
    .sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER))
    .map((post): LeaderLine => {
      const reached = reachedItems(post.id, byLeader.get(post.id) ?? [], sources);
      return {
        post: post.id,
        title: post.title,
        person: names.holder(post.id, view.today).person?.name ?? null,
        items: reached.length,
        submissions: reached.reduce((sum, { times }) => sum + times, 0),
        copies: (copies.get(post.id) ?? []).reduce((sum, row) => sum + row.count, 0),
        acknowledged: reached.filter(({ acknowledgedOn }) => acknowledgedOn !== null).length,
        ...spanOf(byLeader.get(post.id) ?? []),
        months: leaderMonths(told.get(post.id) ?? [], reached),
        reached,
      };
    });
}

function reachedItems(
  leader: string,
  escalations: readonly Escalation[],
  { standings, names, answers }: Sources,
): ReachedItem[] {
  const byId = new Map(standings.map((standing) => [standing.item.id, standing]));
  const items = [...groupBy(escalations, (row) => row.item)].flatMap(([id, rows]) => {
    const standing = byId.get(id);
    const { first, last } = spanOf(rows);
    return standing === undefined || first === null || last === null ? [] : [{ standing, rows, first, last }];
  });
  items.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.standing.order - b.standing.order));
  return items.map(({ standing: { item }, rows, first, last }) => ({
    item: item.id,
    place: names.place(item),
    task: item.task,
    milestone: names.milestoneTitle(item.milestone),
    first,
    last,
    times: rows.reduce((sum, row) => sum + row.times, 0),
    acknowledgedOn: answers.get(`${item.id} ${leader}`)?.find((day) => day >= first) ?? null,
  }));
}

function leaderMonths(told: readonly NoticeCount[], reached: readonly ReachedItem[]): LeaderLine["months"] {
  const answered = reached.flatMap(({ acknowledgedOn }) =>
    acknowledgedOn === null ? [] : [acknowledgedOn.slice(0, 7)],
  );
  const months = [...new Set([...told.map(({ month }) => month), ...answered])].sort();
  return months.map((month) => ({
    month,
    submissions: told.filter((row) => row.month === month).reduce((sum, { count }) => sum + count, 0),
    acknowledged: answered.filter((each) => each === month).length,
  }));
}

/** Days on which an item was acknowledged for a leader, in order, by `item leader`. A liaison's counts for the leader. */
export function acknowledgedDays({
  bundle,
  offsetMinutes,
  acknowledgements,
}: {
  readonly bundle: PlanBundle;
  readonly offsetMinutes: number;
  readonly acknowledgements: readonly Acknowledgement[];
}): Map<string, string[]> {
  const leaderOf = new Map(
    bundle.roster.posts.flatMap((post: Post) => (post.liaison === undefined ? [] : [[post.liaison, post.id]])),
  );
  const days = new Map<string, string[]>();
  for (const { item, post, at } of acknowledgements) {
    const key = `${item} ${leaderOf.get(post) ?? post}`;
    days.set(key, [...(days.get(key) ?? []), dateAt(at, offsetMinutes)]);
  }
  return days;
}

export function townshipLines({ bundle, view, names, standings, itemNotices, own }: Sources): TownshipLine[] {
  const inVillage = groupBy(standings, ({ item }) => item.village);
  const ofTownship = groupBy(standings, ({ item }) => (item.village === null ? item.township : null));
  const villageOf = new Map(standings.map(({ item }) => [item.id, item.village]));
  const told = groupBy(itemNotices, (row) => villageOf.get(row.item));
  return bundle.roster.townships.map(
    (township): TownshipLine => ({
      township: township.id,
      name: township.name,
      inVillages: totalsOf(standings.filter(({ item }) => item.village !== null && item.township === township.id)),
      own: totalsOf(ofTownship.get(township.id) ?? []),
      villages: bundle.roster.villages
        .filter((village) => village.township === township.id)
        .map((village) => {
          const items = inVillage.get(village.id) ?? [];
          const leader = valueOn(village.pairing, view.today)?.countyLeader;
          return {
            village: village.id,
            name: village.name,
            leader: leader === undefined ? null : names.post(leader, view.today).title,
            ...totalsOf(items),
            escalatedToOwnLeader: items.filter(({ item }) => own.has(item.id)).length,
            longest: longestOf(items),
            notices: sumOf(countsOf(told.get(village.id) ?? [])),
            cells: cellsOf(items),
          };
        }),
    }),
  );
}

function cellsOf(items: readonly Standing[]): VillageCell[] {
  const cells = [...groupBy(items, ({ item }) => String(item.task)).values()].map((own): VillageCell => {
    const { total, overdue, everOverdue } = totalsOf(own);
    const light = worstLight(own.map((standing) => standing.light)) ?? "grey";
    return { task: own[0]?.item.task ?? 0, light, items: total, overdue, everOverdue, longest: longestOf(own) };
  });
  return cells.sort((a, b) => a.task - b.task);
}
