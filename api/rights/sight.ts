/** What a caller may see of a plan: the one way by which routes read items, notices, letters and ledger rows. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../../prisma/database/pool.js";
import { lettersWithin } from "../../prisma/letters/read-letters.js";
import { noticesOfRows, type ToldNotice } from "../../prisma/notices/read-notices.js";
import { itemsWithin, type Reach, type RowReach } from "../../prisma/people/reach.js";
import type { Caller } from "./caller.js";
import { type Cache, drop, weigh, weighedCache } from "../http/cache.js";
import type { PlanView } from "../views/plan-view.js";
import type { DayCounts, LitItem, SeenStanding, Standings } from "../views/standings.js";
import { reachName, reachOf, villagesOf } from "./reach.js";

/** Cached lists of visible items, in ids. */
const CACHED_IDS = 200_000;

/** A plan as one caller sees it. */
export interface PlanSight {
  /** The same for all callers who see the same: part of an answer's version. */
  readonly name: string;
  /** What rows are read with; null: all. */
  readonly rows: RowReach | null;
  /** Villages that the caller is paired with, helps, or has in their township; null: all. */
  readonly villages: ReadonlySet<string> | null;
  sees(item: string): boolean;
  /** A visible item with its light at the end of a plan day; undefined where there is none. */
  item(id: string, on: PlanDate): Promise<LitItem | undefined>;
  /** The visible items with their lights at the end of a plan day, and the plan's others. */
  standing(on: PlanDate): Promise<SeenStanding>;
  /** The visible items by light at the end of a plan day. */
  counts(on: PlanDate): Promise<DayCounts>;
  /** Who was told with some rows that are visible. What waits for a signature is known to those who see everything. */
  told(rows: readonly { readonly stream: string; readonly seq: number }[]): Promise<ToldNotice[]>;
  /** Ids of the visible letters; null: all. */
  letters(): Promise<readonly string[] | null>;
}

export class Sights {
  private readonly visible: Cache<Promise<readonly string[]>> = weighedCache(CACHED_IDS);

  constructor(
    private readonly pool: Pool,
    private readonly standings: Standings,
  ) {}

  /** What the caller sees of the plan as it stands in `plan`. */
  async of(plan: PlanView, caller: Caller): Promise<PlanSight> {
    const reach = reachOf(caller, plan);
    const rows =
      reach === null ? null : { items: await this.itemsOf(plan, reach), posts: reach.posts, person: reach.person };
    return this.sight(plan, reachName(reach), rows, reach && villagesOf(reach, plan));
  }

  private sight(plan: PlanView, name: string, rows: RowReach | null, villages: PlanSight["villages"]): PlanSight {
    const { pool, standings } = this;
    const items = rows === null ? null : new Set(rows.items);
    return {
      name,
      rows,
      villages,
      sees: (item) => items?.has(item) ?? true,
      async item(id, on) {
        return items === null || items.has(id) ? (await standings.at(plan, on)).byId.get(id) : undefined;
      },
      async standing(on) {
        const whole = await standings.at(plan, on);
        return {
          on,
          items: items === null ? whole.items : whole.items.filter(({ item }) => items.has(item.id)),
          outside: items === null ? [] : whole.items.filter(({ item }) => !items.has(item.id)),
        };
      },
      counts: (on) => standings.countsAt(plan, on, items === null ? null : { name, items }),
      async told(told) {
        const notices = await noticesOfRows(pool, plan.id, told);
        return rows === null ? notices : notices.filter(({ delivery }) => delivery !== "draft");
      },
      letters: async () => (rows === null ? null : lettersWithin(pool, plan.id, rows)),
    };
  }

  /** Read once for each state of a plan and each reach. */
  private itemsOf(plan: PlanView, reach: Reach): Promise<readonly string[]> {
    const key = `${plan.version} ${reachName(reach)}`;
    const known = this.visible.get(key);
    if (known) return known;
    const read = itemsWithin(this.pool, plan.id, reach);
    this.visible.set(key, read);
    read.then(
      (ids) => weigh(this.visible, key, read, ids.length),
      () => drop(this.visible, key, read),
    );
    return read;
  }
}
