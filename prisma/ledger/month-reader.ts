/** Months as their ledger leaves them, for requests. */
import { monthStream } from "../../domain/months/month-name.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../../domain/months/month-state.js";
import type { Pool } from "../database/pool.js";
import type { RulesCache } from "../plans/rules-cache.js";
import { type ReadState, StateReader } from "./state-reader.js";

export type ReadMonth = ReadState<MonthState>;

export class MonthReader extends StateReader<MonthState> {
  constructor(pool: Pool, rules?: RulesCache) {
    super(pool, { empty: emptyMonth, apply: applyMonthRows }, rules);
  }

  /** The month as it stands; null where its stream has no row. */
  read(planId: string, month: string): Promise<ReadMonth | null> {
    return this.readStream(planId, monthStream(month));
  }
}
