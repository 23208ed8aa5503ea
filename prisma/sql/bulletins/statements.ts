/** Statements on bulletins: what their figures are made of, and the texts of their versions. */
import type { ItemState } from "../../../domain/items/work-item.js";
import { int4, jsonb, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const findingItems = statement("bulletins/finding-items", {
  params: { planId: text() },
  rows: { state: jsonb<ItemState>(), calendar: int4() },
});

export const claims = statement("bulletins/claims", {
  params: { planId: text() },
  rows: { state: jsonb<ItemState>(), photos: texts() },
});

const ofRound = { planId: text(), round: text(), sha256: text() };

export const keepContent = statement("bulletins/keep-content", { params: { ...ofRound, body: text() } });

export const readContent = statement("bulletins/read-content", { params: ofRound, rows: { body: text() } });

export const earlierRounds = statement("bulletins/earlier-rounds", {
  params: { planId: text(), round: text(), most: int4() },
  rows: { round: text() },
});
