/** Statements on the worklist (工作落实台账). */
import type { AnswerRow } from "../../../domain/ledger/month-events.js";
import { int4s, int8, json, jsonb, text, texts } from "../columns.js";
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

/** `months`, `upTo`: the months' streams, each with the last row that counts; `at`: the plan instant. */
export const confirmedAnswers = statement("worklist/confirmed-answers", {
  params: { planId: text(), items: texts(), at: int8(), months: texts(), upTo: int4s() },
  rows: { item: text(), month: text(), at: int8(), answer: jsonb<AnswerRow>() },
});
