/** Statements on the ledger as it is told and followed. */
import type { Actor } from "../../../domain/ledger/record.js";
import type { Recipient } from "../../../domain/people/recipients.js";
import { int4, int4s, int8, jsonb, nullable, text, texts, timestamptz } from "../columns.js";
import { statement } from "../statement.js";

const row = {
  stream: text(),
  seq: int4(),
  type: text(),
  version: int4(),
  item: nullable(text()),
  at: int8(),
  cause: text(),
  causeNo: int4(),
  actor: nullable(jsonb<Actor>()),
  payload: jsonb<Readonly<Record<string, unknown>>>(),
  recipients: jsonb<readonly (readonly Recipient[])[]>(),
};

const feed = {
  params: {
    planId: text(),
    streams: texts(),
    places: int4s(),
    limit: int8(),
    items: nullable(texts()),
    unsigned: texts(),
  },
  rows: { ...row, previousHash: text(), hash: text(), recordedAt: timestamptz() },
};

export const rowsAfter = statement("ledger/rows-after", feed);

export const rowsBefore = statement("ledger/rows-before", feed);

export const alikeRows = statement("ledger/alike-rows", {
  params: { planId: text(), streams: texts(), seqs: int4s(), items: nullable(texts()) },
  rows: { stream: text(), seq: int4(), first: int4(), count: int8() },
});

/** `causes`: `order/<key>`. */
export const orderEffects = statement("ledger/order-effects", {
  params: { planId: text(), causes: texts() },
  rows: { order: text(), streams: int8(), items: int8() },
});

export const newRows = statement("ledger/new-rows", {
  params: { planId: text(), streams: texts(), seen: int4s() },
  rows: row,
});
