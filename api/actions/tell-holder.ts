/** Whoever names a substitute: the post's holder hears of it, in a plan that runs live, by mail to every address known of them. */
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Services } from "../serving/services.js";
import type { PlanView } from "../views/plan-view.js";

/** After the answer; what can't be sent is in the log. The page shows it to the holder in any case. */
export function tellHolder(
  order: Extract<PlanOrder, { readonly kind: "delegate" }>,
  giver: string,
  { head, bundle, names, today }: PlanView,
  { accounts, log }: Services,
): void {
  if (head.mode !== "live" || giver === order.principal) return;
  const holder = names.persons.get(order.principal);
  accounts
    .tellPerson(head.slug, order.principal, holder?.email ?? null, {
      name: names.person(order.principal).name,
      plan: bundle.plan.title,
      post: names.fullTitle(order.post, today),
      substitute: names.person(order.substitute).name,
      by: names.person(giver).name,
      from: order.from,
      until: order.until,
      reason: order.reason,
      awaitsConsent: order.awaitsConsent ?? false,
      page: `/plans/${head.id}/my/delegations`,
    })
    .catch((error: unknown) =>
      log.error({ err: error, plan: head.id }, "a post's holder could not be told of a substitute"),
    );
}
