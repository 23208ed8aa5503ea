/** What the page says beside the report's own words (../texts.ts). */
import type { InstrumentColumn } from "../../../domain/instruments/instruments.js";
import type { StatusLight } from "../../../domain/items/light.js";
import type { Holding } from "../model.js";
import type { ReportTexts } from "../texts.js";

export interface PageTexts {
  /** As `<html lang>` has it. */
  readonly lang: string;
  readonly mark: string;
  readonly markNote: string;
  readonly contents: string;
  readonly print: string;
  readonly data: string;
  readonly figure: string;
  readonly month: string;
  readonly day: string;
  readonly search: string;
  readonly instruments: Readonly<Record<InstrumentColumn, string>>;
  readonly lights: Readonly<Record<StatusLight, string>>;
  readonly steps: Readonly<Record<Holding["step"], string>>;
  readonly heads: {
    readonly course: string;
    readonly inTime: string;
    readonly closedLate: string;
    readonly openInTime: string;
    readonly trend: string;
    readonly notices: string;
    readonly hands: string;
    readonly acknowledgedOn: string;
    readonly lead: string;
    readonly position: string;
    readonly whatHappened: string;
    readonly drafts: string;
  };
  readonly charts: {
    readonly notices: string;
    readonly letters: string;
    readonly recipients: string;
    readonly levels: string;
    readonly tasks: string;
    readonly units: string;
    readonly leaders: string;
    readonly reached: string;
    readonly villages: string;
    readonly longest: string;
  };
  readonly notes: {
    readonly tasks: string;
    readonly letters: string;
    readonly levels: string;
    readonly villages: string;
    readonly leaders: string;
    readonly longest: string;
  };
  halfYear(year: number, half: 1 | 2): string;
  reached(items: number): string;
  readonly notAcknowledged: string;
  made(planId: string): string;
}

/** All words of one language. */
export type Words = ReportTexts & { readonly page: PageTexts };
