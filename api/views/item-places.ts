/** Where a plan's items are: those that its documents yield, and rectification items (整改), whose ids say it. */
import type { PlanBundle, PlannedItem } from "../../domain/plan/bundle.js";
import { findingMilestone } from "../../domain/plan/findings.js";
import { plannedItems } from "../../domain/plan/planned-items.js";

/** Where an item is. */
export interface ItemPlace {
  /** Place in the plan's order; of a rectification item after all of them. */
  readonly order: number;
  readonly task: number;
  readonly milestone: string;
  readonly village: string | null;
  readonly township: string | null;
}

function placeOf({ task, milestone, village, township }: PlannedItem, order: number): ItemPlace {
  return { order, task, milestone, village: village ?? null, township: township ?? null };
}

export class ItemPlaces {
  private readonly planned: ReadonlyMap<string, ItemPlace>;
  /** Tasks of what stands for the milestones of rectification items. */
  private readonly findings: ReadonlyMap<string, number>;
  private readonly townships: ReadonlyMap<string, string>;

  constructor(bundle: PlanBundle) {
    this.planned = new Map(plannedItems(bundle).map((item, order) => [item.id, placeOf(item, order)]));
    const { roster, checklists } = bundle;
    this.findings = new Map(
      checklists?.lines.flatMap(({ key, task, causes }) => causes.map((cause) => [findingMilestone(key, cause), task])),
    );
    this.townships = new Map([
      ...roster.villages.map(({ id, township }) => [id, township] as const),
      ...roster.townships.map(({ id }) => [id, id] as const),
    ]);
  }

  /** How many the documents yield. */
  get size(): number {
    return this.planned.size;
  }

  /** Those that the documents yield, in the plan's order. */
  values(): Iterable<ItemPlace> {
    return this.planned.values();
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  get(id: string): ItemPlace | undefined {
    return this.planned.get(id) ?? this.ofFinding(id);
  }

  private ofFinding(id: string): ItemPlace | undefined {
    const at = id.lastIndexOf("/");
    const [milestone, target] = [id.slice(0, at), id.slice(at + 1)];
    const task = this.findings.get(milestone);
    if (task === undefined) return undefined;
    const township = this.townships.get(target) ?? null;
    return {
      order: this.size,
      task,
      milestone,
      village: township !== null && township !== target ? target : null,
      township,
    };
  }
}
