/**
 * A register's rows as a grid (WAI-ARIA grid pattern): one cell has the focus, arrow keys move it, Enter or typing opens it, Escape gives up,
 * Tab and Enter go on. Only the open cell is a field, so that hundreds of rows stay light.
 */
import { type KeyboardEvent, memo, useCallback, useRef, useState } from "react";
import type { RegisterColumn } from "../../api/types.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { CellField } from "./CellField.js";
import { useTitleOf } from "../../components/titles.js";
import styles from "./registers.module.css";
import type { CellFault, Draft, DraftRow } from "./useDraft.js";

interface Props {
  readonly title: string;
  readonly columns: readonly RegisterColumn[];
  readonly draft: Draft;
  readonly editable: (row: DraftRow) => boolean;
  readonly onHistory: (row: DraftRow, no: number) => void;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Grid({ title, columns, draft, editable, onHistory }: Props) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const [open, setOpen] = useState<string | null>(null);
  const { rows, write } = draft;

  const go = useCallback(
    (row: number, column: number): void => {
      const next = {
        row: Math.max(0, Math.min(rows.length - 1, row)),
        column: Math.max(0, Math.min(columns.length - 1, column)),
      };
      setAt(next);
      setOpen(null);
      table.current?.querySelector<HTMLElement>(`[data-at="${next.row}:${next.column}"]`)?.focus();
    },
    [rows.length, columns.length],
  );
  const canWrite = (row: DraftRow | undefined): row is DraftRow => row !== undefined && !row.gone && editable(row);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (open !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      go(at.row + move[0], at.column + move[1]);
      return;
    }
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      go(at.row, event.key === "Home" ? 0 : columns.length - 1);
      return;
    }
    const row = rows[at.row];
    const column = columns[at.column];
    if (!column || !canWrite(row)) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      write(row.key, column.id, "");
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      setOpen(row.cells[column.id] ?? "");
    } else if (event.key.length === 1 && column.options === null) {
      event.preventDefault();
      setOpen(event.key);
    }
  };
  const onDone = useCallback(
    (row: DraftRow, column: string, value: string | null, next: readonly [number, number]): void => {
      if (value !== null) write(row.key, column, value);
      go(at.row + next[0], at.column + next[1]);
    },
    [write, go, at],
  );
  return (
    <div className={styles["scroll"]}>
      {/* The grid's keys are its cells', which have the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table
        ref={table}
        // A table in which one moves by keys is a grid (WAI-ARIA 1.2).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        className={styles["grid"]}
        aria-label={t("registers.grid", { title })}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col" className={styles["no"]}>
              #
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" title={column.note ?? undefined} data-number={isNumber(column)}>
                {titleOf(column)}
                {column.unit !== null && <small>（{column.unit}）</small>}
                {column.required && <b className="text-red">*</b>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, no) => (
            <Line
              key={row.key}
              row={row}
              no={no}
              columns={columns}
              focused={at.row === no ? at.column : null}
              open={at.row === no ? open : null}
              editable={editable(row)}
              faults={draft.faults.get(row.key)}
              onPlace={setAt}
              onOpen={setOpen}
              onDone={onDone}
              onHistory={onHistory}
              onRemove={draft.remove}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const isNumber = ({ type }: RegisterColumn): boolean =>
  type === "number" || type === "integer" || type === "percent";

interface LineProps {
  readonly row: DraftRow;
  readonly no: number;
  readonly columns: readonly RegisterColumn[];
  readonly focused: number | null;
  readonly open: string | null;
  readonly editable: boolean;
  readonly faults: readonly CellFault[] | undefined;
  readonly onPlace: (at: Place) => void;
  readonly onOpen: (value: string | null) => void;
  readonly onDone: (row: DraftRow, column: string, value: string | null, next: readonly [number, number]) => void;
  readonly onHistory: (row: DraftRow, no: number) => void;
  readonly onRemove: Draft["remove"];
}

/** Drawn anew only where it changed: the functions it is given follow from the place alone. */
const Line = memo(
  LineView,
  (a, b) =>
    a.row === b.row &&
    a.focused === b.focused &&
    a.open === b.open &&
    a.faults === b.faults &&
    a.editable === b.editable &&
    a.columns === b.columns &&
    a.focused === null,
);

function LineView({
  row,
  no,
  columns,
  focused,
  open,
  editable,
  faults,
  onPlace,
  onOpen,
  onDone,
  onHistory,
  onRemove,
}: LineProps) {
  const { t } = useTexts();
  const say = useSay();
  return (
    <tr data-changed={row.changed} data-gone={row.gone} data-row={row.key}>
      <th scope="row" className={styles["no"]}>
        <button
          type="button"
          className={styles["link"]}
          onClick={() => onHistory(row, no + 1)}
          aria-label={t("registers.historyOf", { no: no + 1 })}
          disabled={row.row === null}
        >
          {no + 1}
        </button>
        {editable && (
          <button type="button" className={styles["link"]} onClick={() => onRemove(row.key, !row.gone)}>
            {t(row.gone ? "registers.keep" : "registers.remove")}
          </button>
        )}
      </th>
      {columns.map((column, at) => {
        const own = faults?.filter((fault) => fault.column === column.id || (fault.column === null && at === 0)) ?? [];
        const isOpen = focused === at && open !== null;
        return (
          <td
            key={column.id}
            data-at={`${no}:${at}`}
            data-number={isNumber(column)}
            data-fault={own.length > 0}
            aria-invalid={own.length > 0}
            title={own.map(({ says }) => say(says)).join("\n") || undefined}
            tabIndex={focused === at || (focused === null && no === 0 && at === 0) ? 0 : -1}
            onFocus={() => focused !== at && onPlace({ row: no, column: at })}
            onDoubleClick={() => editable && !row.gone && onOpen(row.cells[column.id] ?? "")}
          >
            {isOpen ? (
              <CellField column={column} value={open} onDone={(value, next) => onDone(row, column.id, value, next)} />
            ) : (
              labelOf(column, row.cells[column.id] ?? "")
            )}
            {own.length > 0 && <small className="text-red">{own.map(({ says }) => say(says)).join("；")}</small>}
          </td>
        );
      })}
    </tr>
  );
}

/** Places and units by their names. */
export const labelOf = ({ options }: RegisterColumn, cell: string): string =>
  options?.find(({ value }) => value === cell)?.label ?? cell;
