/**
 * Orders on a whole plan: one action of the office that concerns many items of many tasks. The plan's own stream records
 * the order and sends it to every task stream it may concern; each of them applies it to its own items, once.
 */
import type { Command } from "../items/commands.js";
import type { PlanDate } from "../plan/plan.js";
import type { Actor } from "../ledger/record.js";
import { type NewItem, ownsItem, type TaskHead, type TaskStreamInfo } from "./streams.js";
import { type ItemState, isSuspended, isWithUnit } from "../items/work-item.js";

export type PlanOrder =
  /** 批量暂缓: every open item in the townships and villages named, until a planned end. */
  | {
      readonly kind: "suspendArea";
      readonly townships: readonly string[];
      readonly villages: readonly string[];
      readonly until: PlanDate;
      readonly reason: string;
      /** Post id. */
      readonly approver: string;
    }
  | {
      readonly kind: "resumeArea";
      readonly townships: readonly string[];
      readonly villages: readonly string[];
      readonly reason: string;
    }
  /** Another reading of a milestone's date: a new deadline for all its items. */
  | { readonly kind: "changeReading"; readonly milestone: string; readonly deadline: PlanDate; readonly reason: string }
  /** All that one unit owes passes to another (机构改革). */
  | { readonly kind: "handOver"; readonly from: string; readonly to: string; readonly reason: string }
  /** Running items go over to another policy version; `milestones` null: those of the whole plan. */
  | {
      readonly kind: "adoptPolicy";
      readonly version: number;
      readonly milestones: readonly string[] | null;
      readonly reason: string;
    }
  /** Working days by another calendar version. */
  | { readonly kind: "adoptCalendar"; readonly version: number; readonly reason: string }
  /** Another person holds a unit's post: what the unit has in hand goes to them as an inventory, to be signed for anew. */
  | {
      readonly kind: "handOverPost";
      readonly unit: string;
      readonly post: string;
      /** Person id. */
      readonly to: string;
      readonly reason: string;
    }
  /** 立项 while the plan runs: each item goes to its task's stream, which is begun where the task had none. */
  | {
      readonly kind: "registerItems";
      /** The tasks that the items belong to. */
      readonly tasks: readonly TaskHead[];
      readonly items: readonly NewItem[];
      readonly reason: string;
    }
  | PlanNote;

/** A version of one of the plan's documents, and the SHA-256 of its canonical JSON. */
export interface DocumentVersion {
  readonly kind: string;
  readonly version: number;
  readonly sha256: string;
}

/** What the plan's own stream records for itself: it concerns no task's items. */
export type PlanNote =
  /** 代理: a dated substitute acts in a post, from the first day to the last. Both names stand in the ledger of what is done. */
  | {
      readonly kind: "delegate";
      readonly post: string;
      /** The post's holder, and the person who acts in their place. */
      readonly principal: string;
      readonly substitute: string;
      readonly from: PlanDate;
      readonly until: PlanDate;
      readonly reason: string;
    }
  /** Ends a substitution before its time. `delegation`: the key of the order that began it. */
  | { readonly kind: "endDelegation"; readonly delegation: string; readonly post: string; readonly reason: string }
  /** 包抓 log: a visit to a village, or a problem solved there. */
  | {
      readonly kind: "logVisit";
      readonly village: string;
      readonly on: PlanDate;
      readonly what: "visit" | "problemSolved";
      readonly text: string;
      /** Ids of items that it was about. */
      readonly items: readonly string[];
    }
  /** Further versions of the plan's documents: who wrote them and why. What they move is ordered beside it. */
  | {
      readonly kind: "changeDocuments";
      readonly documents: readonly DocumentVersion[];
      readonly reason: string;
    };

export type PlanOrderKind = PlanOrder["kind"];

/** Every kind of order: whether it is noted by the plan's own stream alone. */
const NOTED: { readonly [K in PlanOrderKind]: K extends PlanNote["kind"] ? true : false } = {
  suspendArea: false,
  resumeArea: false,
  changeReading: false,
  handOver: false,
  adoptPolicy: false,
  adoptCalendar: false,
  handOverPost: false,
  registerItems: false,
  delegate: true,
  endDelegation: true,
  logVisit: true,
  changeDocuments: true,
};

export const isNote = (order: PlanOrder): order is PlanNote => NOTED[order.kind];

/** Whether this release knows the kind of order. */
export const isOrderKind = (kind: unknown): kind is PlanOrderKind =>
  typeof kind === "string" && Object.hasOwn(NOTED, kind);

/** An order as it reaches the plan's stream. `key` is the request's idempotency key. */
export interface PlanCommand {
  readonly key: string;
  readonly actor: Actor;
  readonly order: PlanOrder;
}

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
    case "endDelegation":
    case "logVisit":
    case "changeDocuments":
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
        const { townships, villages, reason, approver, until } = order;
        const base = on(
          (item) => inArea(item, townships, villages) && item.status !== "registered" && !isSuspended(item),
        );
        return { ...base, kind: "suspend", reason, approver, until };
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
      case "endDelegation":
      case "logVisit":
      case "changeDocuments":
        return null;
    }
  })();
  return command && command.items.length > 0 ? command : null;
}
