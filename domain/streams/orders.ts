/**
 * Orders on a whole plan: one action of the office that concerns many items of many tasks. The plan's own stream records
 * the order and sends it to every task stream it may concern; each of them applies it to its own items, once.
 */
import type { Command } from "../items/commands.js";
import type { PackageHolder } from "../ledger/package-events.js";
import type { PlanOrder, TaskStreamInfo } from "../ledger/plan-orders.js";
import type { Actor } from "../ledger/record.js";
import { ownsItem } from "./streams.js";
import { type ItemState, isSuspended, isWithUnit } from "../items/work-item.js";

export {
  isNote,
  isOrderKind,
  type DocumentVersion,
  type NewItem,
  type PlanNote,
  type PlanOrder,
  type PlanOrderKind,
  type TaskHead,
  type TaskStreamInfo,
} from "../ledger/plan-orders.js";

/**
 * 签收 of a year's package, as it is asked of the plan's stream. `tasks`: those in which items wait for the unit's signature; none
 * for a seat.
 */
export interface PackageSigning {
  readonly kind: "signForPackage";
  readonly year: number;
  readonly holder: PackageHolder;
  readonly tasks: readonly number[];
}

/** What people may ask of the plan's stream. */
type PlanRequest = PlanOrder | PackageSigning;

/** What reaches the plan's stream. `key` is the request's idempotency key. */
interface Asked<R extends PlanRequest> {
  readonly key: string;
  readonly actor: Actor;
  readonly order: R;
}

/** An order as it reaches the plan's stream. */
export type OrderCommand = Asked<PlanOrder>;
/** A signature as it reaches the plan's stream. */
export type SigningCommand = Asked<PackageSigning>;
export type PlanCommand = OrderCommand | SigningCommand;

/** An order as it reaches a task's stream. `key` names the message for ever: it is applied at most once. */
export interface OrderMessage {
  readonly key: string;
  readonly actor: Actor;
  readonly order: PlanOrder;
}

export function concerns(order: PlanOrder, info: TaskStreamInfo): boolean {
  switch (order.kind) {
    case "suspendArea":
    case "resumeArea":
      return info.local;
    case "changeReading":
      return info.milestones.includes(order.milestone);
    case "adoptPolicy":
      return order.milestones === null || order.milestones.some((id) => info.milestones.includes(id));
    case "handOver":
    case "handOverPost":
    case "adoptCalendar":
      return true;
    case "registerItems":
      return order.items.some((item) => ownsItem(info.stream, item));
    case "delegate":
    case "confirmDelegation":
    case "endDelegation":
    case "logVisit":
    case "changeDocuments":
    case "openRound":
      return false;
  }
}

const inArea = (item: ItemState, townships: readonly string[], villages: readonly string[]): boolean =>
  (item.village !== null && villages.includes(item.village)) ||
  (item.township !== null && townships.includes(item.township));

/** The command that carries an order out on a stream's open items; null when none is concerned. */
export function commandOf(message: OrderMessage, items: readonly ItemState[]): Command | null {
  const { key, actor, order } = message;
  const on = (concerned: (item: ItemState) => boolean): { key: string; actor: Actor; items: string[] } => ({
    key,
    actor,
    items: items.filter(concerned).map((item) => item.id),
  });
  const command = ((): Command | null => {
    switch (order.kind) {
      case "suspendArea": {
        const { townships, villages, reason, approver, until, deadline } = order;
        const base = on(
          (item) => inArea(item, townships, villages) && item.status !== "registered" && !isSuspended(item),
        );
        return { ...base, kind: "suspend", reason, approver, until, ...(deadline === undefined ? {} : { deadline }) };
      }
      case "resumeArea":
        return {
          ...on((item) => inArea(item, order.townships, order.villages) && isSuspended(item)),
          kind: "resume",
          reason: order.reason,
        };
      case "changeReading": {
        const { deadline, reason, milestone } = order;
        return {
          ...on((item) => item.milestone === milestone && item.deadline !== deadline),
          kind: "changeReading",
          deadline,
          reason,
        };
      }
      case "handOver":
        return {
          ...on((item) => item.primaryUnit === order.from),
          kind: "reassign",
          primaryUnit: order.to,
          reason: order.reason,
        };
      case "adoptPolicy": {
        const { version, milestones } = order;
        const base = on(
          (item) => item.policy !== version && (milestones === null || milestones.includes(item.milestone)),
        );
        return { ...base, kind: "migratePolicy", version };
      }
      case "handOverPost": {
        const { unit, post, to, reason } = order;
        return {
          ...on((item) => item.primaryUnit === unit && isWithUnit(item)),
          kind: "handOverPost",
          post,
          to,
          reason,
        };
      }
      case "adoptCalendar":
      case "registerItems":
      case "delegate":
      case "confirmDelegation":
      case "endDelegation":
      case "logVisit":
      case "changeDocuments":
      case "openRound":
        return null;
    }
  })();
  return command && command.items.length > 0 ? command : null;
}
