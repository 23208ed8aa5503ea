/** Hot statements about alarms. */
import { int4, int8, jsonb, recordset, text } from "../columns.js";
import { statement } from "../statement.js";

/** Sorted by key by whoever calls it. */
export const raiseAlarms = statement("alarms/raise-alarms", {
  params: {
    planId: text(),
    alarms: recordset({
      key: text(),
      kind: text(),
      plan_at: int8(),
      detail: jsonb<Readonly<Record<string, unknown>>>(),
      count: int4(),
    }),
  },
});
