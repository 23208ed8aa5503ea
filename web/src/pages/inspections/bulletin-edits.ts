/** What was changed of a bulletin's draft and not saved yet, and what is said beside its texts. */
import { sentencesIn } from "../../../../domain/bulletins/problems.js";
import type { Bulletin } from "../../api/types.js";

/** Sends an act; true: it was done. */
export type Act = (path: string, body: object) => Promise<boolean>;

/** By place the new text, or null where it is struck out. */
export type Edits = Readonly<Record<string, string | null>>;

export interface Shown {
  readonly onFigure: (key: string) => void;
  /** Undefined: as it was before. Absent: it is read only. */
  readonly onEdit?: (at: string, text: string | null | undefined) => void;
  readonly edits: Edits;
  readonly english: boolean;
  readonly flags: Flags;
}

/** What the office is told of a text: said in three bulletins alike, or of a problem that is named for the third time and more. */
export interface Flags {
  /** They are told; nobody else is told anything. */
  readonly isOffice: boolean;
  /** Sentences of a text that stood in the two bulletins before, too. */
  readonly repeatedIn: (template: string) => boolean;
  /** Rounds running in which the problem of a paragraph was named; 0: fewer than three. */
  readonly running: (paragraph: string) => number;
}

export function flagsOf(checks: Bulletin["checks"]): Flags {
  const repeated = new Set(checks?.repeated);
  const rounds = new Map(checks?.running.map((one) => [one.paragraph, one.rounds]));
  return {
    isOffice: checks !== null,
    repeatedIn: (template) => [...sentencesIn([template])].some((sentence) => repeated.has(sentence)),
    running: (paragraph) => rounds.get(paragraph) ?? 0,
  };
}

/** Undefined forgets an edit. Who strikes a step out changes nothing else of it. */
export function withEdit(edits: Edits, at: string, text: string | null | undefined): Edits {
  const step = text === null ? /^(steps\/[^/]+\/)text$/.exec(at)?.[1] : undefined;
  const rest = Object.entries(edits).filter(([one]) => one !== at && !(step !== undefined && one.startsWith(step)));
  return Object.fromEntries(text === undefined ? rest : [...rest, [at, text]]);
}
