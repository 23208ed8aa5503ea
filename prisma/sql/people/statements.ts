/** Statements on what people may see and what they have done in villages. */
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import { int4, int8, jsonb, nullable, present, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const itemsWithin = statement("people/items-within", {
  params: {
    planId: text(),
    units: texts(),
    villages: texts(),
    townships: texts(),
    posts: texts(),
    person: nullable(text()),
  },
  rows: { id: text() },
});

export const visits = statement("people/visits", {
  params: {
    planId: text(),
    before: int4(),
    village: nullable(text()),
    within: nullable(texts()),
    person: nullable(text()),
    limit: int8(),
  },
  rows: {
    seq: int4(),
    at: int8(),
    actor: present(jsonb<Actor>()),
    order: jsonb<Extract<PlanOrder, { readonly kind: "logVisit" }>>(),
  },
});

export const visitWithPhoto = statement("people/visit-with-photo", {
  params: { planId: text(), sha256: text(), within: nullable(texts()), person: nullable(text()) },
  rows: { seq: int4() },
});
