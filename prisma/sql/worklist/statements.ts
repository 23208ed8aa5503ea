/** Statements on the worklist (工作落实台账). */
import { int4s, int8, json, text, texts } from "../columns.js";
import { statement } from "../statement.js";

/** `upTo`: by item, the last row of its stream that counts; `at`: the plan instant. */
export const worklistFacts = statement("worklist/worklist-facts", {
  params: { planId: text(), items: texts(), upTo: int4s(), at: int8(), types: texts() },
  rows: {
    item: text(),
    rows: json<
      readonly { readonly type: string; readonly version: number; readonly at: number; readonly payload: unknown }[]
    >(),
  },
});
