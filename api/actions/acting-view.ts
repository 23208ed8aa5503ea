/** A capacity in which somebody acts, with the names of today. */
import type { Capacity } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";

export function actingView({ post, onBehalfOf, inPlaceOf, substituteFor }: Capacity, { names, today }: PlanView) {
  return {
    post: names.post(post, today),
    onBehalfOf: onBehalfOf ? names.post(onBehalfOf.post, today) : null,
    inPlaceOf: inPlaceOf === undefined ? null : names.post(inPlaceOf, today),
    substituteFor: substituteFor === undefined ? null : names.person(substituteFor),
  };
}
