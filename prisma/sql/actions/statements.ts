/** Statements that people's acts begin and end with. */
import type { ItemState } from "../../../domain/items/work-item.js";
import type { Outcome } from "../../../domain/ledger/record.js";
import { int4, int8, jsonb, nullable, text, texts } from "../columns.js";
import { statement } from "../statement.js";

/** What became of one item of a request. `command`: what was sent for it; null for what was refused before. */
export interface ItemOutcome {
  readonly item: string;
  readonly command: { readonly stream: string; readonly key: string } | null;
  /** Null: accepted. */
  readonly refusal: { readonly code: string; readonly zh: string; readonly en: string } | null;
}

export const beginAction = statement("actions/begin-action", {
  params: {
    accountId: text(),
    key: text(),
    planId: text(),
    action: text(),
    hash: text(),
    items: texts(),
    prefixes: texts(),
  },
  rows: {
    hash: nullable(text()),
    answer: nullable(jsonb<readonly ItemOutcome[]>()),
    items: jsonb<readonly { readonly id: string; readonly stream: string; readonly state: ItemState }[]>(),
    outcomes: jsonb<readonly Outcome[]>(),
  },
});

export const answerPositions = statement("actions/answer-positions", {
  params: {
    planId: text(),
    streams: texts(),
    causes: texts(),
    accountId: nullable(text()),
    key: nullable(text()),
    answer: nullable(jsonb<readonly ItemOutcome[]>()),
  },
  rows: { item: nullable(text()), stream: text(), seq: int4(), type: text(), at: int8() },
});
