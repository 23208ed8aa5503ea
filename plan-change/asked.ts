/** What a change asks of the running plan, while it is being put together. */
import type { PlanOrder } from "../domain/streams/orders.js";
import type { Change, RefusedChange, Said } from "./said.js";

export interface Asked {
  readonly orders: PlanOrder[];
  readonly changes: Change[];
  readonly refused: RefusedChange[];
  readonly notes: Said[];
}
