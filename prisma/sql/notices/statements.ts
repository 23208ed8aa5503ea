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

export const earlierNotices = statement("notices/earlier-notices", {
  params: { planId: text(), items: texts() },
  rows: {
    item_id: present(text()),
    role: text<"to" | "copy">(),
    instrument: text<Instrument>(),
    addressed_post: text(),
    fallback_for: nullable(text()),
    substitute_for: nullable(text()),
    person: present(text()),
    ladder: nullable(text()),
    rung: nullable(text()),
    deadline_version: nullable(int4()),
  },
});

/** `since`, `upTo`: plan instants. */
export const submissions = statement("notices/submissions", {
  params: { planId: text(), instruments: texts(), since: int8(), upTo: int8(), items: texts() },
  rows: { item: present(text()), post: present(text()), recent: present(bool()) },
});
