/** A grid's way back: what was typed, emptied or pasted, step by step. A cell that has changed again since is left as it is. */
import { useEffect, useRef } from "react";
import type { ChangedRow } from "./block.js";
import type { GridLine } from "./line.js";

const MOST_STEPS = 50;

interface Step<C extends string> {
  readonly before: readonly ChangedRow<C>[];
  /** As the grid took it over, which may be otherwise than it was typed; null: it has not yet. */
  after: readonly ChangedRow<C>[] | null;
}

export interface Undo<C extends string> {
  /** Before these are written. */
  readonly remember: (changes: readonly ChangedRow<C>[]) => void;
  /** What happened cannot be taken back, nor what was before it. */
  readonly forget: () => void;
  /** What to write to take the last step back; null: there is none. */
  readonly back: () => readonly ChangedRow<C>[] | null;
}

/** The texts that lines have now where something is named. */
function textsAt<C extends string>(lines: readonly GridLine[], named: readonly ChangedRow<C>[]): ChangedRow<C>[] {
  const byKey = new Map(lines.map((line) => [line.key, line]));
  return named.flatMap(({ key, cells }): ChangedRow<C>[] => {
    const line = byKey.get(key);
    if (!line) return [];
    const texts = Object.keys(cells).map((column) => [column, line.cells[column] ?? ""]);
    return [{ key, cells: Object.fromEntries(texts) as ChangedRow<C>["cells"] }];
  });
}

export function useUndo<C extends string>(lines: readonly GridLine[]): Undo<C> {
  const steps = useRef<Step<C>[]>([]);
  useEffect(() => {
    const last = steps.current.at(-1);
    if (last && last.after === null) last.after = textsAt(lines, last.before);
  }, [lines]);
  return {
    remember(changes) {
      steps.current.push({ before: textsAt(lines, changes), after: null });
      if (steps.current.length > MOST_STEPS) steps.current.shift();
    },
    forget() {
      steps.current = [];
    },
    back() {
      const step = steps.current.pop();
      if (!step) return null;
      const now = new Map(textsAt(lines, step.before).map(({ key, cells }) => [key, cells]));
      const after = new Map((step.after ?? []).map(({ key, cells }) => [key, cells]));
      return step.before.flatMap(({ key, cells }): ChangedRow<C>[] => {
        const isAsWritten = (column: string): boolean => now.get(key)?.[column as C] === after.get(key)?.[column as C];
        const own = Object.entries(cells).filter(([column]) => now.has(key) && isAsWritten(column));
        return own.length === 0 ? [] : [{ key, cells: Object.fromEntries(own) as ChangedRow<C>["cells"] }];
      });
    },
  };
}
