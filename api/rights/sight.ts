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

/** A plan as one caller sees it. The items within reach are read when they are first asked for: most requests of people never do. */
export interface PlanSight {
  /** The same for all callers who see the same: part of an answer's version. */
  readonly name: string;
  /** Whether everything is seen. */
  readonly whole: boolean;
  /** What rows are read with; null: all. */
  rows(): Promise<RowReach | null>;
  /** Villages that the caller is paired with, helps, or has in their township; null: all. */
  readonly villages: ReadonlySet<string> | null;
  sees(item: string): Promise<boolean>;
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

/** Ids of the items within a reach. */
interface VisibleItems {
  readonly list: readonly string[];
  readonly set: ReadonlySet<string>;
}

export class Sights {
  private readonly visible: Cache<Promise<VisibleItems>> = weighedCache(CACHED_IDS);

  constructor(
    private readonly pool: Pool,
    private readonly standings: Standings,
  ) {}

  /** What the caller sees of the plan as it stands in `plan`. */
  of(plan: PlanView, caller: Caller): PlanSight {
    return this.within(plan, reachOf(caller, plan));
  }

  /** What whoever sees everything sees of it. */
  whole(plan: PlanView): PlanSight {
    return this.within(plan, null);
  }

  private within(plan: PlanView, reach: Reach | null): PlanSight {
    const { pool, standings } = this;
    const name = reachName(reach);
    const rows = async (): Promise<RowReach | null> =>
      reach && { items: (await this.itemsOf(plan, reach)).list, posts: reach.posts, person: reach.person };
    const visible = async (): Promise<ReadonlySet<string> | null> => reach && (await this.itemsOf(plan, reach)).set;
    const sees = async (item: string): Promise<boolean> => (await visible())?.has(item) ?? true;
    return {
      name,
      whole: reach === null,
      rows,
      villages: reach && villagesOf(reach, plan),
      sees,
      async item(id, on) {
        return (await sees(id)) ? (await standings.at(plan, on)).byId.get(id) : undefined;
      },
      async standing(on) {
        const [whole, items] = await Promise.all([standings.at(plan, on), visible()]);
        return {
          on,
          items: items === null ? whole.items : whole.items.filter(({ item }) => items.has(item.id)),
          outside: items === null ? [] : whole.items.filter(({ item }) => !items.has(item.id)),
        };
      },
      async counts(on) {
        const items = await visible();
        return standings.countsAt(plan, on, items === null ? null : { name, items });
      },
      async told(told) {
        const notices = await noticesOfRows(pool, plan.id, told);
        return reach === null ? notices : notices.filter(({ delivery }) => delivery !== "draft");
      },
      async letters() {
        const within = await rows();
        return within && lettersWithin(pool, plan.id, within);
      },
    };
  }

  /** Read once for each state of a plan and each reach. */
  private itemsOf(plan: PlanView, reach: Reach): Promise<VisibleItems> {
    const key = `${plan.version} ${reachName(reach)}`;
    const known = this.visible.get(key);
    if (known) return known;
    const read = itemsWithin(this.pool, plan.id, reach).then((list) => ({ list, set: new Set(list) }));
    this.visible.set(key, read);
    read.then(
      ({ list }) => weigh(this.visible, key, read, list.length),
      () => drop(this.visible, key, read),
    );
    return read;
  }
}
