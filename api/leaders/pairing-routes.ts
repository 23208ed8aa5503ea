/** 包抓: for whoever is paired with villages, what the year asks of these, how each stands, and what was seen and solved there. */
import { dateAt } from "../../domain/plan/plan-date.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { stoodOf } from "../../domain/worklist/row.js";
import { type Visit, visits as loggedVisits } from "../../prisma/people/visits.js";
import { planRoute, type PlanCall } from "../serving/route.js";
import { countLights } from "../views/count-lights.js";
import { factsOfItems } from "../views/item-facts.js";
import type { PlanView } from "../views/plan-view.js";
import { endOf, type LitItem } from "../views/standings.js";
import { daysOf } from "../worklist/list.js";
import { pairing, type PairingPage, pairingQuery } from "./pairing-schemas.js";
import { seatAsked, seatView } from "./routes.js";
import { type Seat, seatsOf } from "./seats.js";
import type { z } from "zod";

type Call = PlanCall<unknown, z.output<typeof pairingQuery>, unknown>;

/** As many visits as anybody logs in villages of one seat. */
const MOST_VISITS = 5_000;

interface Month {
  readonly month: string;
  readonly on: PlanDate;
  readonly before: PlanDate | null;
}

interface Around {
  readonly plan: PlanView;
  readonly month: Month;
  readonly now: readonly LitItem[];
  readonly earlier: ReadonlyMap<string, LitItem> | null;
  readonly visits: readonly Visit[];
  /** What the units said of their problems, by item. */
  readonly problems: ReadonlyMap<string, string>;
}

const within = (day: PlanDate, { month }: Month): boolean => day.startsWith(month);
const ofYear = (day: PlanDate, { month }: Month): boolean => day.slice(0, 4) === month.slice(0, 4);

function villageView(of: Seat["villages"][number], around: Around): PairingPage["villages"][number] {
  const { plan, month, earlier, visits, problems } = around;
  const { names, ruleSet } = plan;
  const { village, as } = of;
  const items = around.now.filter(({ item }) => item.village === village.id);
  const before = earlier && [...earlier.values()].filter(({ item }) => item.village === village.id);
  const unit = (id: string) => names.unitRef(id, month.on);
  const red = items
    .filter(({ reason }) => reason.light === "red")
    .toSorted((a, b) => b.reason.workingDaysOverdue - a.reason.workingDaysOverdue);
  return {
    village: names.village(village.id),
    township: names.township(village.township),
    as,
    counts: countLights(items),
    before: before && countLights(before),
    closed: items.filter(
      ({ item }) =>
        item.status === "closed" &&
        item.closedAt !== null &&
        within(dateAt(item.closedAt, ruleSet.offsetMinutes), month),
    ).length,
    turnedRed: red.filter(({ item }) => {
      const stood = earlier?.get(item.id);
      return stood === undefined || stoodOf(stood.item, stood.reason).light !== "red";
    }).length,
    problems: red.map(({ item, reason }) => ({
      id: item.id,
      title: names.milestoneTitle(item.milestone),
      unit: unit(item.primaryUnit),
      workingDaysOverdue: reason.workingDaysOverdue,
      said: problems.get(item.id) ?? null,
    })),
    year: items
      .filter(({ item }) => ofYear(item.deadline, month))
      .map(({ item, reason }) => ({
        id: item.id,
        task: item.task,
        title: names.milestoneTitle(item.milestone),
        unit: unit(item.primaryUnit),
        deadline: item.deadline,
        light: reason.light,
      })),
    visits: visits
      .filter(({ order }) => order.village === village.id && within(order.on, month))
      .map(({ order, actor }) => ({
        on: order.on,
        what: order.what,
        text: order.text,
        place: order.place ?? null,
        photos: [...(order.photos ?? [])],
        by: names.person(actor.person),
      })),
  };
}

/** Whoever a visit was logged for: the post acted from, a leader's where a liaison or substitute wrote it. */
const postOfVisit = ({ actor }: Visit): string => actor.onBehalfOf?.post ?? actor.post;

/** Only for who holds the seat: neither a liaison nor a stand-in is appraised for it. */
function appraisalOf(
  seat: Seat,
  { plan, month, now, visits }: Around,
  person: string | null,
): PairingPage["appraisal"] {
  if (person === null || plan.names.holder(seat.post, plan.today).person?.id !== person) return null;
  const villages = new Set(seat.villages.map(({ village }) => village.id));
  const own = visits.filter(
    (one) => postOfVisit(one) === seat.post && ofYear(one.order.on, month) && one.order.on <= month.on,
  );
  const due = now.filter(({ item }) => villages.has(item.village ?? "") && ofYear(item.deadline, month));
  return {
    year: Number(month.month.slice(0, 4)),
    visits: own.filter(({ order }) => order.what === "visit").length,
    solved: own.filter(({ order }) => order.what === "problemSolved").length,
    visited: new Set(own.filter(({ order }) => order.what === "visit").map(({ order }) => order.village)).size,
    villages: villages.size,
    items: due.length,
    closed: due.filter(({ item }) => item.status === "closed").length,
    red: due.filter(({ reason }) => reason.light === "red").length,
  };
}

async function aroundOf(seat: Seat, month: Month, { plan, sight, services: { pool } }: Call): Promise<Around> {
  const villages = seat.villages.map(({ village }) => village.id);
  const [now, earlier, visits] = await Promise.all([
    sight.standing(month.on),
    month.before === null ? null : sight.standing(month.before),
    loggedVisits(pool, plan.id, null, { villages, person: null }, 2_147_483_647, MOST_VISITS),
  ]);
  const red = now.items.filter(({ item, reason }) => reason.light === "red" && villages.includes(item.village ?? ""));
  const facts = await factsOfItems(
    pool,
    plan,
    red.map(({ item }) => item),
    month.on < plan.today ? endOf(month.on, plan) : plan.now,
  );
  return {
    plan,
    month,
    now: now.items,
    earlier: earlier && new Map(earlier.items.map((lit) => [lit.item.id, lit])),
    visits,
    problems: new Map(
      [...facts].flatMap(([item, { said }]) => (said?.problem === undefined ? [] : [[item, said.problem]])),
    ),
  };
}

export const getPairing = planRoute({
  method: "get",
  path: "/pairing",
  tag: "roster",
  summary: "A seat's villages in a month: the year's list, how they stand, visits 包抓",
  description:
    "Of one of the caller's own seats. What appraisal will count is told to whoever holds the seat, and to nobody else: not to their liaison, nor to who stands in for them.",
  query: pairingQuery,
  response: pairing,
  problems: ["notYours", "dateOutOfRange"],
  changesWith: "answer",
  personal: true,
  async handler(call): Promise<PairingPage> {
    const { plan, caller, query } = call;
    const seats = seatsOf(caller, plan).filter(({ villages }) => villages.length > 0);
    const seat = seatAsked(query.seat, seats);
    const month = query.month ?? plan.today.slice(0, 7);
    const days = daysOf({ month }, plan);
    const shown = { on: days.on, month, seats: seats.map((one) => seatView(one, plan)) };
    if (!seat) return { ...shown, seat: null, villages: [], appraisal: null };
    const around = await aroundOf(seat, { month, on: days.on, before: days.since }, call);
    return {
      ...shown,
      seat: seat.post,
      villages: seat.villages.map((one) => villageView(one, around)),
      appraisal: appraisalOf(seat, around, caller.person),
    };
  },
});
