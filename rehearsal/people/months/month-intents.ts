/** What somebody means to do in a month, at what instant, and what they go by. */
import type { Actor } from "../../../domain/ledger/record.js";
import type { MonthAct } from "../../../domain/months/acts.js";
import type { DraftRow } from "../../../domain/months/answers.js";
import type { MonthState } from "../../../domain/months/month-state.js";
import type { KeepingRules, PlacesKept } from "../../../domain/registers/keeping.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import type { MonthBehaviour } from "../../../loader/month-behaviour-schema.js";
import type { Setting } from "../intents.js";
import { intend, type StreamIntent } from "../stream-agenda.js";

/** A desk's grid, as it is saved before it is sent. */
export interface SavedGrid {
  readonly month: string;
  readonly unit: string;
  readonly person: string;
  readonly at: number;
  readonly rows: readonly DraftRow[];
}

/** One act of a person. `grid`: what has to be saved before it is asked for. */
export interface MonthPersonsAct {
  readonly actor: Actor;
  readonly act: MonthAct;
  readonly grid?: SavedGrid;
}

export type MonthIntent = StreamIntent<MonthState, MonthPersonsAct>;
export const intendMonth = intend<MonthState, MonthPersonsAct>;

/** The bulletins of months, as the office has them before it. */
export interface MonthBulletins {
  /** Drafts it of what is recorded, at an instant; answers its hash. */
  draft(month: string, at: number): Promise<string>;
  /** Units that a version goes to. */
  recipients(month: string, sha256: string): Promise<readonly string[]>;
}

/** What the people of a month go by. */
export interface MonthSetting extends Setting {
  readonly months: MonthBehaviour;
  readonly ruleSet: () => RuleSet;
  /** An item as the ledger has it, also one that has ended. */
  readonly item: (id: string) => ItemState | undefined;
  readonly monthBulletins: MonthBulletins;
  /** What stands in registers. */
  readonly kept: () => Promise<PlacesKept>;
  /** The registers by which keepers are asked. */
  readonly rules: KeepingRules;
}
