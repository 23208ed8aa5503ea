/** Streams that are decided from their rows, as their ledger leaves them, for requests: folded, and kept for the rows that come after. */
import { LRUCache } from "lru-cache";
import type { LedgerRow } from "../../domain/ledger/record.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { Head } from "../../domain/streams/advance.js";
import type { Pool } from "../database/pool.js";
import { RulesCache } from "../plans/rules-cache.js";
import * as sql from "../sql/ledger/statements.js";
import * as plans from "../sql/plans/statements.js";
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
    const head = await sql.streamHead.maybe(this.pool, { planId, stream });
    if (!head || head.seq === 0) return null;
    const { versions } = await plans.documentVersions.one(this.pool, { planId });
    const { ruleSet } = await this.rules.get(this.pool, planId, versions);
    const name = `${planId} ${stream}`;
    const { state } = await this.before(planId, stream, name, head);
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

  /** What is known of it from before, as long as the ledger still says the same. */
  private async before(planId: string, stream: string, name: string, head: Head): Promise<{ readonly state: S }> {
    const nothing = { state: this.folding.empty(stream) };
    const known = this.kept.get(name);
    if (!known || known.head.seq > head.seq) return nothing;
    if (known.head.seq === head.seq) return known.head.hash === head.hash ? known : nothing;
    const row = await sql.hashAt.maybe(this.pool, { planId, stream, seq: known.head.seq });
    return row?.hash === known.head.hash ? known : nothing;
  }
}
