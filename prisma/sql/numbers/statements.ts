/** Statements on 发文字号: giving them, and the register. */
import type { Actor } from "../../../domain/ledger/record.js";
import { bool, int4, int8, jsonb, nullable, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

const actor = () => nullable(jsonb<Actor>());

export const giveNumber = statement("numbers/give-number", {
  params: {
    planId: text(),
    issuer: text(),
    series: text(),
    year: int4(),
    before: text(),
    behind: text(),
    document: text(),
    letter: nullable(text()),
    at: int8(),
    by: actor(),
  },
  rows: { documentNo: text() },
});

export const numberOfDocument = statement("numbers/number-of-document", {
  params: { planId: text(), document: text() },
  rows: { documentNo: text() },
});

export const keepNumber = statement("numbers/keep-number", {
  params: {
    planId: text(),
    issuer: text(),
    series: text(),
    year: int4(),
    no: int4(),
    documentNo: text(),
    document: text(),
    letter: nullable(text()),
    at: int8(),
    by: actor(),
  },
});

export const readNumbers = statement("numbers/read-numbers", {
  params: { planId: text(), numbers: texts() },
  rows: {
    issuer: text(),
    series: text(),
    documentNo: text(),
    document: text(),
    letter: nullable(text()),
    older: bool(),
    givenBy: actor(),
  },
});

export const nameMainLetters = statement("numbers/name-main-letters", {
  params: { planId: text(), letters: recordset({ document_no: text(), letter: text() }) },
});

export const voidNumber = statement("numbers/void-number", {
  params: { planId: text(), documentNo: text(), at: int8(), by: jsonb<Actor>(), reason: text() },
});

export const draftAddress = statement("numbers/draft-address", {
  params: { planId: text(), items: texts(), rung: text() },
  rows: { post: text() },
});
