/**
 * The month's grid by keyboard: arrows move, typing edits, Tab goes on, a block from Excel or WPS is pasted whole. Only the rows in sight are
 * drawn, each of one height, and only what changed is drawn anew.
 */
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Cells, type Column, COLUMNS, type Mistake } from "../../../../domain/months/answers.js";
import { mistakeWords } from "../../../../domain/months/mistake-words.js";
import { cellsOfBlock, pasted, type PastedRow } from "../../../../domain/months/paste.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { useAppearance } from "../../theme/appearance.js";
import { type At, carriedOver, type GridRow, type GridState, hasBefore, isAsBefore, moved } from "./grid-state.js";
import styles from "./months.module.css";

/** In CSS pixels; the style sheet has the same. */
const ROW_HEIGHT = 64;
const HEAD_HEIGHT = 36;
const BEYOND_SIGHT = 6;

interface Props {
  readonly rows: readonly GridRow[];
  readonly state: GridState;
  readonly mistakes: ReadonlyMap<string, readonly Mistake[]>;
  readonly copiedAfter: number;
  readonly mayEdit: boolean;
  /** Where to look: the next mistake. */
  readonly at: At;
  readonly onAt: (at: At) => void;
  readonly onChange: (changes: readonly PastedRow[]) => void;
  readonly onPasted: (rows: number, beyond: { readonly rows: number; readonly columns: number }) => void;
  readonly label: string;
}

const NO_MISTAKES: readonly Mistake[] = [];
const NO_CELLS: Cells = {};

export function Grid(props: Props) {
  const { rows, state, mistakes, copiedAfter, mayEdit, at, onAt, onChange, onPasted, label } = props;
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  /** Whether the keyboard is the grid's. */
  const within = useRef(false);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  /** The text of the cell that is edited; null: none is. */
  const [typed, setTyped] = useState<string | null>(null);
  const row = rows[at.row];
  const cells = (row && state.rows.get(row.key)?.cells) ?? NO_CELLS;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setHeight(element.clientHeight);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  // The cell that is worked on is in sight.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const begin = at.row * ROW_HEIGHT;
    if (begin < element.scrollTop) element.scrollTop = begin;
    else if (begin + ROW_HEIGHT + HEAD_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = begin + ROW_HEIGHT + HEAD_HEIGHT - element.clientHeight;
    const cell = element.querySelector(`[data-at="${at.row}/${at.column}"]`);
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at]);

  // So is its field, which has the keyboard before anything is typed: an input method composes from the first key.
  const takeKeys = useCallback((): void => {
    const element = box.current;
    (element?.querySelector("textarea") ?? element)?.focus({ preventScroll: true });
  }, []);
  // Each cell has a field of its own.
  useLayoutEffect(() => {
    if (within.current) takeKeys();
  }, [at, mayEdit, takeKeys]);

  const commit = (): void => {
    if (typed !== null && row && typed !== (cells[at.column] ?? ""))
      onChange([{ key: row.key, cells: { [at.column]: typed } }]);
    setTyped(null);
  };
  const go = (key: string, shift: boolean): boolean => {
    const next = moved(at, key, shift, rows.length);
    if (!next) return false;
    commit();
    onAt(next);
    return true;
  };

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (event.nativeEvent.isComposing) return;
    const editing = typed !== null;
    if (key === "Escape" && editing) {
      setTyped(null);
      return event.preventDefault();
    }
    if (key === "Enter" && altKey) return;
    if (editing && key.startsWith("Arrow")) return;
    if (editing && (key === "Home" || key === "End")) return;
    if (key === "Enter" && !editing && mayEdit) {
      setTyped(cells[at.column] ?? "");
      return event.preventDefault();
    }
    if (["Enter", "Tab", "Home", "End", "PageUp", "PageDown"].includes(key) || key.startsWith("Arrow")) {
      if (go(key, shiftKey)) event.preventDefault();
      return;
    }
    if (editing || !mayEdit || ctrlKey || metaKey || altKey) return;
    if (key === "Delete" || key === "Backspace") {
      if (row) onChange([{ key: row.key, cells: { [at.column]: "" } }]);
      return event.preventDefault();
    }
    // Anything else that is typed goes into the cell's field, and begins the cell anew.
    if (key === "F2") setTyped(cells[at.column] ?? "");
  };

  const onPaste = (event: React.ClipboardEvent): void => {
    if (typed !== null || !mayEdit) return;
    event.preventDefault();
    const block = cellsOfBlock(event.clipboardData.getData("text/plain"));
    const found = pasted(
      block,
      rows.map(({ key }) => key),
      at,
    );
    onChange(found.rows);
    onPasted(found.rows.length, found.beyond);
  };

  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - BEYOND_SIGHT);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_HEIGHT) + BEYOND_SIGHT);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  // The row that has the keyboard is there, wherever somebody scrolls.
  if (row && (at.row < first || at.row >= last)) shown.push(at.row);
  const pick = useCallback((index: number, column: Column): void => onAt({ row: index, column }), [onAt]);
  const carry = useCallback((one: GridRow): void => onChange([{ key: one.key, cells: carriedOver(one) }]), [onChange]);
  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length + 1}
      aria-activedescendant={row ? `cell-${at.row}-${at.column}` : undefined}
      // The field of the cell that is worked on is where Tab comes to; without one, the grid is.
      tabIndex={mayEdit && row ? -1 : 0}
      className={styles["grid"]}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onFocus={({ target }) => {
        within.current = true;
        if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLButtonElement)) takeKeys();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        within.current = currentTarget.contains(relatedTarget);
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    >
      <div role="row" aria-rowindex={1} className={styles["gridHead"]}>
        <span role="columnheader" className={styles["rowHead"]}>
          {t("months.item")}
        </span>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader" data-column={column}>
            {t(`months.columns.${column}`)}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={styles["gridBody"]} style={{ height: rows.length * ROW_HEIGHT }}>
        {shown.map((index) => {
          const one = rows[index] as GridRow;
          const active = index === at.row;
          return (
            <Row
              key={one.key}
              row={one}
              index={index}
              cells={state.rows.get(one.key)?.cells ?? NO_CELLS}
              mistakes={mistakes.get(one.key) ?? NO_MISTAKES}
              copiedAfter={copiedAfter}
              active={active ? at.column : null}
              typed={active ? typed : null}
              mayEdit={mayEdit}
              onPick={pick}
              onCarry={carry}
              onTyped={setTyped}
              onLeave={active ? commit : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: GridRow;
  readonly index: number;
  readonly cells: Cells;
  readonly mistakes: readonly Mistake[];
  readonly copiedAfter: number;
  readonly active: Column | null;
  readonly typed: string | null;
  readonly mayEdit: boolean;
  readonly onPick: (index: number, column: Column) => void;
  readonly onCarry: (row: GridRow) => void;
  readonly onTyped: (text: string | null) => void;
  readonly onLeave: (() => void) | undefined;
}

const Row = memo(function Row(props: RowProps) {
  const { row, index, cells, mistakes, copiedAfter, active, typed, mayEdit, onPick, onCarry, onTyped, onLeave } = props;
  const { t } = useTexts();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles["gridRow"]}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
    >
      <span role="rowheader" className={styles["rowHead"]}>
        <RowHead row={row} />
        <span className={styles["marks"]}>
          {row.same >= copiedAfter && <em>{t("months.sameFor", { count: row.same })}</em>}
          {row.same < copiedAfter && isAsBefore(row, cells) && <em>{t("months.sameAsBefore")}</em>}
          {mayEdit && hasBefore(row) && (
            <button type="button" tabIndex={-1} onClick={() => onCarry(row)}>
              {t("months.carry")}
            </button>
          )}
        </span>
      </span>
      {COLUMNS.map((column) => (
        <Cell
          key={column}
          row={row}
          index={index}
          column={column}
          text={cells[column] ?? ""}
          mistake={mistakes.find((one) => one.column === column)}
          active={active === column}
          typed={active === column ? typed : null}
          onPick={onPick}
          onTyped={mayEdit ? onTyped : undefined}
          onLeave={active === column ? onLeave : undefined}
        />
      ))}
    </div>
  );
});

export function RowHead({ row }: { readonly row: GridRow }) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <>
      <strong>{[row.place, row.title].filter(Boolean).join(" ")}</strong>
      <span className="quiet">
        {row.percent === null
          ? row.task.title
          : t("months.now", { percent: row.percent, scheduled: row.scheduled ?? 0 })}
        {row.deadline !== null && ` · ${t("months.deadline", { day: format.shortDay(row.deadline) })}`}
        {row.behind && <em className={styles["behind"]}> {t("months.behind")}</em>}
      </span>
    </>
  );
}

interface CellProps {
  readonly row: GridRow;
  readonly index: number;
  readonly column: Column;
  readonly text: string;
  readonly mistake: Mistake | undefined;
  readonly active: boolean;
  readonly typed: string | null;
  readonly onPick: (index: number, column: Column) => void;
  readonly onTyped: ((text: string | null) => void) | undefined;
  readonly onLeave: (() => void) | undefined;
}

const Cell = memo(function Cell(props: CellProps) {
  const { row, index, column, text, mistake, active, typed, onPick, onTyped, onLeave } = props;
  const { t } = useTexts();
  const { language } = useAppearance();
  const before = ((row.before ?? {}) as Cells)[column] ?? "";
  const isComputed = column === "progress" && !row.asksProgress;
  const fault = mistake && mistakeWords(mistake, row.total ?? undefined)[language];
  return (
    <span
      role="gridcell"
      tabIndex={-1}
      id={`cell-${index}-${column}`}
      data-at={`${index}/${column}`}
      data-column={column}
      aria-selected={active}
      aria-invalid={fault !== undefined}
      title={fault ?? (text === "" && before !== "" ? t("months.before", { text: before }) : text)}
      className={styles["cell"]}
      onMouseDown={() => onPick(index, column)}
      onDoubleClick={() => typed === null && onTyped?.(text)}
    >
      {typed === null && <Said text={text} before={before} isComputed={isComputed} fault={fault} />}
      {active && onTyped && (
        <textarea
          value={typed ?? ""}
          aria-label={t(`months.columns.${column}`)}
          data-open={typed !== null}
          onChange={(event) => onTyped(event.target.value)}
          onBlur={onLeave}
        />
      )}
    </span>
  );
});

/** What a cell shows while nobody types in it: its text; without one, why, or last month's. */
function Said(props: { text: string; before: string; isComputed: boolean; fault: string | undefined }) {
  const { text, before, isComputed, fault } = props;
  const { t } = useTexts();
  if (text !== "") return <span className={styles["said"]}>{text}</span>;
  if (isComputed) return <span className={styles["last"]}>{t("months.computed")}</span>;
  if (before !== "") return <span className={styles["last"]}>{before}</span>;
  return fault === undefined ? null : <span className={styles["lacking"]}>{fault}</span>;
}
