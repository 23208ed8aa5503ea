/** 阅办: the page on which a leader sees and answers what is escalated, and those paired with villages see theirs. */
import { worstLight } from "../../domain/items/light.js";
import { calendarOf, CalendarYearMissing } from "../../domain/plan/calendar.js";
import { valueOn } from "../../domain/plan/dated.js";
import { mine } from "../actions/mine.js";
import { actingView } from "../actions/acting-view.js";
import { ProblemError } from "../http/problem.js";
import { planRoute, type PlanCall } from "../serving/route.js";
import { countLights } from "../views/count-lights.js";
import type { PlanView } from "../views/plan-view.js";
import type { LitItem, SeenStanding } from "../views/standings.js";
import { boxOf, submissionsTo } from "./box.js";
import { byUrgency, type LineRows, lineRows, lineView } from "./lines.js";
import { saidFrom } from "./said.js";
import { type LeaderPage, leaderPage, leaderQuery, LEADERS_TURNS } from "./schemas.js";
import { type Seat, seatsOf } from "./seats.js";

type Call = PlanCall<unknown, { readonly seat?: string | undefined }, unknown>;

/** Lines of a village. */
const MOST_LINES = 30;

/** Working days within which a 批示 is usually answered. */
const REPLY_WITHIN = [3, 5, 10];

export function seatView({ post, kind, capacity }: Seat, plan: PlanView): LeaderPage["seats"][number] {
  const { names, today } = plan;
  return {
    post: names.post(post, today),
    holder: names.holder(post, today),
    kind,
    capacity: actingView(capacity, plan),
  };
}

/** The seat asked for. Throws `notYours` for another's, or one that is not there: which of both is not told. */
export function seatAsked(asked: string | undefined, seats: readonly Seat[]): Seat | null {
  const seat = asked === undefined ? seats[0] : seats.find(({ post }) => post === asked);
  if (seat || asked === undefined) return seat ?? null;
  throw new ProblemError("notYours", {
    zh: "您现不任该岗位，也不代理该岗位或者担任其联络员。",
    en: "You do not hold that post today, nor act for it, nor are you its liaison.",
  });
}

/** A village's items, those of the others left out. */
const inVillage = ({ items }: SeenStanding, village: string): LitItem[] =>
  items.filter(({ item }) => item.village === village);

function villageView(
  { village, as }: Seat["villages"][number],
  items: readonly LitItem[],
  rows: LineRows,
  plan: PlanView,
) {
  const { names, today } = plan;
  const seats = valueOn(village.pairing, today);
  if (!seats) throw new Error(`the village ${village.id} is a seat's without being paired on ${today}`);
  const urgent = byUrgency(items);
  return {
    village: names.village(village.id),
    township: names.township(village.township),
    as,
    with: {
      countyLeader: names.holder(seats.countyLeader, today),
      departmentHead: names.holder(seats.departmentHead, today),
      helpingUnit: names.unitRef(seats.helpingUnit, today),
    },
    light: worstLight(items.map(({ reason }) => reason)),
    counts: countLights(items),
    lines: urgent.slice(0, MOST_LINES).map((lit) => lineView(lit, rows, plan)),
    more: Math.max(0, urgent.length - MOST_LINES),
  };
}

/** The days after today that lie so many working days ahead; one that no calendar has yet is left out. */
function replyDays({ bundle, today }: PlanView): LeaderPage["replyBy"] {
  return REPLY_WITHIN.flatMap((days) => {
    try {
      return [{ days, on: calendarOf(bundle.calendar).addWorkingDays(today, days) }];
    } catch (error) {
      if (error instanceof CalendarYearMissing) return [];
      throw error;
    }
  });
}

async function pageOf(seat: Seat, seats: readonly Seat[], call: Call): Promise<LeaderPage> {
  const { plan, caller, sight, services } = call;
  const [standing, asked, submissions] = await Promise.all([
    sight.standing(plan.today),
    // What waits for this seat, whatever else waits for the caller.
    mine({ plan, sight, services, caller: { ...caller, capacities: [seat.capacity] } }),
    submissionsTo(seat, call),
  ]);
  const waiting = asked.filter((one) => one.asked.some(({ turn }) => turn === "acknowledge")).map(({ lit }) => lit);
  const own = new Set(seat.villages.map(({ village }) => village.id));
  const villages = seat.villages.map((one) => ({ one, items: inVillage(standing, one.village.id) }));
  const elsewhere = byUrgency(
    standing.items.filter(
      ({ item, reason }) => reason.light === "red" && submissions.has(item.id) && !own.has(item.village ?? ""),
    ),
  );
  const asks = asked.flatMap(({ lit, asked: turns }) =>
    LEADERS_TURNS.flatMap((turn) =>
      turns.filter((one) => one.turn === turn).map(({ ref, by }) => ({ turn, ref, by, lit })),
    ),
  );
  const told = [
    ...villages.flatMap(({ items }) => byUrgency(items).slice(0, MOST_LINES)),
    ...elsewhere,
    ...waiting,
    ...asks.map(({ lit }) => lit),
  ];
  const [box, rows, words] = await Promise.all([
    boxOf(waiting, submissions, call),
    lineRows(services.pool, plan.id, told),
    saidFrom(services.pool, seat.post, standing.items, sight.whole, plan),
  ]);
  const line = (lit: LitItem) => lineView(lit, rows, plan);
  return {
    on: plan.today,
    seats: seats.map((one) => seatView(one, plan)),
    seat: seat.post,
    villages: villages.map(({ one, items }) => villageView(one, items, rows, plan)),
    elsewhere: elsewhere.map(line),
    box: box.map(({ items, ...letter }) => ({ ...letter, lines: byDelay(items).map(line) })),
    waiting: waiting.length,
    asks: asks.map(({ lit, ...ask }) => ({ ...ask, line: line(lit) })),
    ...words,
    replyBy: replyDays(plan),
  };
}

const byDelay = (items: readonly LitItem[]): LitItem[] =>
  items.toSorted((a, b) => b.reason.workingDaysOverdue - a.reason.workingDaysOverdue);

export const getLeaderPage = planRoute({
  method: "get",
  path: "/leader",
  tag: "actions",
  summary: "A leader's page: own villages, what waits to be read, what was said and what came of it 阅办",
  description:
    "Of one of the caller's seats: a county leader's, the leading group's, a paired department head's, a helping unit's; a liaison's is the leader's. Only items within the caller's reach are told and counted. Without a seat all of it is empty.",
  query: leaderQuery,
  response: leaderPage,
  problems: ["notYours"],
  changesWith: "answer",
  personal: true,
  async handler(call): Promise<LeaderPage> {
    const { plan, caller, query } = call;
    const seats = seatsOf(caller, plan);
    const seat = seatAsked(query.seat, seats);
    if (seat) return pageOf(seat, seats, call);
    const nothing = { villages: [], elsewhere: [], box: [], waiting: 0, asks: [], said: [], saidInAll: 0, replyBy: [] };
    return { on: plan.today, seats: [], seat: null, ...nothing };
  },
});
