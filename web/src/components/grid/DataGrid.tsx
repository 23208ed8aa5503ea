/**
 * A grid that is filled in by keyboard and by blocks from Excel or WPS. Only the lines in sight are drawn, each of one height, and only what
 * changed is drawn anew: hundreds of lines stay light.
 */
import { memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Cell } from "./Cell.js";
import styles from "./grid.module.css";
import type { GridColumn, GridLine } from "./line.js";
import type { At } from "./move.js";
import { type Keys, useKeys } from "./useKeys.js";
import { mayWrite } from "./writable.js";

/** In CSS pixels; the style sheet has the same. */
const HEAD_HEIGHT = 36;
const BEYOND_SIGHT = 6;
/** Space that is kept for the bar that scrolls sideways. */
const BAR = 18;

export interface Heads<R> {
  /** What the column of lines' heads is called. */
  readonly title: string;
  /** CSS pixels. */
  readonly width: number;
  /** The same function as long as it draws the same. */
  readonly draw: (row: R, index: number, line: GridLine<R>) => ReactNode;
}

interface Props<R, C extends string> extends Keys<C> {
  readonly lines: readonly GridLine<R>[];
  readonly heads: Heads<R>;
  /** CSS pixels. */
  readonly lineHeight: number;
  readonly label: string;
}

export function DataGrid<R, C extends string>(props: Props<R, C>) {
  const { lines, columns, heads, lineHeight, at, onAt, label } = props;
  const box = useRef<HTMLDivElement>(null);
  /** Whether the keyboard is the grid's. */
  const within = useRef(false);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const { typed, onTyped, commit, onKeyDown, onPaste, onCopy, onCut } = useKeys(props);
  const line = lines[at.row];

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
    const begin = at.row * lineHeight;
    if (begin < element.scrollTop) element.scrollTop = begin;
    else if (begin + lineHeight + HEAD_HEIGHT > element.scrollTop + element.clientHeight)
      element.scrollTop = begin + lineHeight + HEAD_HEIGHT - element.clientHeight;
    const cell = element.querySelector(`[data-at="${at.row}/${at.column}"]`);
    if (within.current) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [at, lineHeight]);

  // So is its field, which has the keyboard before anything is typed: an input method composes from the first key.
  const takeKeys = useCallback((): void => {
    const element = box.current;
    (element?.querySelector<HTMLElement>("[data-open]") ?? element)?.focus({ preventScroll: true });
  }, []);
  // Each cell has a field of its own.
  useLayoutEffect(() => {
    if (within.current) takeKeys();
  }, [at, takeKeys]);

  const first = Math.max(0, Math.floor(top / lineHeight) - BEYOND_SIGHT);
  const last = Math.min(lines.length, Math.ceil((top + height) / lineHeight) + BEYOND_SIGHT);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  // The line that has the keyboard is there, wherever somebody scrolls.
  if (line && (at.row < first || at.row >= last)) shown.push(at.row);
  const pick = useCallback((index: number, column: C): void => onAt({ row: index, column }), [onAt]);
  const template = `${heads.width}px ${columns.map(({ width }) => `${width}px`).join(" ")}`;
  const whole = lines.length * lineHeight;
  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={line ? `cell-${at.row}-${at.column}` : undefined}
      // The field of the cell that is worked on is where Tab comes to; without one, the grid is.
      tabIndex={line && mayWrite(line, at.column) ? -1 : 0}
      className={styles["grid"]}
      data-short={whole < 300}
      style={{
        // What is scrolled to is in sight beside the lines' heads and below the columns', which lie over it.
        scrollPadding: `${HEAD_HEIGHT}px 0 0 ${heads.width}px`,
        ...(whole < 300 ? { height: whole + HEAD_HEIGHT + BAR } : {}),
      }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onFocus={({ target }) => {
        within.current = true;
        if (!(target instanceof HTMLButtonElement || (target as HTMLElement).dataset["open"] !== undefined)) takeKeys();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        within.current = currentTarget.contains(relatedTarget);
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onCopy={onCopy}
      onCut={onCut}
    >
      <div role="row" aria-rowindex={1} className={styles["head"]} style={{ gridTemplateColumns: template }}>
        <span role="columnheader" className={styles["lineHead"]}>
          {heads.title}
        </span>
        {columns.map(({ id, title, aside, hint }) => (
          <span key={id} role="columnheader" data-column={id} title={hint ?? title}>
            {title}
            {aside}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={styles["body"]} style={{ height: whole }}>
        {shown.map((index) => {
          const one = lines[index] as GridLine<R>;
          const active = index === at.row;
          return (
            <Line
              key={one.key}
              line={one as GridLine}
              index={index}
              columns={columns as unknown as readonly GridColumn[]}
              template={template}
              lineHeight={lineHeight}
              draw={heads.draw as Heads<unknown>["draw"]}
              active={active ? at.column : null}
              typed={active ? typed : null}
              onPick={pick as (index: number, column: string) => void}
              onTyped={onTyped}
              onLeave={active ? commit : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly line: GridLine;
  readonly index: number;
  readonly columns: readonly GridColumn[];
  readonly template: string;
  readonly lineHeight: number;
  readonly draw: Heads<unknown>["draw"];
  readonly active: string | null;
  readonly typed: string | null;
  readonly onPick: (index: number, column: string) => void;
  readonly onTyped: (text: string | null) => void;
  readonly onLeave: (() => void) | undefined;
}

/** A line is drawn anew where one of its own parts is another object, or where it has or had the keyboard. */
const Line = memo(LineView, (before, now) => {
  const [old, one] = [before.line, now.line];
  return (
    old.row === one.row &&
    old.cells === one.cells &&
    old.faults === one.faults &&
    old.quiet === one.quiet &&
    old.mayEdit === one.mayEdit &&
    old.shut === one.shut &&
    old.changed === one.changed &&
    old.gone === one.gone &&
    before.index === now.index &&
    before.columns === now.columns &&
    before.lineHeight === now.lineHeight &&
    before.draw === now.draw &&
    before.onPick === now.onPick &&
    before.active === null &&
    now.active === null
  );
});

function LineView(props: LineProps) {
  const { line, index, columns, template, lineHeight, draw, active, typed, onPick, onTyped, onLeave } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles["line"]}
      data-row={line.key}
      data-changed={line.changed}
      data-gone={line.gone}
      style={{
        gridTemplateColumns: template,
        height: lineHeight,
        transform: `translateY(${index * lineHeight}px)`,
      }}
    >
      <span role="rowheader" className={styles["lineHead"]}>
        {draw(line.row, index, line)}
      </span>
      {columns.map((column) => (
        <Cell
          key={column.id}
          line={line}
          index={index}
          column={column}
          active={active === column.id}
          typed={active === column.id ? typed : null}
          onPick={onPick}
          onTyped={mayWrite(line, column.id) ? onTyped : undefined}
          onLeave={active === column.id ? onLeave : undefined}
        />
      ))}
    </div>
  );
}

/** What is wrong with the cell that has the keyboard, whole: the cell itself shows as much as fits. Or that nothing is asked there. */
export function CellFault({ lines, at }: { readonly lines: readonly GridLine[]; readonly at: At }) {
  const line = lines[at.row];
  const fault = line?.faults[at.column];
  const isShut = line?.mayEdit === true && line.shut?.[at.column] === true;
  return (
    <p aria-live="polite" className={styles[fault === undefined ? "note" : "wrong"]}>
      {fault ?? (isShut ? line.quiet[at.column] : undefined)}
    </p>
  );
}
