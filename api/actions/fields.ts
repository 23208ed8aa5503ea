/** What an action makes of what was filled in, before the domain decides. */
import type { Words } from "../http/schema-parts.js";
import type { ActionRefusalCode } from "./schemas.js";

/** What a command has beside its key, its actor and its items. */
export type CommandFields = Readonly<Record<string, unknown>>;

/** What is refused before the domain gets to see it. */
export interface AroundRefusal {
  readonly refusal: { readonly code: ActionRefusalCode } & Words;
}
