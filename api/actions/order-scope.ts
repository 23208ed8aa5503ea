/** What an order would touch, before it is given: found by the very decision that carries it out, on the items as they stand. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import { decideBatch } from "../../domain/streams/task-stream.js";
import { openItems } from "../../prisma/items/read-items.js";
import type { Actor } from "../../domain/ledger/record.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { PlanView } from "../views/plan-view.js";
import type { Caller } from "../rights/caller.js";
import type { PlanCall } from "../serving/route.js";
import { orderOf } from "./orders.js";
import { actorOf } from "../rights/actor.js";
import type { ScopedOrder } from "./schemas.js";

export interface OrderScope {
  /** On how many items it would take effect, and how many of those that it names refuse it. */
  readonly items: number;
  readonly refused: number;
}

const TRIAL = "trial";

/** The office gives orders; which of its posts does makes no difference to what they touch. */
function giver(caller: Caller): Actor {
  const capacity = caller.capacities.find(({ roles }) => roles.includes("office"));
  return capacity && caller.person !== null ? actorOf(capacity, caller) : { person: "", post: "", unit: "" };
}

/** What does not decide which items it touches, where it is not told yet. */
const withDefaults = (fields: Readonly<Record<string, unknown>>, { today, bundle }: PlanView) => ({
  ...fields,
  townships: fields.townships ?? [],
  villages: fields.villages ?? [],
  until: fields.until ?? addDays(today, 1),
  approver: bundle.roster.posts[0]?.id,
});

/** Throws `badValue` for what the roster does not know. */
export async function orderScope(
  kind: ScopedOrder,
  fields: Readonly<Record<string, unknown>>,
  {
    plan,
    caller,
    sight,
    services,
  }: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "sight" | "services">,
): Promise<OrderScope> {
  const order: PlanOrder = orderOf(kind, { ...withDefaults(fields, plan), reason: TRIAL }, plan, caller.person ?? "");
  const [byStream, standing] = await Promise.all([openItems(services.pool, plan.id), sight.standing(plan.today)]);
  const calendars = new Map(standing.items.map(({ item, calendar }) => [item.stream, calendar]));
  const message = { key: TRIAL, actor: giver(caller), order };
  let [items, refused] = [0, 0];
  for (const [stream, states] of byStream) {
    const state = {
      stream,
      seq: 0,
      calendar: calendars.get(stream) ?? 0,
      items: Object.fromEntries(states.map((item) => [item.id, item])),
      ended: {},
    };
    const { rows } = decideBatch(state, [], plan.now, plan.ruleSet, [message], false);
    for (const row of rows) {
      if (row.type !== "orderApplied") continue;
      items += row.payload.items;
      refused += row.payload.refused.length;
    }
  }
  return { items, refused };
}
