/** What a month's bulletin is made of: its figures as they stood, and what units said of what lags behind and what they can't settle alone. */
import type { MonthSnapshot } from "../ledger/month-events.js";
import type { MonthState } from "../months/month-state.js";
import type { PlanDate } from "../plan/plan.js";

export interface BehindFact {
  readonly item: string;
  readonly unit: string;
  readonly light: "yellow" | "red";
  readonly percent: number;
  readonly scheduled: number;
  readonly overdue: number;
  /** In the unit's own words, as its head confirmed them; empty: it said nothing. */
  readonly cause: string;
  readonly nextStep: string;
}

/** What a unit asks others to settle. `key`: the row of its request. */
export interface ToCoordinate {
  readonly unit: string;
  readonly key: string;
  readonly text: string;
}

export interface CopiedRow {
  readonly unit: string;
  readonly key: string;
  /** Months running with the same words. */
  readonly same: number;
}

/** An item that was closed since the figures of the month before. */
export type ClosedItem = NonNullable<MonthSnapshot["ended"]>["closed"][number];
/** A register of a unit's request as it stood when the month closed. */
export type KeptRegister = NonNullable<MonthSnapshot["registers"]>[number];

export interface MonthRecords {
  readonly month: string;
  readonly dueOn: PlanDate;
  readonly snapshot: MonthSnapshot;
  readonly behind: readonly BehindFact[];
  readonly coordinate: readonly ToCoordinate[];
  readonly copied: readonly CopiedRow[];
}

/** A month's records once its figures are fixed; null before. Only what heads confirmed is anybody's word. */
export function monthRecords(state: MonthState, copiedAfter: number): MonthRecords | null {
  const { snapshot, month, dueOn, requests } = state;
  if (!snapshot) return null;
  // The last that was confirmed, though another version was sent since and waits.
  const rows = Object.values(requests).flatMap(({ unit, confirmations }) =>
    (confirmations.at(-1)?.answers ?? []).map((answer) => ({ unit, answer })),
  );
  const said = new Map(rows.map(({ unit, answer }) => [`${unit} ${answer.key}`, answer]));
  return {
    month,
    dueOn,
    snapshot,
    behind: snapshot.behind.map((fact) => {
      const answer = said.get(`${fact.unit} ${fact.item}`);
      return { ...fact, cause: answer?.problem ?? "", nextStep: answer?.nextStep ?? "" };
    }),
    coordinate: rows.flatMap(({ unit, answer: { key, coordinate } }) =>
      coordinate === undefined ? [] : [{ unit, key, text: coordinate }],
    ),
    copied: rows.flatMap(({ unit, answer: { key, same = 1 } }) => (same >= copiedAfter ? [{ unit, key, same }] : [])),
  };
}

/** The rows that a month's figures count. */
export interface MonthRowsOf {
  readonly requests: MonthSnapshot["units"][number];
  readonly behind: BehindFact;
  readonly coordinate: ToCoordinate;
  readonly copied: CopiedRow;
  readonly closed: ClosedItem;
  readonly registers: KeptRegister;
}
export type MonthQuery = keyof MonthRowsOf;
export const MONTH_QUERIES = [
  "requests",
  "behind",
  "coordinate",
  "copied",
  "closed",
  "registers",
] as const satisfies readonly MonthQuery[];

export const isMonthQuery = (query: string): query is MonthQuery => MONTH_QUERIES.some((one) => one === query);

const yes = (value: boolean): string => (value ? "yes" : "no");
const COLUMNS: { readonly [Q in MonthQuery]: Readonly<Record<string, (row: MonthRowsOf[Q]) => string>> } = {
  requests: { unit: ({ unit }) => unit, state: ({ state }) => state, late: ({ late }) => yes(late) },
  behind: { unit: ({ unit }) => unit, light: ({ light }) => light, item: ({ item }) => item },
  coordinate: { unit: ({ unit }) => unit },
  copied: { unit: ({ unit }) => unit },
  closed: { unit: ({ unit }) => unit, task: ({ task }) => String(task) },
  registers: { unit: ({ unit }) => unit, register: ({ register }) => register, state: ({ state }) => state },
};
const SOURCES: { readonly [Q in MonthQuery]: (records: MonthRecords) => readonly MonthRowsOf[Q][] } = {
  requests: ({ snapshot }) => snapshot.units,
  behind: ({ behind }) => behind,
  coordinate: ({ coordinate }) => coordinate,
  copied: ({ copied }) => copied,
  closed: ({ snapshot }) => snapshot.ended?.closed ?? [],
  registers: ({ snapshot }) => snapshot.registers ?? [],
};

/** The rows that a figure's query means, in the order of the records. Throws for a column that there is none of. */
export function monthRowsOf<Q extends MonthQuery>(
  query: Q,
  params: Readonly<Record<string, string>>,
  records: MonthRecords,
): readonly MonthRowsOf[Q][] {
  const columns: Readonly<Record<string, (row: MonthRowsOf[Q]) => string>> = COLUMNS[query];
  const tests = Object.entries(params).map(([name, wanted]) => {
    const column = columns[name];
    if (!column) throw new Error(`the query ${query} has no column ${name}`);
    const values = new Set(wanted.split(","));
    return (row: MonthRowsOf[Q]): boolean => values.has(column(row));
  });
  return SOURCES[query](records).filter((row) => tests.every((test) => test(row)));
}
