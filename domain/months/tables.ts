/**
 * What of a month stands in tables, for lists, grids and counts: made of its state alone, by the recording and by a rebuild alike. Names
 * are those of the columns.
 */
import type { AnswerRow, AskedRow, RequestStatus, RowKind } from "../ledger/month-events.js";
import type { MonthState, RequestState } from "./month-state.js";

export interface MonthRow {
  readonly month: string;
  readonly status: "open" | "closed";
  readonly asked_on: string;
  readonly due_on: string;
  readonly closes_on: string;
  /** `<step>@<version>` of its bulletin; null: none is drafted. */
  readonly bulletin: string | null;
}

export interface RequestRow {
  readonly unit: string;
  /** In the order in which they were asked. */
  readonly place: number;
  readonly status: RequestStatus;
  readonly rows: number;
  readonly version: number;
  readonly answered_on: string | null;
  readonly confirmed_on: string | null;
  /** Confirmed after the due day; of one that is not confirmed false. */
  readonly late: boolean;
  readonly ever_confirmed: boolean;
  readonly urged: number;
  readonly returned: number;
  readonly return_reason: string | null;
}

/** A row of a request with the newest answer to it. */
export interface AnsweredRow {
  readonly unit: string;
  readonly key: string;
  readonly place: number;
  readonly kind: RowKind;
  readonly task: number;
  readonly asked: AskedRow;
  readonly answer: AnswerRow | null;
  readonly same: number;
}

/** What a head confirmed of an item. */
export interface ConfirmedRow {
  readonly key: string;
  readonly confirmed_at: number;
  readonly version: number;
  readonly unit: string;
  readonly seq: number;
  readonly answer: AnswerRow;
}

export interface MonthTables {
  readonly month: MonthRow;
  readonly requests: readonly RequestRow[];
  readonly rows: readonly AnsweredRow[];
  readonly confirmed: readonly ConfirmedRow[];
}

/** `after`: only what rows after this one changed; 0: everything. */
export function monthTables(state: MonthState, after = 0): MonthTables {
  const { month, status, askedOn, dueOn, closesOn, bulletin } = state;
  const all = Object.values(state.requests);
  const changed = all.flatMap((request, place) => (request.row > after ? [{ request, place }] : []));
  return {
    month: {
      month,
      status,
      asked_on: askedOn,
      due_on: dueOn,
      closes_on: closesOn,
      bulletin: bulletin && `${bulletin.step}@${bulletin.version}`,
    },
    requests: changed.map(({ request, place }) => requestRow(request, place)),
    rows: changed.flatMap(({ request }) => answeredRows(request)),
    confirmed: changed.flatMap(({ request }) => confirmedRows(request, after)),
  };
}

const requestRow = (request: RequestState, place: number): RequestRow => ({
  unit: request.unit,
  place,
  status: request.status,
  rows: request.rows.length,
  version: request.version,
  answered_on: request.answeredOn,
  confirmed_on: request.confirmedOn,
  late: request.late,
  ever_confirmed: request.everConfirmed,
  urged: request.urged,
  returned: request.returned?.times ?? 0,
  return_reason: request.returned?.reason ?? null,
});

function confirmedRows({ unit, rows, confirmations }: RequestState, after: number): ConfirmedRow[] {
  const items = new Set(rows.flatMap(({ kind, key }) => (kind === "item" ? [key] : [])));
  return confirmations.flatMap(({ version, row: seq, at, answers }) =>
    seq <= after
      ? []
      : answers.flatMap((answer): ConfirmedRow[] =>
          items.has(answer.key) ? [{ key: answer.key, confirmed_at: at, version, unit, seq, answer }] : [],
        ),
  );
}

function answeredRows({ unit, rows, answers }: RequestState): AnsweredRow[] {
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  return rows.map((asked, place) => {
    const answer = byKey.get(asked.key) ?? null;
    return { unit, key: asked.key, place, kind: asked.kind, task: asked.task, asked, answer, same: answer?.same ?? 1 };
  });
}
