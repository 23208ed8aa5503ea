/** Statements on notices, and on the substitutions that they follow. */
import type { Delegation } from "../../../domain/people/delegations.js";
import type { Instrument } from "../../../domain/instruments/instruments.js";
import { bool, date, int4, int8, jsonb, nullable, present, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const readDelegations = statement("notices/read-delegations", {
  params: { planId: text() },
  rows: { delegation: jsonb<Delegation>() },
});

export const toldNotices = statement("notices/told-notices", {
  params: {
    planId: text(),
    wanted: recordset({
      stream: text(),
      append: nullable(int4()),
      batch: nullable(int4()),
      seq: nullable(int4()),
      no: nullable(int4()),
    }),
  },
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

/** `told`: ways of telling (domain/people/told.ts). */
export const toldBefore = statement("notices/told-before", {
  params: { planId: text(), items: texts() },
  rows: { item: text(), told: texts() },
  plannedOnce: true,
});

/** `since`, `upTo`: plan instants. */
export const submissions = statement("notices/submissions", {
  params: { planId: text(), instruments: texts(), since: int8(), upTo: int8(), items: texts() },
  rows: { item: present(text()), post: present(text()), recent: present(bool()) },
});
