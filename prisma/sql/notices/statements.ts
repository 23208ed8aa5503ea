/** Statements on notices, and on the substitutions that they follow. */
import type { Delegation } from "../../../domain/people/delegations.js";
import type { Instrument } from "../../../domain/instruments/instruments.js";
import { date, int4, int8, jsonb, nullable, recordset, text } from "../columns.js";
import { statement } from "../statement.js";

export const readDelegations = statement("notices/read-delegations", {
  params: { planId: text() },
  rows: { delegation: jsonb<Delegation>() },
});

export const toldNotices = statement("notices/told-notices", {
  params: { planId: text(), wanted: recordset({ stream: text(), seq: int4(), no: nullable(int4()) }) },
  rows: {
    stream: text(),
    seq: int4(),
    no: int4(),
    item: nullable(text()),
    instrument: text<Instrument>(),
    delivery: text<"batched" | "immediate" | "draft">(),
    role: text<"to" | "copy">(),
    addressed: text(),
    post: text(),
    person: nullable(text()),
    fallbackFor: nullable(text()),
    upFrom: nullable(text()),
    substituteFor: nullable(text()),
    ladder: nullable(text()),
    rung: nullable(text()),
    deadlineVersion: nullable(int4()),
    repetition: nullable(int4()),
    at: int8(),
    planDay: date(),
    facts: jsonb<Readonly<Record<string, unknown>>>(),
    letter: nullable(text()),
    lines: nullable(int4()),
    task: nullable(int4()),
    village: nullable(text()),
    township: nullable(text()),
    milestone: nullable(text()),
  },
});
