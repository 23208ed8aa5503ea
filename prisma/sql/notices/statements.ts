/** Statements on notices, and on the substitutions that they follow. */
import type { Delegation } from "../../../domain/people/delegations.js";
import { jsonb, text } from "../columns.js";
import { statement } from "../statement.js";

export const readDelegations = statement("notices/read-delegations", {
  params: { planId: text() },
  rows: { delegation: jsonb<Delegation>() },
});
