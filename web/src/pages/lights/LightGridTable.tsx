/**
 * The map of lights as a grid that is moved through with the arrow keys. Plain table cells whose colour is an attribute: a
 * change of day touches the cells that changed and nothing else.
 */
import { type KeyboardEvent, memo, type MouseEvent, type ReactNode, useRef, useState } from "react";
import type { Cell } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { emptyCell, type LightGrid, type MapTask, type Place } from "./axes.js";
import { HoverCard, type Hovered } from "./HoverCard.js";
import styles from "./grid.module.css";

export interface CellAt {
  readonly task: MapTask;
  readonly place: Place;
  readonly cell: Cell;
}

interface Props {
  readonly grid: LightGrid;
  /** Villages as rows: for narrow screens. */
  readonly turned: boolean;
  /** Only this light stands out. */
  readonly only: string | null;
  readonly onOpen: (at: CellAt) => void;
}

interface Spot {
  readonly row: number;
  readonly column: number;
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
};

export function LightGridTable({ grid, turned, only, onOpen }: Props) {
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
}

function spotOf(target: EventTarget): Spot | null {
  const { row, column } = (target as HTMLElement).dataset;
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
}

/* ------------------------------------------------------------------ the two ways round */

interface BodyProps {
  readonly grid: LightGrid;
  readonly focused: Spot;
}

function WideBody({ grid, focused }: BodyProps): ReactNode {
  const { t } = useTexts();
  const townships = grid.places.filter(({ kind }) => kind === "township");
  return (
    <>
      <colgroup>
        <col className={styles["tasks"]} />
        <col className={styles["reds"]} />
        {grid.places.map(({ key, kind }) => (
          <col key={key} className={kind === "village" ? undefined : styles["first"]} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col" rowSpan={2} className={styles["corner"]}>
            {t("lights.task")}
          </th>
          <th scope="col" rowSpan={2} className={styles["count"]}>
            {t("lights.redCount")}
          </th>
          <th scope="col" rowSpan={2} className={`${styles["name"]} ${styles["edge"]}`}>
            <span>{t("lights.county")}</span>
          </th>
          {townships.map(({ key, name, township }) => (
            <th
              key={key}
              scope="colgroup"
              colSpan={grid.places.filter((place) => place.township === township).length}
              className={styles["group"]}
            >
              {name}
            </th>
          ))}
        </tr>
        <tr>
          {grid.places.slice(1).map(({ key, kind, name }) => (
            <th key={key} scope="col" className={`${styles["name"]} ${kind === "township" ? styles["edge"] : ""}`}>
              <span>{kind === "township" ? t("lights.townshipOwn") : name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.tasks.map((task, row) => (
          <tr key={task.no}>
            <TaskHead task={task} />
            <td className={`${styles["count"]} figures`}>{task.red > 0 ? task.red : ""}</td>
            {task.cells.map((cell, column) => (
              <GridCell
                key={grid.places[column]?.key}
                {...cellOf(grid, row, column, cell)}
                row={row}
                column={column}
                edge={grid.places[column]?.kind !== "village"}
                focused={focused.row === row && focused.column === column}
              />
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2} className={styles["corner"]}>
            {t("lights.redsOfColumn")}
          </th>
          {grid.reds.map((reds, column) => (
            <td
              key={grid.places[column]?.key}
              className={`${styles["sum"]} figures ${grid.places[column]?.kind === "village" ? "" : styles["edge"]}`}
            >
              {reds > 0 ? reds : ""}
            </td>
          ))}
        </tr>
      </tfoot>
    </>
  );
}

const TaskHead = memo(function TaskHead({ task }: { readonly task: MapTask }) {
  return (
    <th scope="row" className={styles["task"]} title={task.title}>
      <span className={styles["no"]}>{task.no}</span>
      <span className={styles["titled"]}>{task.title}</span>
    </th>
  );
});

function TurnedBody({ grid, focused }: BodyProps): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <thead>
        <tr>
          <th scope="col" className={styles["corner"]}>
            {t("items.place")}
          </th>
          {grid.tasks.map((task) => (
            <th key={task.no} scope="col" className={styles["number"]} title={task.title}>
              <span className="heard">{t("lights.task")}</span>
              {task.no}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.places.map((place, row) => (
          <tr key={place.key} className={place.kind === "village" ? "" : styles["heading"]}>
            <th scope="row" className={styles["place"]}>
              <span>{place.name}</span>
              {(grid.reds[row] ?? 0) > 0 && <b className="text-red figures">{grid.reds[row]}</b>}
            </th>
            {grid.tasks.map((task, column) => (
              <GridCell
                key={task.no}
                {...cellOf(grid, column, row, task.cells[row] as Cell)}
                row={row}
                column={column}
                edge={false}
                focused={focused.row === row && focused.column === column}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </>
  );
}

/* ------------------------------------------------------------------ a cell */

interface GridCellProps {
  readonly no: number;
  readonly place: string;
  readonly light: Cell["light"];
  readonly total: number;
  readonly red: number;
  readonly empty: "unchecked" | "nothing" | null;
  readonly row: number;
  readonly column: number;
  /** A new group of places begins here. */
  readonly edge: boolean;
  readonly focused: boolean;
}

function cellOf(grid: LightGrid, taskAt: number, placeAt: number, cell: Cell) {
  const task = grid.tasks[taskAt] as MapTask;
  const place = grid.places[placeAt] as Place;
  return {
    no: task.no,
    place: place.name,
    light: cell.light,
    total: cell.total,
    red: cell.counts.red,
    empty: cell.total === 0 ? emptyCell(task, place) : null,
  };
}

/** Primitive values only, so that a cell that did not change is left alone. */
const GridCell = memo(function GridCell(cell: GridCellProps) {
  const { t } = useTexts();
  const { no, place, light, total, red, empty, row, column, edge, focused } = cell;
  const told =
    empty === "nothing"
      ? t("lights.noCell")
      : `${t(`light.${light}`)}${total > 0 ? `${t("list")}${t("lights.cellItems", { count: total })}` : ""}${red > 0 && red < total ? `${t("list")}${t("light.red")} ${red}` : ""}`;
  return (
    <td
      data-row={row}
      data-column={column}
      {...(empty === "nothing" ? { "data-empty": true } : { "data-light": light })}
      className={edge ? styles["edge"] : undefined}
      tabIndex={focused ? 0 : -1}
      aria-label={t("lights.cell", { no, place, light: told })}
    />
  );
});
