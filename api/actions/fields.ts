/** What an action makes of what was filled in, before the domain decides. */
import type { ItemState } from "../../domain/items/work-item.js";
import type { Words } from "../http/schema-parts.js";
import type { PlanView } from "../views/plan-view.js";
import type { Around } from "./permissions.js";
import type { ActionRefusalCode } from "./schemas.js";

/** What a command has beside its key, its actor and its items. */
export type CommandFields = Readonly<Record<string, unknown>>;

/** What is refused before the domain gets to see it. */
export interface AroundRefusal {
  readonly refusal: { readonly code: ActionRefusalCode } & Words;
}

/** The item that an act is done to, and what the API knows around it. */
export interface ActedOn {
  readonly item: ItemState;
  readonly around: Around;
  /** Of the files that the request names, those that were uploaded to the item. */
  readonly filed: readonly string[];
  readonly plan: PlanView;
}
