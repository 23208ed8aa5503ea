/** Statements that reports, progress and metrics are counted by. */
import type { ItemState } from "../../../domain/items/work-item.js";
import type { Instrument } from "../../../domain/instruments/instruments.js";
import { bool, date, int4, jsonb, nullable, present, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const statesInOrder = statement("reports/states-in-order", {
  params: { planId: text() },
  rows: { state: jsonb<ItemState>() },
});

export const noticesByMonth = statement("reports/notices-by-month", {
  params: { planId: text(), alarms: text() },
  rows: {
    month: text(),
    instrument: text<Instrument>(),
    role: text<"to" | "copy">(),
    post: text(),
    count: int4(),
    first: date(),
    last: date(),
  },
});

export const escalations = statement("reports/escalations", {
  params: { planId: text() },
  rows: {
    item: present(text()),
    ofDeadline: bool(),
    addressed: text(),
    post: text(),
    times: int4(),
    first: date(),
    last: date(),
    overdueAtFirst: int4(),
    fellBack: bool(),
  },
});

export const stepCounts = statement("reports/step-counts", {
  params: { planId: text() },
  rows: { type: text(), detail: nullable(text()), count: int4(), items: int4() },
});

export const draftCounts = statement("reports/draft-counts", {
  params: { planId: text() },
  rows: {
    instrument: text<Instrument>(),
    type: text<
      "instrumentDrafted" | "instrumentSigned" | "instrumentLapsed" | "instrumentWithdrawn" | "instrumentHeld"
    >(),
    count: int4(),
  },
});

export const itemLedgers = statement("reports/item-ledgers", {
  params: { planId: text() },
  rows: {
    item: present(text()),
    rows: int4(),
    types: int4(),
    returns: int4(),
    extensionsRequested: int4(),
    extensionsGranted: int4(),
    climbedOverdue: bool(),
  },
});

export const lettersByMonth = statement("reports/letters-by-month", {
  params: { planId: text() },
  rows: { month: text(), instrument: text<Instrument>(), count: int4() },
});

export const noticesWithoutLetter = statement("reports/notices-without-letter", {
  params: { planId: text() },
  rows: { count: int4() },
});

export const rungsFired = statement("reports/rungs-fired", {
  params: { plans: texts() },
  rows: { plan: text(), label: text<Instrument>(), n: int4() },
});

export const progressCounts = statement("reports/progress-counts", {
  params: { planId: text(), today: date() },
  rows: { open: int4(), overdue: int4(), closed: int4(), lettersSent: int4() },
});
