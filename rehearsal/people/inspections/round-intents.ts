/** What somebody means to do in a round of inspections, at what instant, and what they go by. */
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { RoundState } from "../../../domain/inspections/round-types.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import type { ApprovedStep } from "../../../domain/ledger/bulletin-events.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import type { RoundBehaviour } from "../../../loader/scenario-schema.js";
import type { Setting } from "../intents.js";
import { intend, type StreamIntent } from "../stream-agenda.js";
import type { Photo } from "./photos.js";

/** One act of a person. `photos`: what has to be stored before it is asked for. */
export interface PersonsAct {
  readonly actor: Actor;
  readonly act: RoundAct;
  readonly photos?: { readonly visit: string; readonly taken: readonly Photo[] };
}

export type RoundIntent = StreamIntent<RoundState, PersonsAct>;
export const intendRound = intend<RoundState, PersonsAct>;

/** What the people of a round go by. */
export interface RoundSetting extends Setting {
  readonly rounds: RoundBehaviour;
  readonly ruleSet: () => RuleSet;
  /** An item as the ledger has it, also one that has ended. */
  readonly item: (id: string) => ItemState | undefined;
  readonly bulletins: Bulletins;
}

/** The bulletins of rounds, as the office has them before it. Units by id. */
export interface Bulletins {
  /** Drafts it of what is recorded, at an instant. `units`: those who have something to do next. */
  draft(round: string, at: number): Promise<{ readonly sha256: string; readonly units: readonly string[] }>;
  /** A version by its hash. `steps`: those that become items. */
  version(
    round: string,
    sha256: string,
  ): Promise<{ readonly recipients: readonly string[]; readonly steps: readonly ApprovedStep[] }>;
}

/** The acts of one actor, or null where there is none. */
export const actsBy = (actor: Actor | null, ...acts: readonly RoundAct[]): PersonsAct[] | null =>
  actor && acts.map((act) => ({ actor, act }));

export const officeSeat = ({ roster }: Pick<Setting, "roster">, level: "desk" | "head" = "desk") =>
  ({ kind: "unit", unit: roster.bodies.office, level }) as const;
