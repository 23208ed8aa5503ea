/** What a package's letter says, language by language (package-texts.zh.ts, package-texts.en.ts). */
import type { Capacity } from "../domain/letters/letter-model.js";
import type { PlanDate } from "../domain/plan/plan.js";

/** How many of each a unit's package holds. */
export interface PackageCounts {
  /** Items that it owes: given that morning, and from before. */
  readonly owes: number;
  readonly continuing: number;
  readonly leads: number;
  readonly responsible: number;
  readonly standing: number;
}

export interface GivenTexts {
  /** The document's title. `paired`: the list of the villages paired with a seat. */
  title(year: number, paired: boolean): string;
  /** What the subject says it is about. */
  about(year: number): string;
  /** What is asked of a unit or a department's head by when; of a leader nothing is. */
  ask(by: PlanDate | undefined, today: PlanDate, reader: "asked" | "leader"): string;
  /** What is given to a unit. `planTitle`: under which plan. */
  unit(year: number, counts: PackageCounts, planTitle: string): string;
  /** What the villages of a seat are to have done. */
  paired(parts: {
    readonly year: number;
    readonly villages: readonly string[];
    readonly items: number;
    readonly reader: "asked" | "leader";
    /** As what the villages are the recipient's; undefined where nobody can say. */
    readonly as: Capacity["as"];
  }): string;
  /** A signature is receipt. */
  readonly receipt: string;
  /** Annexes, and the headings of what was given that morning and before. */
  owes(items: number): string;
  pairedList(items: number): string;
  beside(items: number): string;
  readonly newly: string;
  readonly continuing: string;
}
