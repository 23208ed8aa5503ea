/** An item's rows with the days that matter put between them: its deadlines, and the plan's today. */
import type { ItemDetail, LedgerRow } from "../../api/types.js";

export interface Milestone {
  readonly kind: "original" | "deadline" | "today";
  readonly day: string;
}

export type StoryPart =
  | Milestone
  | { readonly kind: "row"; readonly row: LedgerRow; readonly newDay: boolean; readonly newYear: boolean };

/** `more`: later rows are still to be read, so that nothing is put behind the last one. */
export function storyOf(
  rows: readonly LedgerRow[],
  item: Pick<ItemDetail, "deadline" | "originalDeadline" | "closedOn">,
  today: string,
  more: boolean,
): StoryPart[] {
  const marks: Milestone[] = [
    ...(item.deadline === item.originalDeadline ? [] : [{ kind: "original" as const, day: item.originalDeadline }]),
    { kind: "deadline" as const, day: item.deadline },
    ...(item.closedOn === null ? [{ kind: "today" as const, day: today }] : []),
  ].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const parts: StoryPart[] = [];
  let day = "";
  for (const row of rows) {
    // A deadline is over at the end of its day: what happened on it comes before.
    while (marks[0] && marks[0].day < row.on) parts.push(marks.shift() as Milestone);
    parts.push({ kind: "row", row, newDay: row.on !== day, newYear: row.on.slice(0, 4) !== day.slice(0, 4) });
    day = row.on;
  }
  return more ? parts : [...parts, ...marks];
}
