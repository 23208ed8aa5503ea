/** Statements on registers: their rows, the history of these, figures, what is staged, sensitive cells. */
import type { Actor } from "../../../domain/ledger/record.js";
import type { PayloadOf } from "../../../domain/ledger/events.js";
import type { ImportPhase } from "../../../domain/registers/import.js";
import type { Sums } from "../../../domain/registers/figures.js";
import type { Cells } from "../../../domain/registers/values.js";
import { bool, date, int4, int8, jsonb, nullable, present, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

const ofRegister = { planId: text(), register: text() };
const kind = text<"added" | "changed" | "removed">();

export const putRows = statement("registers/put-rows", {
  params: {
    ...ofRegister,
    rows: recordset({
      row_id: text(),
      seq: int4(),
      place: int8(),
      key: nullable(text()),
      cells: jsonb<Cells>(),
      removed: bool(),
      changed_on: date(),
      person: text(),
    }),
  },
});

export const putChanges = statement("registers/put-changes", {
  params: {
    ...ofRegister,
    rows: recordset({
      seq: int4(),
      no: int4(),
      row_id: text(),
      kind,
      before: jsonb<Cells>(),
      after: jsonb<Cells>(),
      cells: nullable(jsonb<Cells>()),
      at: int8(),
      changed_on: date(),
      person: text(),
      unit: text(),
    }),
  },
});

export const putFigures = statement("registers/put-figures", {
  params: {
    ...ofRegister,
    rows: recordset({
      figure: text(),
      method: text(),
      scope: text(),
      seq: int4(),
      sums: jsonb<readonly number[]>(),
      changed_on: date(),
    }),
  },
});

export const stageBatch = statement("registers/stage-batch", {
  params: { ...ofRegister, sha256: text(), body: text() },
});
export const readBatches = statement("registers/read-batches", {
  params: { ...ofRegister, hashes: texts() },
  rows: { sha256: text(), body: text() },
});
export const dropBatches = statement("registers/drop-batches", { params: { ...ofRegister, hashes: texts() } });
export const sweepBatches = statement("registers/sweep-batches", { params: {} });

const ofImport = { ...ofRegister, accountId: text(), name: text() };
const noted = {
  phase: text<ImportPhase>(),
  done: int4(),
  whole: nullable(int4()),
  batch: nullable(text()),
};
export const noteImport = statement("registers/note-import", {
  params: { ...ofImport, ...noted },
  rows: { cancelled: bool() },
});
export const cancelImport = statement("registers/cancel-import", {
  params: ofImport,
  rows: { ...noted, cancelled: bool() },
});
export const readImport = statement("registers/read-import", {
  params: ofImport,
  rows: { ...noted, cancelled: bool() },
});
export const sweepImports = statement("registers/sweep-imports", { params: {} });

export const rowsToDecide = statement("registers/rows-to-decide", {
  params: { ...ofRegister, rows: texts(), keys: texts(), all: bool() },
  rows: { row: text(), seq: int4(), cells: jsonb<Cells>() },
});

const listed = { row: text(), seq: int4() };

export const listRows = statement("registers/list-rows", {
  params: { ...ofRegister, after: int8(), column: nullable(text()), values: texts(), most: int4() },
  rows: { ...listed, place: int8(), cells: jsonb<Cells>(), changedOn: date(), person: text() },
});

export const rowsOn = statement("registers/rows-on", {
  params: { ...ofRegister, day: date(), column: nullable(text()), values: texts() },
  rows: { ...listed, cells: present(jsonb<Cells>()), changedOn: date(), person: text() },
});

export const rowHistory = statement("registers/row-history", {
  params: { ...ofRegister, row: text() },
  rows: {
    seq: int4(),
    kind,
    before: jsonb<Cells>(),
    after: jsonb<Cells>(),
    at: int8(),
    person: text(),
    unit: text(),
  },
});

export const countRows = statement("registers/count-rows", {
  params: { planId: text() },
  rows: { register: text(), rows: int4(), changedOn: present(date()) },
});

export const placesKept = statement("registers/places-kept", {
  params: { ...ofRegister, column: text() },
  rows: { place: present(text()), rows: int4(), changedOn: present(date()) },
});

export const placesOfRegisters = statement("registers/places-of-registers", {
  params: { planId: text(), registers: recordset({ register: text(), place_column: nullable(text()) }) },
  rows: { register: text(), place: present(text()), rows: int4(), changedOn: present(date()) },
});

export const figuresOn = statement("registers/figures-on", {
  params: { planId: text(), day: date() },
  rows: {
    register: text(),
    figure: text(),
    method: text(),
    scope: text(),
    seq: int4(),
    sums: jsonb<Sums>(),
    changedOn: date(),
  },
});

export const fixedFigures = statement("registers/fixed-figures", {
  params: { planId: text(), at: int8() },
  rows: { payload: jsonb<PayloadOf<"figureFixed">>(), at: int8(), actor: nullable(jsonb<Actor>()) },
});

export const keepSecrets = statement("registers/keep-secrets", {
  params: {
    ...ofRegister,
    rows: recordset({ ref: text(), row_id: text(), column_id: text(), key_id: text(), sealed: text() }),
  },
});

const secret = { ref: text(), register: text(), row: text(), column: text(), keyId: text(), sealed: text() };

export const readSecrets = statement("registers/read-secrets", {
  params: { planId: text(), refs: texts() },
  rows: secret,
});

export const secretsToRotate = statement("registers/secrets-to-rotate", {
  params: { keyId: text(), most: int4() },
  rows: { plan: text(), ...secret },
});

export const rotateSecrets = statement("registers/rotate-secrets", {
  params: { keyId: text(), rows: recordset({ plan: text(), ref: text(), sealed: text() }) },
});

export const begunRegisters = statement("registers/begun-registers", {
  params: { planId: text() },
  rows: { name: text() },
});
