/** What happens to an item by itself if nobody acts: found by letting the domain decide at each due instant in turn. */
import type { RuleSet } from "../domain/plan/rule-set.js";
import type { NewRow } from "../domain/ledger/record.js";
import { decideBatch, nextDue, taskStateOf } from "../domain/streams/task-stream.js";
import type { ItemState } from "../domain/items/work-item.js";

/** A step that comes by itself. */
export interface Step {
  /** Names it over versions of policy, calendar and deadline: `deadline/escalate/0`, `assign`, `lapse/supervise`. */
  readonly key: string;
  /** Plan instant. */
  readonly at: number;
  /** The row it records: assigned, rungFired, instrumentDrafted, rungSkipped, instrumentLapsed, resumed, instrumentWithdrawn, agendaListed. */
  readonly type: string;
  readonly instrument: string | null;
}

/** A ladder's rungs, its repetitions and lapses come to some twenty; no ladder goes on for ever. */
const MOST = 200;

/** The rows that come by themselves, in order; the item must be settled at the present instant. */
export function forecast(item: ItemState, calendar: number, ruleSet: RuleSet): NewRow[] {
  let state = taskStateOf({ stream: "forecast", seq: 0, calendar, items: [item] });
  const rows: NewRow[] = [];
  while (rows.length < MOST) {
    const due = nextDue(state);
    if (due === null) break;
    const decided = decideBatch(state, [], due, ruleSet);
    if (decided.rows.length === 0) break;
    rows.push(...decided.rows);
    state = decided.state;
  }
  return rows;
}

export function stepOf(row: NewRow): Step {
  const { type, at, payload } = row;
  return { key: keyOf(row), at, type, instrument: "instrument" in payload ? payload.instrument : null };
}

function keyOf(row: NewRow): string {
  switch (row.type) {
    case "assigned":
      return "assign";
    case "resumed":
      return "resume";
    case "instrumentLapsed":
      return `lapse/${row.payload.rung}`;
    // A suspension that ends moves the deadline, and what was drafted under the old one is withdrawn.
    case "instrumentWithdrawn":
      return `withdraw/${row.payload.rung}`;
    case "agendaListed":
      return `agenda/${row.payload.run}`;
    case "rungFired":
    case "rungSkipped":
    case "instrumentDrafted":
      return `${row.payload.run}/${row.payload.rung}/${row.payload.repetition}`;
    default:
      throw new Error(`${row.type} does not come by itself`);
  }
}
