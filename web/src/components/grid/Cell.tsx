/** One cell of a grid, and the field of the one that has the keyboard. */
import { memo } from "react";
import styles from "./grid.module.css";
import { type GridColumn, type GridLine, labelIn } from "./line.js";

interface Props {
  readonly line: GridLine;
  readonly index: number;
  readonly column: GridColumn;
  readonly active: boolean;
  readonly typed: string | null;
  readonly onPick: (index: number, column: string) => void;
  readonly onTyped: ((text: string | null) => void) | undefined;
  readonly onLeave: (() => void) | undefined;
}

export const Cell = memo(function Cell({ line, index, column, active, typed, onPick, onTyped, onLeave }: Props) {
  const text = labelIn(column.options, line.cells[column.id] ?? "");
  const quiet = line.quiet[column.id];
  const fault = line.faults[column.id];
  return (
    <span
      role="gridcell"
      tabIndex={-1}
      id={`cell-${index}-${column.id}`}
      data-at={`${index}/${column.id}`}
      data-column={column.id}
      data-numeric={column.numeric}
      aria-selected={active}
      aria-invalid={fault !== undefined}
      aria-disabled={line.shut?.[column.id] === true ? true : undefined}
      title={fault ?? (text === "" ? quiet : text)}
      className={styles["cell"]}
      onMouseDown={() => onPick(index, column.id)}
      onDoubleClick={() => typed === null && onTyped?.(text)}
    >
      {typed === null && <Said text={text} quiet={quiet} fault={fault} />}
      {active && onTyped && <Field column={column} typed={typed} onTyped={onTyped} onLeave={onLeave} />}
    </span>
  );
});

interface FieldProps extends Pick<Props, "column" | "typed" | "onLeave"> {
  readonly onTyped: (text: string | null) => void;
}

/** Where there are choices, a line with them below; else as many lines as somebody writes. */
function Field({ column, typed, onTyped, onLeave }: FieldProps) {
  const shared = {
    value: typed ?? "",
    "aria-label": column.title,
    "data-open": typed !== null,
    ...(onLeave ? { onBlur: onLeave } : {}),
  };
  if (!column.options) return <textarea {...shared} onChange={(event) => onTyped(event.target.value)} />;
  const list = `choices-${column.id}`;
  return (
    <>
      <input {...shared} list={list} autoComplete="off" onChange={(event) => onTyped(event.target.value)} />
      <datalist id={list}>
        {column.options.map(({ value, label }) => (
          <option key={value} value={label} />
        ))}
      </datalist>
    </>
  );
}

/** What a cell shows while nobody types in it: its text; without one what stood there before, or what is missing. */
function Said({ text, quiet, fault }: Record<"text" | "quiet" | "fault", string | undefined>) {
  if (text !== "" && text !== undefined) return <span className={styles["said"]}>{text}</span>;
  if (quiet !== undefined && quiet !== "") return <span className={styles["quiet"]}>{quiet}</span>;
  return fault === undefined ? null : <span className={styles["lacking"]}>{fault}</span>;
}
