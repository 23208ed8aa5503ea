/** The open cell of a grid: a list where there are choices, else a line. Enter and Tab take it over and go on; Escape gives it up. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { RegisterColumn } from "../../api/types.js";
import { useTitleOf } from "../../components/titles.js";
import styles from "./registers.module.css";

interface Props {
  readonly column: RegisterColumn;
  readonly value: string;
  /** `value` null: as it was. `next`: rows and columns to go on. */
  readonly onDone: (value: string | null, next: readonly [number, number]) => void;
}

export function CellField({ column, value, onDone }: Props) {
  const titleOf = useTitleOf();
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  /** Left by a key already: losing the focus then says nothing more. */
  const left = useRef(false);
  useEffect(() => {
    field.current?.focus();
    // A key that opened the cell is its first character: the next one comes behind it.
    if (field.current instanceof HTMLInputElement) field.current.setSelectionRange(-1, -1);
  }, []);
  const done = (taken: string | null, next: readonly [number, number]): void => {
    if (left.current) return;
    left.current = true;
    onDone(taken, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    // Enter that ends the writing of a character is the input method's.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") done(null, [0, 0]);
    else if (event.key === "Enter") {
      event.preventDefault();
      done(text, [event.shiftKey ? -1 : 1, 0]);
    } else if (event.key === "Tab") {
      event.preventDefault();
      done(text, [0, event.shiftKey ? -1 : 1]);
    }
  };
  const common = {
    ref: field,
    className: styles["field"],
    onKeyDown,
    onBlur: () => done(text, [0, 0]),
    "aria-label": titleOf(column),
  };
  if (column.options)
    return (
      <select {...common} value={text} onChange={(event) => setText(event.target.value)}>
        <option value="" />
        {column.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  return (
    <input
      {...common}
      value={text}
      onChange={(event) => setText(event.target.value)}
      inputMode={column.type === "text" || column.type === "date" ? "text" : "decimal"}
    />
  );
}
