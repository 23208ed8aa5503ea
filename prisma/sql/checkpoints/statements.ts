/** Statements on checkpoints: where the ledger ends, and what of it a checkpoint names. */
import { int4, int4s, int8, jsonb, nullable, oneOf, text, timestamptz, timestamptzs } from "../columns.js";
import { statement } from "../statement.js";

const kept = { no: int4(), content: text(), hash: text(), signature: text(), publicKey: text() };

/** The one that was made for a cause. */
export const checkpointOf = statement("checkpoints/checkpoint-of", { params: { cause: text() }, rows: kept });

export const lastCheckpoint = statement("checkpoints/last-checkpoint", { params: {}, rows: kept });

export const keepCheckpoint = statement("checkpoints/keep-checkpoint", {
  params: { no: int4(), cause: text(), content: text(), hash: text(), signature: text(), publicKey: text() },
});

export const timeNow = statement("checkpoints/time-now", { params: {}, rows: { at: timestamptz() } });

export const plansNow = statement("checkpoints/plans-now", {
  params: {},
  rows: { id: text(), mode: oneOf<"live" | "rehearsal">("plan_mode", ["live", "rehearsal"]) },
});

export const ledgerEnds = statement("checkpoints/ledger-ends", {
  params: {},
  rows: { plan: text(), stream: text(), seq: int4(), hash: text() },
});

export const someDocuments = statement("checkpoints/some-documents", {
  params: { planId: text(), limit: int8(), offset: int8() },
  rows: { kind: text(), version: int4(), content: jsonb<unknown>() },
});

/** One row for each head given: its `no` from 1, the ledger's hash there, and the first row that it covers too late. */
export const compareHeads = statement("checkpoints/compare-heads", {
  params: { planId: text(), stream: text(), seqs: int4s(), afters: int4s(), ats: timestamptzs() },
  rows: { no: int4(), hash: nullable(text()), late: nullable(int4()) },
});
