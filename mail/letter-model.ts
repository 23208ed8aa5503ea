/** What a letter says, as data. Names are those of the letter's day. */
import type { Instrument, PlanDate } from "../domain/plan.js";

export type Language = "zh" | "en";

export interface LetterRow {
  readonly itemId: string;
  readonly taskNo: number;
  readonly taskTitle: string;
  readonly milestoneTitle: string;
  readonly village?: string;
  readonly township?: string;
  readonly primaryUnitName: string;
  readonly deadline: PlanDate;
  readonly originalDeadline?: PlanDate;
  readonly overdueWorkingDays?: number;
  readonly daysLeft?: number;
  readonly status: string;
  /** Facts as known when it happened: reason, replyBy, to … */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** In which capacity the recipient is written to. */
export interface Capacity {
  readonly role: "to" | "copy";
  readonly postTitle: string;
  readonly unitName?: string;
  /** Title of the vacant post in whose place this one gets it. */
  readonly fallbackFor?: string;
  /** Title of the post from which it was passed upward. */
  readonly upFrom?: string;
}

export interface LetterModelSection {
  readonly capacity: Capacity;
  readonly rows: readonly LetterRow[];
}

export interface LetterModel {
  readonly plan: {
    readonly id: string;
    readonly title: string;
    readonly shortTitle: string;
    readonly rehearsal: boolean;
    readonly sampleData: boolean;
    readonly officeName: string;
  };
  readonly instrument: Instrument;
  readonly planDay: PlanDate;
  readonly documentNo?: string;
  /** 0: the letter itself; from 1: a supplement to it. */
  readonly supplement: number;
  readonly recipient: { readonly name: string; readonly email?: string };
  readonly sections: readonly LetterModelSection[];
}

export interface RenderedLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
