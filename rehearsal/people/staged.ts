/** What a scenario has the office order on its day: 批量暂缓 of an area, another reading of a date. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { PlanCommand, PlanOrder } from "../../domain/streams/orders.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { ScenarioEvent } from "../../loader/scenario-schema.js";
import type { PlannedAct } from "../driver.js";
import type { OfficeHours } from "./office-hours.js";

/** An order and the instant at which it is given. */
export interface StagedOrder {
  readonly at: number;
  readonly order: PlanOrder;
}

/**
 * The orders of a scenario. They are given at an hour of their own, before anybody acts on single items: so it is never a
 * question which of the two came first.
 */
export function stagedOrders(events: readonly ScenarioEvent[], hours: OfficeHours): StagedOrder[] {
  return events.flatMap((event) => {
    const order = orderOf(event);
    const at = order && "on" in event ? hours.orderHour(event.on) : null;
    if (!order || at === null) return [];
    // Moved on to the next working day, it may be over before it began.
    return order.kind === "suspendArea" && order.until <= hours.dayOf(at) ? [] : [{ at, order }];
  });
}

function orderOf(event: ScenarioEvent): PlanOrder | null {
  if (event.kind === "suspendArea") {
    const { until, reason, approver, townships = [], villages = [] } = event;
    return { kind: "suspendArea", townships, villages, until, reason, approver };
  }
  if (event.kind !== "changeReading") return null;
  const { milestone, deadline, reason } = event;
  return { kind: "changeReading", milestone, deadline, reason };
}

/** What is asked of the plan as it is sent, with a key of its own. */
export function plannedOrder(
  { at, order }: Pick<StagedOrder, "at"> & Pick<PlanCommand, "order">,
  actor: Actor,
  seed: number,
): PlannedAct<PlanCommand> {
  const name = createHash("sha256").update(`${seed} ${at} ${canonicalJson({ actor, order })}`);
  const key = `${order.kind}-${name.digest("hex").slice(0, 20)}`;
  const command: PlanCommand = order.kind === "signForPackage" ? { key, actor, order } : { key, actor, order };
  return { at, stream: PLAN_STREAM, command };
}
