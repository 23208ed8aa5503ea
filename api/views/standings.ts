/** Every item with its light at the end of a plan day: from the item rows for today, folded from the ledger for the past. */
import { calendarVersion, policyOf } from "../../domain/plan/rule-set.js";
import { type LightReason, statusLight } from "../../domain/items/light.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { addDays, instantAt } from "../../domain/plan/plan-date.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { StandingItem } from "../../prisma/items/read-items.js";
import { type Cache, cached, cacheOf, drop, weigh, weighedCache } from "../http/cache.js";
import type { PlanView } from "./plan-view.js";
import { ProblemError } from "../http/problem.js";
import { countLights, type LightCounts } from "./count-lights.js";
import { History } from "./history.js";
import { type PlacedItem, Present } from "./present.js";
import { dayZh } from "../../domain/language/dates.js";

export interface LitItem extends PlacedItem {
  readonly item: StandingItem;
  readonly reason: LightReason;
}

export interface Standing {
  readonly on: PlanDate;
  /** In the plan's order. */
  readonly items: readonly LitItem[];
}

/** All items of a plan. */
export interface WholeStanding extends Standing {
  readonly byId: ReadonlyMap<string, LitItem>;
}

/**
 * What is kept at hand, in items: a hundred plans of 1,200 as they stand and with their lights (some 600 bytes each, twice),
 * and the whole past of a few.
 */
const PRESENT_ITEMS = 200_000;
const LIT_ITEMS = 200_000;
const PLANS_WITH_PAST = 4;
/** Days whose counts are kept: those of every trend somebody looks at. */
const COUNTED_DAYS = 4_000;

/** The last millisecond of a plan day. */
export function endOf(day: PlanDate, plan: PlanView): number {
  return instantAt(addDays(day, 1), "00:00", plan.ruleSet.offsetMinutes) - 1;
}

/** A day asked for, or the plan's today. `parameter` names what asked for it. Throws the problem `dateOutOfRange`. */
export function dayAsked(on: PlanDate | undefined, plan: PlanView, parameter = "on"): PlanDate {
  const { today, from } = plan;
  if (on === undefined || (on >= from && on <= today)) return on ?? today;
  throw new ProblemError(
    "dateOutOfRange",
    {
      zh: `${dayZh(on)}不在方案已经历的时间之内，可查${dayZh(from)}至${dayZh(today)}。`,
      en: `${on} is no day that the plan has been through: it has days from ${from} to ${today}.`,
    },
    { parameter, from, to: today },
  );
}

/** What of a standing a caller sees. */
export interface SeenStanding extends Standing {
  /** The plan's other items: that there are some is no secret, how they stand is. */
  readonly outside: readonly LitItem[];
}

/** Items by light at the end of a day, of those within somebody's reach; and how many others the plan had. */
export interface DayCounts {
  readonly counts: LightCounts;
  readonly total: number;
  readonly outside: number;
}

/** Some of a plan's items, under a name that is theirs alone while the plan stands as it does. */
export interface NamedItems {
  readonly name: string;
  readonly items: ReadonlySet<string>;
}

export class Standings {
  private readonly present: Cache<Present> = weighedCache(PRESENT_ITEMS);
  private readonly history: Cache<History> = cacheOf(PLANS_WITH_PAST);
  private readonly made: Cache<{ version: string; standing: Promise<WholeStanding> }> = weighedCache(LIT_ITEMS);

  private readonly counted: Cache<DayCounts> = cacheOf(COUNTED_DAYS);

  constructor(private readonly pool: Pool) {}

  /**
   * Items by light at the end of a plan day. A day that has passed is over: its counts are kept while the plan's documents
   * stay what they are, so that a trend that is read again counts today only. `only`: of these items.
   */
  async countsAt(plan: PlanView, on: PlanDate, only: NamedItems | null = null): Promise<DayCounts> {
    const seen = ({ item }: PlacedItem): boolean => only?.items.has(item.id) ?? true;
    const count = (lit: readonly { readonly reason: LightReason }[], all: number): DayCounts => ({
      counts: countLights(lit),
      total: lit.length,
      outside: all - lit.length,
    });
    if (on === plan.today) {
      const { items } = await this.at(plan, on);
      return count(items.filter(seen), items.length);
    }
    const key = `${plan.id} ${plan.head.documents} ${on} ${only === null ? "" : `${only.name} ${plan.version}`}`;
    const known = this.counted.get(key);
    if (known) return known;
    const placed = await this.historyOf(plan).items(plan, endOf(on, plan));
    const lit = placed.filter(seen).map((one) => ({ reason: reasonOf(one, on, plan) }));
    const counted = count(lit, placed.length);
    this.counted.set(key, counted);
    return counted;
  }

  /** `on` is one of the plan's days. */
  at(plan: PlanView, on: PlanDate): Promise<WholeStanding> {
    const key = `${plan.id} ${on}`;
    const known = this.made.get(key);
    if (known?.version === plan.version) return known.standing;
    const entry = { version: plan.version, standing: this.make(plan, on) };
    this.made.set(key, entry);
    entry.standing.then(
      ({ items }) => weigh(this.made, key, entry, items.length),
      () => drop(this.made, key, entry),
    );
    return entry.standing;
  }

  private historyOf(plan: PlanView): History {
    return cached(this.history, plan.id, () => new History(this.pool, plan.id));
  }

  private async presentItems(plan: PlanView): Promise<PlacedItem[]> {
    const present = cached(this.present, plan.id, () => new Present(this.pool, plan.id));
    const items = await present.items(plan);
    weigh(this.present, plan.id, present, items.length);
    return items;
  }

  private async make(plan: PlanView, on: PlanDate): Promise<WholeStanding> {
    const placed =
      on === plan.today ? await this.presentItems(plan) : await this.historyOf(plan).items(plan, endOf(on, plan));
    const place = (id: string): number => plan.places.get(id)?.order ?? plan.places.size;
    const items = placed
      .map((one) => ({ ...one, reason: reasonOf(one, on, plan) }))
      .sort((a, b) => place(a.item.id) - place(b.item.id) || (a.item.id < b.item.id ? -1 : 1));
    return { on, items, byId: new Map(items.map((lit) => [lit.item.id, lit])) };
  }
}

function reasonOf({ item, calendar }: PlacedItem, on: PlanDate, { ruleSet }: PlanView): LightReason {
  return statusLight(item, on, calendarVersion(ruleSet, calendar), policyOf(ruleSet, item.policy), ruleSet.bodies);
}
