/** An item's rows with the days that matter put between them, in order: its deadlines, the plan's today, and what falls due next. */
import type { ItemDetail, LedgerRow } from "../../api/types.js";

export interface Milestone {
  readonly kind: "original" | "deadline" | "today";
  readonly day: string;
}

type Next = NonNullable<ItemDetail["next"]>;

export type StoryPart =
  | Milestone
  | { readonly kind: "row"; readonly row: LedgerRow; readonly newDay: boolean; readonly newYear: boolean }
  | { readonly kind: "next"; readonly next: Next; readonly newYear: boolean };

type StoryItem = Pick<ItemDetail, "deadline" | "originalDeadline" | "closedOn" | "next">;

/** `more`: later rows are still to be read, so that nothing is put behind the last one. */
export function storyOf(rows: readonly LedgerRow[], item: StoryItem, today: string, more: boolean): StoryPart[] {
  const marks: Milestone[] = [
    ...(item.deadline === item.originalDeadline ? [] : [{ kind: "original" as const, day: item.originalDeadline }]),
    { kind: "deadline" as const, day: item.deadline },
    ...(item.closedOn === null ? [{ kind: "today" as const, day: today }] : []),
  ].sort((a, b) =>
    a.day === b.day ? Number(b.kind === "today") - Number(a.kind === "today") : a.day < b.day ? -1 : 1,
  );
  const parts: StoryPart[] = [];
  let day = "";
  // A deadline is over at the end of its day: what happens on it comes before.
  const marksBefore = (next: string): void => {
    while (marks[0] && marks[0].day < next) parts.push(marks.shift() as Milestone);
  };
  for (const row of rows) {
    marksBefore(row.on);
    parts.push({ kind: "row", row, newDay: row.on !== day, newYear: row.on.slice(0, 4) !== day.slice(0, 4) });
    day = row.on;
  }
  if (more) return parts;
  const { next } = item;
  if (next !== null) {
    const on = next.at.slice(0, 10);
    // Today's mark stands between what was and what is to come.
    while (marks[0] && (marks[0].day < on || marks[0].kind === "today")) parts.push(marks.shift() as Milestone);
    parts.push({ kind: "next", next, newYear: on.slice(0, 4) !== day.slice(0, 4) });
  }
  return [...parts, ...marks];
}
