/** Statements on months: their tables, what a month is opened and decided by, what desks save. */
import type {
  AnswerRow,
  AskedRow,
  MonthSnapshot,
  MonthStreamInfo,
  RequestStatus,
  RowKind,
} from "../../../domain/ledger/month-events.js";
import type { Cells } from "../../../domain/months/answers.js";
import { bool, date, int4, int8, jsonb, nullable, present, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const putMonths = statement("months/put-months", {
  params: {
    planId: text(),
    rows: recordset({
      month: text(),
      status: text<"open" | "closed">(),
      asked_on: date(),
      due_on: date(),
      closes_on: date(),
      bulletin: nullable(text()),
    }),
  },
});

const ofMonth = { planId: text(), month: text() };

export const putRequests = statement("months/put-requests", {
  params: {
    ...ofMonth,
    rows: recordset({
      unit: text(),
      place: int4(),
      status: text<RequestStatus>(),
      rows: int4(),
      version: int4(),
      answered_on: nullable(date()),
      confirmed_on: nullable(date()),
      late: bool(),
      ever_confirmed: bool(),
      urged: int4(),
      returned: int4(),
      return_reason: nullable(text()),
    }),
  },
});

export const putConfirmed = statement("months/put-confirmed", {
  params: {
    ...ofMonth,
    rows: recordset({
      key: text(),
      confirmed_at: int8(),
      version: int4(),
      unit: text(),
      seq: int4(),
      answer: jsonb<AnswerRow>(),
    }),
  },
});

export const putRows = statement("months/put-rows", {
  params: {
    ...ofMonth,
    rows: recordset({
      unit: text(),
      key: text(),
      place: int4(),
      kind: text<RowKind>(),
      task: int4(),
      asked: jsonb<AskedRow>(),
      answer: nullable(jsonb<AnswerRow>()),
      same: int4(),
    }),
  },
});

export const announcedMonth = statement("months/announced-month", {
  params: { planId: text(), plan: text(), stream: text() },
  rows: { info: jsonb<MonthStreamInfo>() },
});

export const readDrafts = statement("months/read-drafts", {
  params: { ...ofMonth, units: texts() },
  rows: { unit: text(), key: text(), cells: jsonb<Cells>(), version: int4(), person: text(), at: int8() },
});

/** `seen`: the version that was on the writer's screen; 0: nothing was saved of the row. */
export const saveDraft = statement("months/save-draft", {
  params: {
    ...ofMonth,
    unit: text(),
    rows: recordset({ key: text(), cells: jsonb<Cells>(), seen: int4() }),
    person: text(),
    at: int8(),
  },
  rows: { key: text(), version: int4() },
});

export const rowsOfUnits = statement("months/rows-of-units", {
  params: { ...ofMonth, units: texts() },
  rows: { unit: text(), key: text(), asked: jsonb<AskedRow>(), answer: nullable(jsonb<AnswerRow>()), same: int4() },
});

export const listMonths = statement("months/list-months", {
  params: { planId: text() },
  rows: {
    month: text(),
    status: text<"open" | "closed">(),
    askedOn: date(),
    dueOn: date(),
    closesOn: date(),
    bulletin: nullable(text()),
    units: int4(),
    answered: int4(),
    confirmed: int4(),
    late: int4(),
  },
});

export const requestsOfMonth = statement("months/requests-of-month", {
  params: ofMonth,
  rows: {
    unit: text(),
    status: text<RequestStatus>(),
    rows: int4(),
    version: int4(),
    answeredOn: nullable(date()),
    confirmedOn: nullable(date()),
    late: bool(),
    everConfirmed: bool(),
    urged: int4(),
    returned: int4(),
    returnReason: nullable(text()),
  },
});

export const closedLast = statement("months/closed-last", {
  params: ofMonth,
  rows: { at: int8() },
});

const upTo = { planId: text(), since: int8() };

export const closedSince = statement("months/closed-since", {
  params: upTo,
  rows: { item: text(), task: int4(), unit: text(), closedAt: present(int8()) },
});

export const endedBefore = statement("months/ended-before", {
  params: upTo,
  rows: { task: int4(), closedBefore: int4(), cancelled: int4() },
});

export const closedBetween = statement("months/closed-between", {
  params: { planId: text(), from: int8(), before: int8() },
  rows: { month: text(), snapshot: jsonb<MonthSnapshot>() },
});
