/** As whom somebody acts in a capacity: the post and unit that rules look at, and who the ledger names. */
import type { Actor } from "../../domain/ledger/record.js";
import type { Caller, Capacity } from "./caller.js";

/** The post in whose name somebody acts. */
export const postOf = ({ post, onBehalfOf, inPlaceOf }: Capacity): string => onBehalfOf?.post ?? inPlaceOf ?? post;
/** A post outside any unit, as a county leader's, stands for itself: it must not pass for a unit's own. */
export const unitOf = ({ post, unit }: Capacity): string => unit || post;

/** Who acts in a capacity, as the ledger has it. */
export function actorOf(capacity: Capacity, { person, accountId }: Pick<Caller, "person" | "accountId">): Actor {
  const { post, onBehalfOf, inPlaceOf, substituteFor } = capacity;
  return {
    person: person ?? "",
    post,
    unit: unitOf(capacity),
    ...(onBehalfOf ? { onBehalfOf } : {}),
    ...(inPlaceOf === undefined ? {} : { inPlaceOf }),
    ...(substituteFor === undefined ? {} : { substituteFor }),
    account: accountId,
  };
}
