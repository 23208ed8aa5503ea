/** Rounds of inspections as their ledger leaves them, for requests: folded from a round's rows, and kept for the rows that come after. */
import { LRUCache } from "lru-cache";
import { roundStream } from "../../domain/inspections/round-name.js";
import { applyRoundRows, emptyRound, type RoundState } from "../../domain/inspections/round-state.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { Head } from "../../domain/streams/advance.js";
import type { Pool } from "../database/pool.js";
import { RulesCache } from "../plans/rules-cache.js";
import * as sql from "../sql/ledger/statements.js";
import { ledgerRow } from "./ledger-row.js";

export interface ReadRound {
  readonly state: RoundState;
  /** Where its stream ended when it was read. */
  readonly head: Head;
  /** What it is decided by. */
  readonly ruleSet: RuleSet;
}

/** Rounds kept in a process: those of a few plans that people file into. */
const MOST_KEPT = 32;

export class RoundReader {
  private readonly kept = new LRUCache<string, { readonly state: RoundState; readonly head: Head }>({ max: MOST_KEPT });

  constructor(
    private readonly pool: Pool,
    private readonly rules = new RulesCache(),
  ) {}

  /** The round as it stands; null where its stream has no row. */
  async read(planId: string, round: string): Promise<ReadRound | null> {
    const stream = roundStream(round);
    const name = `${planId} ${stream}`;
    const known = this.kept.get(name);
    const found = await sql.headSince.maybe(this.pool, { planId, stream, seq: known?.head.seq ?? 0 });
    if (!found) return null;
    const { versions, hashThen, ...head } = found;
    const { ruleSet } = await this.rules.get(this.pool, planId, versions);
    // What is known of it from before, as long as the ledger still says the same.
    const { state } = known && known.head.hash === hashThen ? known : { state: emptyRound(stream) };
    const rows =
      state.seq < head.seq
        ? await sql.streamRows.run(this.pool, { planId, stream, after: state.seq, items: null })
        : [];
    // What came after the head was read is read the next time.
    const upTo = rows.filter(({ seq }) => seq <= head.seq).map(ledgerRow);
    const now = { state: applyRoundRows(state, upTo, ruleSet), head };
    this.kept.set(name, now);
    return { ...now, ruleSet };
  }
}
