/**
 * 岗位空缺: the seats of the villages' 1+1+1 pairing that nobody fills on a day, and the other posts in use that nobody holds.
 * From the roster alone.
 */
import type { Dated, PlanDate } from "../plan/plan.js";
import type { RecipientRole } from "../plan/policy.js";
import type { Roster } from "../plan/roster.js";
import { addDays } from "../plan/plan-date.js";
import { valueOn } from "../plan/dated.js";

/** A village's seats: 处级领导, 部门主要负责同志, 帮扶单位. */
export type Seat = Extract<RecipientRole, "villageCountyLeader" | "villageDepartmentHead" | "helpingUnit">;

/** A seat of a village, or (without one) a post. */
export interface Vacancy {
  readonly village: string | null;
  readonly seat: Seat | null;
  /** The post that nobody holds; null where the village has no pairing on the day. */
  readonly post: string | null;
  /** The first day without a holder, or without a pairing; null where there never was one. */
  readonly since: PlanDate | null;
}

/** The day on which the newest value before a day ended. */
function endedOn(values: readonly Dated<unknown>[], day: PlanDate): PlanDate | null {
  const ends = values.flatMap(({ to }) => (to !== undefined && to <= day ? [to] : []));
  return ends.sort().at(-1) ?? null;
}

/** Villages' seats in the roster's order, then posts. A post that fills seats is told with each of its villages, and not again. */
export function vacanciesOn({ villages, units, posts }: Roster, day: PlanDate): Vacancy[] {
  const byId = new Map(posts.map((post) => [post.id, post]));
  const desks = new Map(units.map(({ id, desk }) => [id, desk]));
  const vacantPost = (id: string): Pick<Vacancy, "post" | "since"> | null => {
    const holders = byId.get(id)?.holders ?? [];
    return valueOn(holders, day) === undefined ? { post: id, since: endedOn(holders, day) } : null;
  };
  const seats = villages.flatMap(({ id: village, pairing }): Vacancy[] => {
    const paired = valueOn(pairing, day);
    const seat = (role: Seat, post: string | undefined): Vacancy[] => {
      const vacant = post === undefined ? { post: null, since: endedOn(pairing, day) } : vacantPost(post);
      return vacant ? [{ village, seat: role, ...vacant }] : [];
    };
    return [
      ...seat("villageCountyLeader", paired?.countyLeader),
      ...seat("villageDepartmentHead", paired?.departmentHead),
      ...seat("helpingUnit", paired && (desks.get(paired.helpingUnit) ?? paired.helpingUnit)),
    ];
  });
  const told = new Set(seats.map(({ post }) => post));
  const inUse = units.flatMap(({ desk, head, leaderInCharge }) => [desk, head, valueOn(leaderInCharge, day) ?? head]);
  const others = [...new Set(inUse)].flatMap((id): Vacancy[] => {
    const vacant = told.has(id) ? null : vacantPost(id);
    return vacant ? [{ village: null, seat: null, ...vacant }] : [];
  });
  return [...seats, ...others];
}

const nameOf = ({ village, seat, post }: Vacancy): string => `${village}|${seat}|${post}`;

/** Days after which what is still vacant is reported again. */
const REPORT_AGAIN_AFTER = 7;

/** What was last reported of vacancies, and on which day. */
export interface ReportedVacancies {
  readonly on: PlanDate;
  readonly vacant: readonly Vacancy[];
}

/** Whether vacancies are reported on a day: when others are vacant than were reported last, and the same ones once a week. */
export function isReportDue(now: readonly Vacancy[], reported: ReportedVacancies | null, day: PlanDate): boolean {
  if (reported !== null && reported.on >= day) return false;
  const before = reported?.vacant ?? [];
  if (now.map(nameOf).join() !== before.map(nameOf).join()) return true;
  return now.length > 0 && reported !== null && addDays(reported.on, REPORT_AGAIN_AFTER) <= day;
}
