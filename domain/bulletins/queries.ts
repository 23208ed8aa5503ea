/**
 * The queries that figures refer to: each counts rows of one kind by columns that anybody can name. A figure holds the query and its
 * parameters; its value and its rows come out of the same function, so that no number stands without its records.
 */
import type { FindingFact, LineFact, ObjectionFact, Records, RoundRecord, VisitFact } from "./facts.js";
import { townshipOf } from "./facts.js";
import type { MonthQuery } from "./month-records.js";

export interface RowsOf {
  readonly visits: VisitFact;
  readonly lines: LineFact;
  readonly findings: FindingFact;
  readonly objections: ObjectionFact;
}
export type QueryName = keyof RowsOf;

/** Rows by columns: a row is meant where every named column has one of the texts (separated by commas). */
export type QueryParams = Readonly<Record<string, string>>;

/** How the rows of a figure are fetched. `round`: the round whose rows they are; of findings the one they were found in or before. */
export interface Reference {
  /** Of a month's bulletin one of its own (month-records.ts). */
  readonly query: QueryName | MonthQuery;
  readonly params: QueryParams;
}

const yes = (value: boolean): string => (value ? "yes" : "no");
const isJudged = ({ grade }: LineFact): boolean => grade !== null && grade !== "notApplicable";

/** The columns by which a query's rows can be asked for; null: the row has nothing there, and no parameter means it. */
const COLUMNS: {
  readonly [Q in QueryName]: Readonly<Record<string, (row: RowsOf[Q], round: string) => string | null>>;
} = {
  visits: {
    kind: ({ place }) => place.kind,
    place: ({ place }) => place.id,
    township: ({ place }) => townshipOf(place),
    mode: ({ mode }) => mode,
    counts: ({ counts }) => counts,
  },
  lines: {
    visit: ({ visit }) => visit,
    place: ({ place }) => place.id,
    kind: ({ place }) => place.kind,
    township: ({ place }) => townshipOf(place),
    unit: ({ unit }) => unit,
    task: ({ task }) => String(task),
    line: ({ line }) => line,
    cause: ({ cause, grade }) => (grade === "fail" ? cause : null),
    severity: ({ severity, grade }) => (grade === "fail" ? severity : null),
    checked: ({ grade }) => yes(grade !== null),
    judged: (row) => yes(isJudged(row)),
    grade: ({ grade }) => grade,
    contradicts: ({ contradicts }) => yes(contradicts),
    highlight: ({ highlight }) => yes(highlight !== null),
  },
  findings: {
    item: ({ item }) => item,
    status: ({ status }) => status,
    stands: ({ status }) => yes(status !== "withdrawn"),
    unit: ({ unit }) => unit,
    place: ({ place }) => place.id,
    township: ({ place }) => townshipOf(place),
    task: ({ task }) => String(task),
    line: ({ line }) => line,
    cause: ({ cause }) => cause,
    severity: ({ severity }) => severity,
    found: ({ rounds }, round) => yes(rounds.includes(round)),
    first: ({ rounds }, round) => yes(rounds[0] === round),
    reopened: ({ reopened }) => yes(reopened > 0),
    systemic: ({ systemic }) => yes(systemic.length > 0),
    overdue: ({ daysOver, status }) => yes(status === "open" && daysOver > 0),
  },
  objections: { state: ({ state }) => state, visit: ({ visit }) => visit, unit: ({ unit }) => unit },
};

export class UnknownQuery extends Error {
  constructor(query: string, column?: string) {
    super(
      column === undefined
        ? `there is no query ${query}: ask for ${Object.keys(COLUMNS).join(", ")}`
        : `the query ${query} has no column ${column}`,
    );
    this.name = "UnknownQuery";
  }
}

export const isQueryName = (query: string): query is QueryName => Object.hasOwn(COLUMNS, query);

/** The names of a query's columns. */
export const columnsOf = (query: QueryName): readonly string[] => Object.keys(COLUMNS[query]);

const sources: { readonly [Q in QueryName]: (record: RoundRecord, records: Records) => readonly RowsOf[Q][] } = {
  visits: ({ visits }) => visits,
  lines: ({ lines }) => lines,
  findings: (_record, { findings }) => findings,
  objections: ({ objections }) => objections,
};

/** The record of a round; null: it is neither this one nor the one before. */
const recordOf = ({ current, previous }: Records, round: string): RoundRecord | null =>
  current.round === round ? current : previous?.round === round ? previous : null;

/**
 * The rows that a reference means, in the order of the records.
 * @throws UnknownQuery for a query or a column that there is none of.
 */
export function rowsOf<Q extends QueryName>(
  { query, params }: { readonly query: Q; readonly params: QueryParams },
  records: Records,
): readonly RowsOf[Q][] {
  if (!isQueryName(query)) throw new UnknownQuery(query);
  const { round = records.current.round, ...named } = params;
  const record = recordOf(records, round);
  if (record === null) return [];
  const columns: Readonly<Record<string, (row: RowsOf[Q], round: string) => string | null>> = COLUMNS[query];
  const tests = Object.entries(named).map(([name, wanted]) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) throw new UnknownQuery(query, name);
    const values = new Set(wanted.split(","));
    return (row: RowsOf[Q]): boolean => {
      const value = column(row, round);
      return value !== null && values.has(value);
    };
  });
  return sources[query](record, records).filter((row) => tests.every((test) => test(row)));
}
