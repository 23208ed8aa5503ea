/** What of a line may be written. Pure, and without React's types: tests read it beside the API's. */

export interface Writable {
  readonly mayEdit: boolean;
  /** It is taken out. */
  readonly gone?: boolean;
  /** Columns in which nothing is asked of this line: they take no text, and what they show says so. */
  readonly shut?: Readonly<Record<string, boolean | undefined>>;
}

/** Whether something may be written into a cell. */
export const mayWrite = ({ mayEdit, gone, shut }: Writable, column: string): boolean =>
  mayEdit && gone !== true && shut?.[column] !== true;
