/** Streams that are decided from their own rows and of which each has its tables: what their kinds have in common. */
import type { DecidedInTurn } from "../ledger/in-turn.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { Decision, Follower, Wanted } from "./kind.js";
import { messagesOf } from "./messages.js";

interface Following<S> {
  empty(stream: string): S;
  apply(state: S, rows: readonly (LedgerRow | NewRow)[], ruleSet: RuleSet): S;
  decide(state: S, wanted: Wanted, ruleSet: RuleSet): Decision;
  describe(state: S, ruleSet: RuleSet): string;
  needsAll?(state: S, ruleSet: RuleSet): boolean;
}

/** Follows streams of a kind, each by its state. */
export const followerOf =
  <S extends { readonly seq: number }>(kind: Following<S>) =>
  (stream: string): Follower => {
    let state = kind.empty(stream);
    return {
      get seq() {
        return state.seq;
      },
      add(rows, ruleSet) {
        state = kind.apply(state, rows, ruleSet);
      },
      decide: (wanted, ruleSet) => kind.decide(state, wanted, ruleSet),
      describe: (ruleSet) => kind.describe(state, ruleSet),
      needsAll: (ruleSet) => kind.needsAll?.(state, ruleSet) ?? false,
    };
  };

/** What is recorded of such a stream. `tables`: what the rows write; left out where there are none. */
export function rowsDecision(
  { rows, outcomes, state }: DecidedInTurn<{ readonly stream: string; readonly calendar: number }>,
  nextDue: number | null,
  tables: () => Pick<Decision, "round" | "register" | "month">,
): Decision {
  return {
    rows,
    outcomes,
    items: [],
    messages: rows.flatMap((row) => messagesOf(row, state.stream)),
    calendar: state.calendar,
    nextDue,
    streams: [],
    ...(rows.length > 0 ? tables() : {}),
  };
}
