/** A grid's keys: arrows move, typing begins a cell anew, Enter or F2 opens it, Escape gives up, Delete empties it, Tab goes on, Ctrl+Z goes back. */
import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { type Beyond, blockOf, type ChangedRow, cellsOfBlock, pasted } from "./block.js";
import { type GridColumn, type GridLine, labelIn, valueIn } from "./line.js";
import { type At, moved } from "./move.js";
import { useUndo } from "./useUndo.js";
import { mayWrite } from "./writable.js";

export interface Keys<C extends string> {
  readonly lines: readonly GridLine[];
  readonly columns: readonly GridColumn<C>[];
  /** Where the keyboard is. */
  readonly at: At<C>;
  readonly onAt: (at: At<C>) => void;
  /** `below`: what was pasted below the last line, where the grid `grows`. */
  readonly onChange: (changes: readonly ChangedRow<C>[], below?: readonly ChangedRow<C>["cells"][]) => void;
  /** `rows`: how many have changed or were added. */
  readonly onPasted: (rows: number, beyond: Beyond) => void;
  /** Takes what is pasted below the last line as new ones; else the grid has as many lines as it has. */
  readonly grows?: boolean;
}

export interface OpenCell {
  /** The text of the cell that is edited; null: none is. */
  readonly typed: string | null;
  readonly onTyped: (text: string | null) => void;
  /** Takes over what was typed. */
  readonly commit: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
  readonly onCopy: (event: ClipboardEvent) => void;
  readonly onCut: (event: ClipboardEvent) => void;
}

const MOVES = ["Enter", "Tab", "Home", "End", "PageUp", "PageDown"];

export function useKeys<C extends string>({
  lines,
  columns,
  at,
  onAt,
  onChange,
  onPasted,
  grows = false,
}: Keys<C>): OpenCell {
  const [typed, setTyped] = useState<string | null>(null);
  const line = lines[at.row];
  const column = columns.find(({ id }) => id === at.column);
  const text = line?.cells[at.column] ?? "";
  const mayEdit = line !== undefined && mayWrite(line, at.column);
  // What stands where nothing is asked can be taken out.
  const mayEmpty = mayEdit || (line?.mayEdit === true && line.gone !== true && text !== "");
  const ids = columns.map(({ id }) => id);
  const undo = useUndo<C>(lines);
  const write = (value: string): void => {
    if (!line) return;
    const changes = [{ key: line.key, cells: { [at.column]: value } as ChangedRow<C>["cells"] }];
    undo.remember(changes);
    onChange(changes);
  };
  const goBack = (): void => {
    const changes = undo.back();
    const [first] = changes ?? [];
    if (!changes || !first) return;
    onChange(changes);
    const row = lines.findIndex(({ key }) => key === first.key);
    const changed = ids.find((id) => first.cells[id] !== undefined);
    if (row >= 0 && changed !== undefined) onAt({ row, column: changed });
  };
  const commit = (): void => {
    if (typed !== null && valueIn(column?.options, typed) !== text) write(valueIn(column?.options, typed));
    setTyped(null);
  };
  const open = (): void => setTyped(labelIn(column?.options, text));
  const go = (key: string, shift: boolean): boolean => {
    let next = moved(at, key, shift, lines.length, ids);
    // Tab leads to what is to be filled in.
    while (key === "Tab" && next && lines[next.row]?.shut?.[next.column] === true)
      next = moved(next, key, shift, lines.length, ids);
    if (!next) return false;
    commit();
    onAt(next);
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    // Keys with which an input method writes a character are its own.
    if (event.nativeEvent.isComposing) return;
    const editing = typed !== null;
    if (key === "Escape" && editing) {
      setTyped(null);
      // What the grid lies in is not closed by it.
      event.stopPropagation();
      return event.preventDefault();
    }
    if (key === "Enter" && altKey) return;
    if (editing && (key.startsWith("Arrow") || key === "Home" || key === "End")) return;
    if (key === "Enter" && !editing && mayEdit) {
      open();
      return event.preventDefault();
    }
    if (MOVES.includes(key) || key.startsWith("Arrow")) {
      if (go(key, shiftKey)) event.preventDefault();
      return;
    }
    if (!editing && (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === "z") {
      goBack();
      return event.preventDefault();
    }
    if (editing || !mayEmpty || ctrlKey || metaKey || altKey) return;
    if (key === "Delete" || key === "Backspace") {
      write("");
      return event.preventDefault();
    }
    // Anything else that is typed goes into the cell's field, and begins the cell anew.
    if (key === "F2" && mayEdit) open();
  };

  const named = (cells: ChangedRow<C>["cells"]): ChangedRow<C>["cells"] =>
    Object.fromEntries(
      columns.flatMap(({ id, options }) => (cells[id] === undefined ? [] : [[id, valueIn(options, cells[id])]])),
    ) as ChangedRow<C>["cells"];
  const onPaste = (event: ClipboardEvent): void => {
    if (typed !== null || !(grows || lines.some((one) => one.mayEdit))) return;
    event.preventDefault();
    const { rows, below, beyond } = pasted(cellsOfBlock(event.clipboardData.getData("text/plain")), lines, ids, at);
    const added = grows ? below.map(named) : [];
    const changes = rows.map(({ key, cells }) => ({ key, cells: named(cells) }));
    // New rows are taken out by themselves: half a step back would be none.
    if (added.length > 0) undo.forget();
    else undo.remember(changes);
    onChange(changes, added);
    onPasted(rows.length + added.length, grows ? { ...beyond, rows: 0 } : beyond);
  };
  /** Whether the cell was copied: while somebody types in it, or has marked text, that is what is copied. */
  const copied = (event: ClipboardEvent): boolean => {
    if (typed !== null || !line || (getSelection()?.toString() ?? "") !== "") return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", blockOf([[labelIn(column?.options, text)]]));
    return true;
  };
  const onCopy = (event: ClipboardEvent): void => void copied(event);
  const onCut = (event: ClipboardEvent): void => {
    if (copied(event) && mayEmpty) write("");
  };
  return { typed, onTyped: setTyped, commit, onKeyDown, onPaste, onCopy, onCut };
}
