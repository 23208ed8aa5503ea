/**
 * What happens at the head of a stream that is decided from its own rows (a round, a register, a month): what is due, then what people
 * ask, each at what the one before left, and with what it brings due. The kinds differ in the parts of a `Turn`.
 */
import { malformedEvent } from "./codec.js";
import type { LedgerEvent } from "./events.js";
import type { Actor, NewRow, NoticeDraft, Outcome } from "./record.js";

/** One row of a decision; filled in with actor, cause and instant by `decideInTurn`. */
export type Step = LedgerEvent & { readonly notices?: readonly NoticeDraft[] };

export interface Turn<S, C> {
  apply(state: S, row: NewRow): S;
  /** The next thing due, with the cause that tells it from all others; null: nothing is, any more. */
  due(state: S): { readonly step: Step; readonly cause: string } | null;
  decide(state: S, command: C): readonly Step[] | { readonly code: string; readonly reason: string };
  /** What a command takes effect on, as its answer says it. */
  itemOf(state: S, command: C): string;
}

export interface DecidedInTurn<S> {
  readonly rows: readonly NewRow[];
  /** One for each command, those that were refused too. */
  readonly outcomes: readonly Outcome[];
  readonly state: S;
}

/** `now`: plan instant of all rows. A step that could not be read again refuses its command (`badValue`). */
export function decideInTurn<S, C extends { readonly key: string; readonly actor: Actor }>(
  before: S,
  commands: readonly C[],
  now: number,
  turn: Turn<S, C>,
): DecidedInTurn<S> {
  const rows: NewRow[] = [];
  const outcomes: Outcome[] = [];
  let state = before;
  const add = (step: Step, cause: string, causeNo: number, actor?: Actor): void => {
    const row = { ...step, at: now, cause, causeNo, ...(actor && { actor }) } as NewRow;
    rows.push(row);
    state = turn.apply(state, row);
  };
  const fire = (): void => {
    for (let next = turn.due(state); next !== null; next = turn.due(state)) add(next.step, next.cause, 0);
  };
  fire();
  for (const command of commands) {
    const { key, actor } = command;
    const item = turn.itemOf(state, command);
    const decision = unlessMalformed(turn.decide(state, command));
    if ("code" in decision) {
      outcomes.push({ key, items: [], refused: [{ item, ...decision }] });
      continue;
    }
    decision.forEach((step, causeNo) => add(step, `cmd/${key}`, causeNo, actor));
    outcomes.push({ key, items: [item], refused: [] });
    fire();
  }
  return { rows, outcomes, state };
}

function unlessMalformed(decision: ReturnType<Turn<unknown, unknown>["decide"]>): typeof decision {
  if ("code" in decision) return decision;
  const fault = decision.map(malformedEvent).find((one) => one !== null);
  return fault === undefined ? decision : { code: "badValue", reason: String(fault) };
}
