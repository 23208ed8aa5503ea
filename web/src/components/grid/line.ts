/** What a grid shows: columns and lines, whatever they are of. */
import type { ReactNode } from "react";
import type { Writable } from "./writable.js";

/** One of the values that a cell can have. `label`: as it is read and typed. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface GridColumn<C extends string = string> {
  readonly id: C;
  /** The column's name; also that of its fields. */
  readonly title: string;
  /** What stands in the head of the table beside the name. */
  readonly aside?: ReactNode;
  /** What belongs in it. */
  readonly hint?: string | undefined;
  /** CSS pixels. */
  readonly width: number;
  readonly numeric?: boolean;
  readonly options?: readonly Option[] | null;
  /** One line is enough for it. */
  readonly short?: boolean;
  readonly keyboard?: "decimal" | "tel" | "text";
}

/** A cell's texts by column; what is absent is empty. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** One line of a grid. Its parts are the same objects for as long as nothing of them changes: lines are drawn anew by that. */
export interface GridLine<R = unknown> extends Writable {
  readonly key: string;
  /** What the line is of: handed to whoever draws its head. */
  readonly row: R;
  readonly cells: Texts;
  /** What is wrong, in words, by column. */
  readonly faults: Texts;
  /** What an empty cell shows, by column: what stood there before, or why nothing is asked. */
  readonly quiet: Texts;
  readonly changed?: boolean;
}

export const NO_TEXTS: Texts = {};

/** The text of a cell as it is read: of a value with a name, its name. */
export const labelIn = (options: readonly Option[] | null | undefined, text: string): string =>
  options?.find(({ value }) => value === text)?.label ?? text;

/** What was typed or pasted as the value it names; what names none stays as it is, to be told of. */
export const valueIn = (options: readonly Option[] | null | undefined, text: string): string =>
  options?.find(({ value, label }) => label === text.trim() || value === text.trim())?.value ?? text;

/** How many cells of lines are wrong. */
export const faultsIn = (lines: readonly GridLine[]): number =>
  lines.reduce((sum, { faults }) => sum + Object.keys(faults).length, 0);
