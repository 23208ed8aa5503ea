/** Villages, units and posts, with what they owe and what they have been told. */
import type { Dated } from "../../domain/plan/plan.js";
import type { Post, Unit, Village } from "../../domain/plan/roster.js";
import { valueOn } from "../../domain/plan/dated.js";
import { isOpen } from "../../domain/items/work-item.js";
import { listNotices, type NoticeFilter, tallyNotices } from "../../prisma/notices/read-notices.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { PlanView } from "../views/plan-view.js";
import { type ProblemCode, ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { Item } from "../items/schemas.js";
import {
  postDetail,
  postParams,
  posts,
  unitDetail,
  unitParams,
  units,
  villageDetail,
  villageParams,
  villages,
} from "./schemas.js";
import type { PlanSight } from "../rights/sight.js";
import type { Services } from "../serving/services.js";
import { countLights } from "../views/count-lights.js";
import type { LitItem, SeenStanding } from "../views/standings.js";
import { itemView } from "../items/view.js";
import { noticeView } from "../letters/notice-view.js";

/** Items that one sees, and how many more there are. */
interface Owed {
  readonly items: readonly LitItem[];
  readonly outside: number;
}

const owedView = ({ items, outside }: Owed) => ({ items: items.length, lights: countLights(items), outside });

/** Of a standing what `holds`. */
function owedOf({ items, outside }: SeenStanding, holds: (lit: LitItem) => boolean): Owed {
  return { items: items.filter(holds), outside: outside.filter(holds).length };
}

/** The same for each of what items are grouped by. */
function owedBy<K extends string | number>(
  { items, outside }: SeenStanding,
  key: (lit: LitItem) => K | null,
): (of: K) => Owed {
  const [seen, beyond] = [groupBy(items, key), groupBy(outside, key)];
  return (of) => ({ items: seen.get(of) ?? [], outside: beyond.get(of)?.length ?? 0 });
}

const MOST_OPEN = 200;
const LATEST = 20;

/** Open items, the longest overdue first. */
function openView(items: readonly LitItem[], plan: PlanView): Item[] {
  return items
    .filter(({ item }) => isOpen(item))
    .sort((a, b) => b.reason.workingDaysOverdue - a.reason.workingDaysOverdue)
    .slice(0, MOST_OPEN)
    .map((lit) => itemView(lit, plan, plan.today));
}

/** What was told: counted, and the newest of it. */
async function toldView(services: Services, plan: PlanView, sight: PlanSight, filter: NoticeFilter) {
  const given = { ...filter, given: true, within: await sight.rows() };
  const [told, latest] = await Promise.all([
    tallyNotices(services.pool, plan.id, given),
    listNotices(services.pool, plan.id, given, null, LATEST),
  ]);
  return { told, latest: latest.map((notice) => noticeView(notice, plan)) };
}

function datedView<T, V>(values: readonly Dated<T>[], view: (value: T) => V) {
  return values.map(({ value, from, to }) => ({ value: view(value), from: from ?? null, to: to ?? null }));
}

function unknown(code: ProblemCode, what: { zh: string; en: string }, id: string): ProblemError {
  return new ProblemError(code, {
    zh: `方案名册中没有编号为“${id}”的${what.zh}。`,
    en: `There is no ${what.en} ${id} in this plan's roster.`,
  });
}

/* ------------------------------------------------------------------ villages */

function villageView(village: Village, owed: Owed, { names, today }: PlanView) {
  const paired = valueOn(village.pairing, today);
  return {
    id: village.id,
    name: village.name,
    township: names.township(village.township),
    concentratedArea: village.concentratedArea,
    pairing: paired
      ? {
          countyLeader: names.holder(paired.countyLeader, today),
          departmentHead: names.holder(paired.departmentHead, today),
          helpingUnit: names.unitRef(paired.helpingUnit, today),
        }
      : null,
    ...owedView(owed),
  };
}

export const getVillages = planRoute({
  method: "get",
  path: "/villages",
  tag: "roster",
  summary: "All villages with their pairing and lights 村",
  response: villages,
  changesWith: "ledger",
  async handler({ plan, sight }) {
    const byVillage = owedBy<string>(await sight.standing(plan.today), ({ item }) => item.village);
    const list = plan.bundle.roster.villages;
    return {
      on: plan.today,
      villages: list.map((village) => villageView(village, byVillage(village.id), plan)),
    };
  },
});

export const getVillage = planRoute({
  method: "get",
  path: "/villages/{villageId}",
  tag: "roster",
  summary: "A village: its pairing, its items, who was told about them 村详情",
  params: villageParams,
  response: villageDetail,
  problems: ["unknownVillage"],
  changesWith: "answer",
  async handler({ plan, params: { villageId }, services, sight }) {
    const { names, today } = plan;
    const village = names.villages.get(villageId);
    if (!village) throw unknown("unknownVillage", { zh: "村", en: "village" }, villageId);
    const owed = owedOf(await sight.standing(today), ({ item }) => item.village === villageId);
    const own = owed.items;
    return {
      on: today,
      ...villageView(village, owed, plan),
      pairings: datedView(village.pairing, ({ countyLeader, departmentHead, helpingUnit }) => ({
        countyLeader: names.post(countyLeader, today),
        departmentHead: names.post(departmentHead, today),
        helpingUnit: names.unitRef(helpingUnit, today),
      })),
      open: openView(own, plan),
      ...(await toldView(services, plan, sight, { items: own.map(({ item }) => item.id) })),
    };
  },
});

/* --------------------------------------------------------------------- units */

function roleOf(id: string, plan: PlanView): "office" | "supervisionOffice" | "leadingGroup" | null {
  const { bodies } = plan.bundle.roster;
  const roles = ["office", "supervisionOffice", "leadingGroup"] as const;
  return roles.find((role) => bodies[role] === id) ?? null;
}

function unitView(unit: Unit, owed: Owed, plan: PlanView) {
  const { names, today } = plan;
  const leader = valueOn(unit.leaderInCharge, today);
  return {
    ...names.unitRef(unit.id, today),
    kind: unit.kind,
    role: roleOf(unit.id, plan),
    desk: names.holder(unit.desk, today),
    head: names.holder(unit.head, today),
    leaderInCharge: leader === undefined ? null : names.holder(leader, today),
    ...owedView(owed),
  };
}

export const getUnits = planRoute({
  method: "get",
  path: "/units",
  tag: "roster",
  summary: "All units with what they owe 单位",
  response: units,
  changesWith: "ledger",
  async handler({ plan, sight }) {
    const byUnit = owedBy(await sight.standing(plan.today), ({ item }) => item.primaryUnit);
    const list = plan.bundle.roster.units;
    return { on: plan.today, units: list.map((unit) => unitView(unit, byUnit(unit.id), plan)) };
  },
});

export const getUnit = planRoute({
  method: "get",
  path: "/units/{unitId}",
  tag: "roster",
  summary: "A unit: what it owes, what its posts have been told 单位详情",
  params: unitParams,
  response: unitDetail,
  problems: ["unknownUnit"],
  changesWith: "answer",
  async handler({ plan, params: { unitId }, services, sight }) {
    const { names, today, bundle } = plan;
    const unit = names.units.get(unitId);
    if (!unit) throw unknown("unknownUnit", { zh: "单位", en: "unit" }, unitId);
    const owed = owedOf(await sight.standing(today), ({ item }) => item.primaryUnit === unitId);
    const own = owed.items;
    const { tasks } = bundle.plan;
    const ownPosts = bundle.roster.posts.filter((post) => post.unit === unitId).map(({ id }) => id);
    return {
      on: today,
      ...unitView(unit, owed, plan),
      names: datedView(unit.names, (name) => name),
      aliases: [...unit.aliases],
      leadsTasks: tasks.filter(({ leadUnits }) => leadUnits.includes(unitId)).map(({ no }) => no),
      answersForTasks: tasks.filter(({ responsibleUnits }) => responsibleUnits.includes(unitId)).map(({ no }) => no),
      helpsVillages: bundle.roster.villages
        .filter((village) => valueOn(village.pairing, today)?.helpingUnit === unitId)
        .map(({ id, name }) => ({ id, name })),
      open: openView(own, plan),
      ...(await toldView(services, plan, sight, { posts: ownPosts })),
    };
  },
});

/* --------------------------------------------------------------------- posts */

function postView(post: Post, { names, today }: PlanView) {
  return {
    ...names.post(post.id, today),
    level: post.level,
    holder: names.holder(post.id, today).person,
    liaison: post.liaison === undefined ? null : names.post(post.liaison, today),
    order: post.order ?? null,
  };
}

/** The items that a post answers for: its unit's, a county leader's villages' and units', the leading group's all. */
function answeredFor(post: Post, standing: SeenStanding, plan: PlanView) {
  const { roster } = plan.bundle;
  const { today } = plan;
  const pairedWith = roster.villages.filter(({ pairing }) => {
    const paired = valueOn(pairing, today);
    return paired?.countyLeader === post.id || paired?.departmentHead === post.id;
  });
  const inChargeOf = roster.units.filter(({ leaderInCharge }) => valueOn(leaderInCharge, today) === post.id);
  const parties = {
    pairedWith: pairedWith.map(({ id, name }) => ({ id, name })),
    inChargeOf: inChargeOf.map(({ id }) => plan.names.unitRef(id, today)),
  };
  if (post.level === "leadingGroup")
    return { answersFor: "plan" as const, owed: owedOf(standing, () => true), ...parties };
  if (post.level !== "countyLeader") {
    const owed = owedOf(standing, ({ item }) => item.primaryUnit === post.unit);
    return { answersFor: post.unit === undefined ? ("none" as const) : ("unit" as const), owed, ...parties };
  }
  const villageIds = new Set(pairedWith.map(({ id }) => id));
  const unitIds = new Set(inChargeOf.map(({ id }) => id));
  const owed = owedOf(standing, ({ item }) =>
    item.village === null ? unitIds.has(item.primaryUnit) : villageIds.has(item.village),
  );
  const answersFor =
    villageIds.size > 0 ? ("villages" as const) : unitIds.size > 0 ? ("units" as const) : ("none" as const);
  return { answersFor, owed, ...parties };
}

export const getPosts = planRoute({
  method: "get",
  path: "/posts",
  tag: "roster",
  summary: "All posts with their holders of today 岗位",
  response: posts,
  changesWith: "ledger",
  handler: ({ plan }) => ({
    on: plan.today,
    posts: plan.bundle.roster.posts.map((post) => postView(post, plan)),
  }),
});

export const getPost = planRoute({
  method: "get",
  path: "/posts/{postId}",
  tag: "roster",
  summary: "A post: what it answers for, what it has been told, who holds it 岗位详情",
  params: postParams,
  response: postDetail,
  problems: ["unknownPost"],
  changesWith: "answer",
  async handler({ plan, params: { postId }, services, sight }) {
    const { names, today } = plan;
    const post = names.posts.get(postId);
    if (!post) throw unknown("unknownPost", { zh: "岗位", en: "post" }, postId);
    const { owed, ...parties } = answeredFor(post, await sight.standing(today), plan);
    return {
      on: today,
      ...postView(post, plan),
      holders: datedView(post.holders, (person) => names.person(person)),
      fallback: post.fallback.map((id) => names.holder(id, today)),
      ...parties,
      ...owedView(owed),
      open: openView(owed.items, plan),
      ...(await toldView(services, plan, sight, { posts: [postId] })),
    };
  },
});
