/** Streams that are decided from their rows, as their ledger leaves them, for requests: folded, and kept for the rows that come after. */
import { LRUCache } from "lru-cache";
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { Head } from "../../domain/streams/advance.js";
import type { Pool } from "../database/pool.js";
import { RulesCache } from "../plans/rules-cache.js";
import * as sql from "../sql/ledger/statements.js";
import { ledgerRow } from "./ledger-row.js";

export interface ReadState<S> {
  readonly state: S;
  /** Where its stream ended when it was read. */
  readonly head: Head;
  /** What it is decided by. */
  readonly ruleSet: RuleSet;
}

/** How a kind of stream is folded. */
export interface Folding<S> {
  empty(stream: string): S;
  apply(state: S, rows: readonly LedgerRow[], ruleSet: RuleSet): S;
}

/** States kept in a process: those of a few plans that people work on. */
const MOST_KEPT = 32;

export class StateReader<S extends { readonly seq: number }> {
  private readonly kept = new LRUCache<string, { readonly state: S; readonly head: Head }>({ max: MOST_KEPT });

  constructor(
    private readonly pool: Pool,
    private readonly folding: Folding<S>,
    private readonly rules = new RulesCache(),
  ) {}

  /** The stream's state as it stands; null where the stream has no row. */
  async readStream(planId: string, stream: string): Promise<ReadState<S> | null> {
    const name = `${planId} ${stream}`;
    const known = this.kept.get(name);
    const found = await sql.headSince.maybe(this.pool, { planId, stream, seq: known?.head.seq ?? 0 });
    if (!found) return null;
    const { versions, hashThen, ...head } = found;
    const { ruleSet } = await this.rules.get(this.pool, planId, versions);
    // What is known of it from before, as long as the ledger still says the same.
    const { state } = known && known.head.hash === hashThen ? known : { state: this.folding.empty(stream) };
    const rows =
      state.seq < head.seq
        ? await sql.streamRows.run(this.pool, { planId, stream, after: state.seq, items: null })
        : [];
    // What came after the head was read is read the next time.
    const upTo = rows.filter(({ seq }) => seq <= head.seq).map(ledgerRow);
    const now = { state: this.folding.apply(state, upTo, ruleSet), head };
    this.kept.set(name, now);
    return { ...now, ruleSet };
  }
}
