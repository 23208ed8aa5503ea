/** A grid on a telephone: a card a line, one of them open. */
import { memo, type ReactNode } from "react";
import type { ChangedRow } from "./block.js";
import styles from "./grid.module.css";
import { type GridColumn, type GridLine, labelIn } from "./line.js";
import type { At } from "./move.js";

interface Props<R, C extends string> {
  readonly lines: readonly GridLine<R>[];
  readonly columns: readonly GridColumn<C>[];
  readonly at: At<C>;
  readonly onAt: (at: At<C>) => void;
  readonly onChange: (changes: readonly ChangedRow<C>[]) => void;
  /** The same functions as long as they draw the same. */
  readonly head: (row: R, index: number, line: GridLine<R>) => ReactNode;
  /** What can be done with the open line, above its fields. */
  readonly acts?: (row: R, index: number, line: GridLine<R>) => ReactNode;
  /** A field's name, where it is not the column's; null: it is not asked of this line, and shown only to be emptied. */
  readonly nameOf?: (row: R, column: C) => string | null;
  /** What a closed card shows below its head. */
  readonly summary?: C;
  readonly empty: string;
  readonly next: string;
}

export function GridCards<R, C extends string>({ lines, columns, at, ...shared }: Props<R, C>) {
  const first = columns[0]?.id;
  return (
    <ol className={styles["cards"]}>
      {lines.map((line, index) => (
        <Card
          key={line.key}
          {...(shared as unknown as Omit<Props<unknown, string>, "lines" | "columns" | "at">)}
          columns={columns as unknown as readonly GridColumn[]}
          line={line as GridLine}
          index={index}
          isOpen={index === at.row}
          isLast={index === lines.length - 1}
          first={first ?? ""}
        />
      ))}
    </ol>
  );
}

interface CardProps extends Omit<Props<unknown, string>, "lines" | "at"> {
  readonly line: GridLine;
  readonly index: number;
  readonly isOpen: boolean;
  readonly isLast: boolean;
  readonly first: string;
}

const Card = memo(
  CardView,
  (before, now) =>
    !before.isOpen &&
    !now.isOpen &&
    before.isLast === now.isLast &&
    before.index === now.index &&
    before.line.cells === now.line.cells &&
    before.line.faults === now.line.faults &&
    before.line.row === now.line.row &&
    before.line.gone === now.line.gone &&
    before.columns === now.columns &&
    before.head === now.head &&
    before.onAt === now.onAt,
);

function CardView(props: CardProps) {
  const { line, index, isOpen, isLast, first, columns, head, acts, nameOf, summary, empty, next, onAt, onChange } =
    props;
  const isWrong = Object.keys(line.faults).length > 0;
  const open = (row: number): void => onAt({ row, column: first });
  return (
    <li
      className={styles["card"]}
      data-open={isOpen}
      data-wrong={isWrong}
      data-changed={line.changed}
      data-gone={line.gone}
    >
      <button type="button" className={styles["cardHead"]} aria-expanded={isOpen} onClick={() => open(index)}>
        {head(line.row, index, line)}
        {!isOpen && summary !== undefined && (
          <span className={styles["said"]}>
            {labelIn(columns.find(({ id }) => id === summary)?.options, line.cells[summary] ?? "") || empty}
          </span>
        )}
      </button>
      {isOpen && (
        <div className={styles["fields"]}>
          {acts?.(line.row, index, line)}
          {columns.map((column) => {
            const name = nameOf ? nameOf(line.row, column.id) : column.title;
            return name === null && (line.cells[column.id] ?? "") === "" ? null : (
              <Field key={column.id} line={line} column={column} name={name ?? column.title} onChange={onChange} />
            );
          })}
          {!isLast && (
            <button type="button" onClick={() => open(index + 1)}>
              {next}
            </button>
          )}
        </div>
      )}
    </li>
  );
}

interface FieldProps {
  readonly line: GridLine;
  readonly column: GridColumn;
  readonly name: string;
  readonly onChange: CardProps["onChange"];
}

function Field({ line, column, name, onChange }: FieldProps) {
  const text = line.cells[column.id] ?? "";
  const fault = line.faults[column.id];
  const mayEdit = line.mayEdit && line.gone !== true;
  const write = (value: string): void => onChange([{ key: line.key, cells: { [column.id]: value } }]);
  const shared = { value: text, "aria-invalid": fault !== undefined };
  return (
    <label>
      {name}
      {column.options ? (
        <select {...shared} disabled={!mayEdit} onChange={(event) => write(event.target.value)}>
          <option value="" />
          {/* What was pasted and is none of the choices stays in sight. */}
          {text !== "" && !column.options.some(({ value }) => value === text) && <option value={text}>{text}</option>}
          {column.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : column.short ? (
        <input
          {...shared}
          readOnly={!mayEdit}
          placeholder={line.quiet[column.id] ?? ""}
          inputMode={column.keyboard ?? "text"}
          onChange={(event) => write(event.target.value)}
        />
      ) : (
        <textarea
          {...shared}
          readOnly={!mayEdit}
          placeholder={line.quiet[column.id] ?? ""}
          rows={2}
          onChange={(event) => write(event.target.value)}
        />
      )}
      {fault !== undefined && <span className={styles["lacking"]}>{fault}</span>}
    </label>
  );
}
