/** Rounds of inspections as their ledger leaves them, for requests. */
import { roundStream } from "../../domain/inspections/round-name.js";
import { applyRoundRows, emptyRound } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import type { Pool } from "../database/pool.js";
import type { RulesCache } from "../plans/rules-cache.js";
import { type ReadState, StateReader } from "./state-reader.js";

export type ReadRound = ReadState<RoundState>;

export class RoundReader extends StateReader<RoundState> {
  constructor(pool: Pool, rules?: RulesCache) {
    super(pool, { empty: emptyRound, apply: applyRoundRows }, rules);
  }

  /** The round as it stands; null where its stream has no row. */
  read(planId: string, round: string): Promise<ReadRound | null> {
    return this.readStream(planId, roundStream(round));
  }
}
