/**
 * The map of lights as a grid that is moved through with the arrow keys. Plain table cells whose colour is an attribute: a
 * change of day touches the cells that changed and nothing else.
 */
import { type CSSProperties, type KeyboardEvent, memo, type MouseEvent, useRef, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import type { CellAt, LightGrid, Spot } from "./axes.js";
import { TurnedBody, WideBody } from "./GridBody.js";
import { HoverCard, type Hovered } from "./HoverCard.js";
import styles from "./grid.module.css";

interface Props {
  readonly grid: LightGrid;
  /** Villages as rows: for narrow screens. */
  readonly turned: boolean;
  /** Only this light stands out. */
  readonly only: string | null;
  readonly onOpen: (at: CellAt) => void;
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
};

/** Left alone while the slider moves and no other lights are there yet. */
export const LightGridTable = memo(function LightGridTable({ grid, turned, only, onOpen }: Props) {
  const { t } = useTexts();
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<Spot>({ row: 0, column: 0 });
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const rows = turned ? grid.places.length : grid.tasks.length;
  const columns = turned ? grid.tasks.length : grid.places.length;

  const at = ({ row, column }: Spot): CellAt | null => {
    const task = grid.tasks[turned ? column : row];
    const placeAt = turned ? row : column;
    const place = grid.places[placeAt];
    const cell = task?.cells[placeAt];
    return task && place && cell ? { task, place, cell } : null;
  };
  const elementAt = ({ row, column }: Spot): HTMLElement | null =>
    table.current?.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`) ?? null;
  const open = (spot: Spot): void => {
    const found = at(spot);
    if (found) onOpen(found);
  };
  const focus = (spot: Spot): void => {
    const row = Math.max(0, Math.min(rows - 1, spot.row));
    const column = Math.max(0, Math.min(columns - 1, spot.column));
    setFocused({ row, column });
    elementAt({ row, column })?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const spot = spotOf(event.target);
    if (!spot) return;
    const move = MOVES[event.key];
    if (move) focus({ row: spot.row + move[0], column: spot.column + move[1] });
    else if (event.key === "Home") focus({ row: event.ctrlKey ? 0 : spot.row, column: 0 });
    else if (event.key === "End") focus({ row: event.ctrlKey ? rows - 1 : spot.row, column: columns - 1 });
    else if (event.key === "Enter" || event.key === " ") open(spot);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const spot = spotOf(event.target);
    if (!spot) return;
    setFocused(spot);
    setHovered(null);
    open(spot);
  };
  const show = (target: EventTarget): void => {
    const spot = spotOf(target);
    const found = spot && at(spot);
    setHovered(found ? { ...found, box: (target as HTMLElement).getBoundingClientRect() } : null);
  };

  return (
    <div className={styles["scroll"]} data-turned={turned} onScroll={() => setHovered(null)}>
      <table
        ref={table}
        // Its keys are those of the ARIA grid pattern.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={t("lights.table")}
        aria-rowcount={rows}
        aria-colcount={columns}
        className={styles["grid"]}
        data-turned={turned}
        style={{ "--places": grid.places.length } as CSSProperties}
        data-only={only ?? undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onMouseOver={(event) => show(event.target)}
        onMouseLeave={() => setHovered(null)}
        onFocus={(event) => show(event.target)}
        onBlur={() => setHovered(null)}
      >
        {turned ? <TurnedBody grid={grid} focused={focused} /> : <WideBody grid={grid} focused={focused} />}
      </table>
      {hovered && <HoverCard {...hovered} />}
    </div>
  );
});

function spotOf(target: EventTarget): Spot | null {
  const { row, column } = (target as HTMLElement).dataset;
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
}
