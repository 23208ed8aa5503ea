/** What waits for the caller, what they may do, and who stands in for whom. */
import { ACTS } from "../../domain/items/acts/catalogue.js";
import { letterForm } from "../letters/form.js";
import { isInForce } from "../../domain/people/delegations.js";
import { wholeItem } from "../../prisma/items/read-items.js";
import { waitingDrafts } from "../../prisma/letters/drafts.js";
import { letterSizes, listLetters } from "../../prisma/letters/read-letters.js";
import { actingView } from "./acting-view.js";
import { availableActions } from "./available.js";
import { mine, waitingActs } from "./mine.js";
import { instantText } from "../http/instants.js";
import { itemParams, unknownItem } from "../items/item-address.js";
import { planRoute } from "../serving/route.js";
import { delegations, itemActions, my, myQuery } from "./mine-schemas.js";
import { itemView } from "../items/view.js";

const NEWEST_LETTERS = 20;

export const getMy = planRoute({
  method: "get",
  path: "/my",
  tag: "actions",
  summary: "What waits for the caller 我的待办",
  query: myQuery,
  response: my,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, caller, query, services } = call;
    const { person } = caller;
    const [items, letters] = await Promise.all([
      mine(call),
      person === null ? [] : listLetters(services.pool, plan.id, { person }, null, NEWEST_LETTERS),
    ]);
    const sizes = await letterSizes(
      services.pool,
      plan.id,
      letters.map(({ id }) => id),
    );
    const signs = items.some(({ asked }) => asked.some(({ turn }) => turn === "signInstrument"));
    const waiting = signs ? (await waitingDrafts(services.pool, plan.id)).length : 0;
    const counts = new Map<(typeof items)[number]["asked"][number]["turn"], number>();
    for (const { asked } of items)
      for (const turn of new Set(asked.map((one) => one.turn))) counts.set(turn, (counts.get(turn) ?? 0) + 1);
    return {
      on: plan.today,
      person: person === null ? null : plan.names.person(person),
      capacities: caller.capacities.map((capacity) => actingView(capacity, plan)),
      total: items.length,
      turns: [...counts].map(([turn, count]) => ({
        turn,
        count,
        letters: turn === "signInstrument" ? waiting : null,
      })),
      items: items
        .slice(0, query.limit)
        .map(({ lit, asked }) => ({ item: itemView(lit, plan, plan.today), asked: [...asked] })),
      letters: letters
        .filter(({ state }) => state !== "draft" && state !== "superseded")
        .map(({ id, instrument, planDay, closedAt, documentNo }) => ({
          id,
          instrument,
          form: letterForm(instrument, sizes.get(id) ?? { facts: [], posts: [] }, plan.names),
          on: planDay,
          closedAt: instantText(closedAt, plan.ruleSet.offsetMinutes),
          documentNo,
        })),
    };
  },
});

export const getItemActions = planRoute({
  method: "get",
  path: "/items/{itemId}/actions",
  tag: "actions",
  summary: "What the caller may do to an item now, and why not otherwise 可办理的步骤",
  description:
    "By the same rules and decisions that an action meets. Values are not looked at: a date may still be refused. What the office enters in a leader's name is not among it.",
  params: itemParams,
  response: itemActions,
  changesWith: "answer",
  personal: true,
  problems: ["unknownItem"],
  async handler({ plan, params: { itemId }, caller, sight, services }) {
    const lit = await sight.item(itemId, plan.today);
    const whole = lit && (await wholeItem(services.pool, plan.id, itemId));
    if (!lit || !whole) throw unknownItem(itemId);
    const waiting = waitingActs(lit, whole.state, caller, plan);
    return {
      item: itemId,
      actions: availableActions(caller, whole.state, lit.calendar, plan).map(({ kind, capacities, refs, refusal }) => ({
        action: kind,
        name: { ...ACTS[kind].name },
        may: refusal === null,
        waits: refusal === null && waiting.has(kind),
        as: capacities[0] ? actingView(capacities[0], plan) : null,
        capacities: capacities.map((capacity) => actingView(capacity, plan)),
        refs: [...refs],
        refusal: refusal && { code: refusal.code, reason: { zh: refusal.zh, en: refusal.en } },
      })),
    };
  },
});

export const getDelegations = planRoute({
  method: "get",
  path: "/delegations",
  tag: "roster",
  summary: "Who stands in for whom 代理",
  description: "Why, is for who sees everything, the holder of the post and the substitute; null for all others.",
  response: delegations,
  changesWith: "ledger",
  personal: true,
  handler({ plan: { delegations: given, names, today }, sight, caller }) {
    const mayKnowWhy = (...persons: readonly string[]): boolean =>
      sight.whole || (caller.person !== null && persons.includes(caller.person));
    return {
      delegations: given.map(({ id, post, principal, substitute, from, until, reason, awaitsConsent }) => ({
        id,
        post: names.post(post, today),
        principal: names.person(principal),
        substitute: names.person(substitute),
        from,
        until,
        reason: mayKnowWhy(principal, substitute) ? reason : null,
        awaitsConsent: awaitsConsent && until >= today,
        active: isInForce({ from, until, awaitsConsent }, today),
      })),
    };
  },
});
