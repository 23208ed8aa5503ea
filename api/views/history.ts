/**
 * A plan's items at the end of any past day: folded from the ledger by the domain's own functions, row by row, and kept as
 * every item's versions. The ledger only grows, so later requests fold what has come since and nothing twice.
 */
import { evolveItem } from "../../domain/items/evolve.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { StandingItem } from "../../prisma/items/read-items.js";
import { type LightRow, lightRows } from "../../prisma/items/light-rows.js";
import type { PlanView } from "./plan-view.js";
import type { PlacedItem } from "./present.js";

/** A value that holds from an instant on. */
interface Version<T> {
  readonly at: number;
  readonly value: T;
}

interface ItemHistory {
  /** As after the newest row: what the next one is folded into. */
  state: ItemState;
  readonly versions: Version<StandingItem>[];
}

interface StreamHistory {
  seq: number;
  readonly calendars: Version<number>[];
  readonly items: Map<string, ItemHistory>;
}

/** The newest version at an instant. */
export function versionAt<T>(versions: readonly Version<T>[], instant: number): T | undefined {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((versions[middle] as Version<T>).at <= instant) low = middle + 1;
    else high = middle;
  }
  return versions[low - 1]?.value;
}

export function standingOf(state: ItemState, stream: string): StandingItem {
  const { id, task, milestone, target, scope, village, township, primaryUnit, status, deadline, originalDeadline } =
    state;
  const { deadlineVersion, closedAt, percent, assignOn, reportedOn, suspendedSince, suspensions, policy } = state;
  const { leadUnit, returns, extension, verifier, metric, computed, done, total } = state;
  return {
    id,
    stream,
    task,
    milestone,
    target,
    scope,
    village,
    township,
    primaryUnit,
    status,
    deadline,
    originalDeadline,
    deadlineVersion,
    closedAt,
    percent,
    assignOn,
    reportedOn,
    suspendedSince,
    suspensions,
    policy,
    leadUnit,
    returns,
    extension,
    ...(metric === undefined ? {} : { metric }),
    ...(computed === undefined ? {} : { computed }),
    ...(done === undefined ? {} : { done }),
    ...(total === undefined ? {} : { total }),
    verifier: verifier?.person ?? null,
  };
}

export class History {
  private readonly streams = new Map<string, StreamHistory>();
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly planId: string,
  ) {}

  /** The items registered by an instant, as they stood then. */
  async items(plan: PlanView, instant: number): Promise<PlacedItem[]> {
    const read = this.reading.then(() => this.read(plan));
    this.reading = read.catch(() => undefined);
    await read;
    const found: PlacedItem[] = [];
    for (const { calendars, items } of this.streams.values()) {
      const calendar = versionAt(calendars, instant) ?? 0;
      for (const { versions } of items.values()) {
        const item = versionAt(versions, instant);
        if (item) found.push({ item, calendar });
      }
    }
    return found;
  }

  private async read(plan: PlanView): Promise<void> {
    const stretches = plan.head.streams
      .map(({ stream, seq }) => ({ stream, after: this.streams.get(stream)?.seq ?? 0, upTo: seq }))
      .filter(({ after, upTo }) => after < upTo);
    if (stretches.length === 0) return;
    const rows = await lightRows(this.pool, this.planId, stretches);
    // The plan's own rows speak of no item; its stream is kept for its head.
    for (const row of rows) fold(this.stream(row.stream), row, plan.ruleSet);
    for (const { stream, upTo } of stretches) this.stream(stream).seq = upTo;
  }

  private stream(name: string): StreamHistory {
    let stream = this.streams.get(name);
    if (!stream) {
      stream = { seq: 0, calendars: [], items: new Map() };
      this.streams.set(name, stream);
    }
    return stream;
  }
}

/** Rows of a stream come in the order of their instants; one that did not would count from the one before it on. */
function push<T>(versions: Version<T>[], at: number, value: T): void {
  versions.push({ at: Math.max(at, versions.at(-1)?.at ?? at), value });
}

function fold(stream: StreamHistory, row: LightRow, ruleSet: RuleSet): void {
  if (row.type === "streamOpened" || row.type === "calendarChanged")
    push(stream.calendars, row.at, row.payload.calendar);
  if (row.item === null) return;
  const known = stream.items.get(row.item);
  const state = evolveItem(known?.state, row, stream.calendars.at(-1)?.value ?? 0, ruleSet);
  const item = known ?? { state, versions: [] };
  item.state = state;
  push(item.versions, row.at, standingOf(state, row.stream));
  stream.items.set(row.item, item);
}
