/** The map of lights as table rows, either way round. What did not change from one day to the next is not drawn again. */
import { memo, type ReactNode } from "react";
import type { Cell } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import type { LightGrid, MapTask, Place, Spot } from "./axes.js";
import { useCellLabel } from "./cell-label.js";
import styles from "./grid.module.css";

interface BodyProps {
  readonly grid: LightGrid;
  readonly focused: Spot;
}

/** Tasks as rows, villages by township as columns. */
export const WideBody = memo(function WideBody({ grid, focused }: BodyProps) {
  const { t } = useTexts();
  const label = useCellLabel();
  return (
    <>
      <WideHead grid={grid} />
      <tbody>
        {grid.tasks.map((task, row) => (
          <CellRow
            key={task.no}
            shape={grid.shape}
            row={row}
            marks={task.red}
            head={() => <TaskHead task={task} />}
            cells={task.cells}
            at={(column) => ({ task, place: grid.places[column] as Place })}
            label={label}
            focused={focused.row === row ? focused.column : null}
            turned={false}
          />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2} className={styles["corner"]}>
            {t("lights.redsOfColumn")}
          </th>
          {grid.reds.map((reds, column) => (
            <td key={grid.places[column]?.key} className={`${styles["sum"]} figures ${edge(grid.places[column])}`}>
              {reds > 0 ? reds : ""}
            </td>
          ))}
        </tr>
      </tfoot>
    </>
  );
});

/** A new group of places begins with the county and with each township. */
const edge = (place: Place | undefined): string => (place?.kind === "village" ? "" : (styles["edge"] ?? ""));

/** Columns and their names: drawn once for a shape. */
const WideHead = memo(
  function WideHead({ grid }: { readonly grid: LightGrid }) {
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
            {grid.places.slice(1).map((place) => (
              <th key={place.key} scope="col" className={`${styles["name"]} ${edge(place)}`}>
                <span>{place.kind === "township" ? t("lights.townshipOwn") : place.name}</span>
              </th>
            ))}
          </tr>
        </thead>
      </>
    );
  },
  (before, after) => before.grid.shape === after.grid.shape,
);

function TaskHead({ task }: { readonly task: MapTask }) {
  return (
    <>
      <th scope="row" className={styles["task"]} title={task.title}>
        <span className={styles["no"]}>{task.no}</span>
        <span className={styles["titled"]}>{task.title}</span>
      </th>
      <td className={`${styles["count"]} figures`}>{task.red > 0 ? task.red : ""}</td>
    </>
  );
}

/** Villages by township as rows, tasks as columns: for narrow screens. */
export const TurnedBody = memo(function TurnedBody({ grid, focused }: BodyProps) {
  const { t } = useTexts();
  const label = useCellLabel();
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
          <CellRow
            key={place.key}
            shape={grid.shape}
            row={row}
            marks={grid.reds[row] ?? 0}
            head={() => <PlaceHead place={place} reds={grid.reds[row] ?? 0} />}
            cells={grid.tasks.map((task) => task.cells[row] as Cell)}
            at={(column) => ({ task: grid.tasks[column] as MapTask, place })}
            label={label}
            focused={focused.row === row ? focused.column : null}
            turned
            {...(place.kind === "village" ? {} : { className: styles["heading"] })}
          />
        ))}
      </tbody>
    </>
  );
});

function PlaceHead({ place, reds }: { readonly place: Place; readonly reds: number }) {
  return (
    <th scope="row" className={styles["place"]}>
      <span>{place.name}</span>
      {reds > 0 && <b className="text-red figures">{reds}</b>}
    </th>
  );
}

interface CellRowProps {
  readonly shape: string;
  readonly row: number;
  /** What the head shows beside its name. */
  readonly marks: number;
  readonly head: () => ReactNode;
  readonly cells: readonly Cell[];
  readonly at: (column: number) => { readonly task: MapTask; readonly place: Place };
  readonly label: ReturnType<typeof useCellLabel>;
  /** The column of the cell that keys move from; null in all other rows. */
  readonly focused: number | null;
  readonly turned: boolean;
  readonly className?: string | undefined;
}

const sameCells = (before: readonly Cell[], after: readonly Cell[]): boolean =>
  before.every((cell, at) => {
    const other = after[at];
    return (
      cell.light === other?.light &&
      cell.total === other.total &&
      cell.empty === other.empty &&
      cell.counts.red === other.counts.red &&
      cell.grade?.grade === other.grade?.grade
    );
  });

/** A row is drawn again when one of its lights, its head or the focus in it changed. */
const CellRow = memo(
  function CellRow({ row, head, cells, at, label, focused, turned, className }: CellRowProps) {
    return (
      <tr className={className}>
        {head()}
        {cells.map((cell, column) => {
          const { task, place } = at(column);
          return (
            <GridCell
              key={turned ? task.no : place.key}
              label={label(task, place, cell)}
              light={cell.light}
              empty={cell.empty}
              grade={cell.grade?.grade}
              row={row}
              column={column}
              edge={!turned && place.kind !== "village"}
              focused={focused === column}
            />
          );
        })}
      </tr>
    );
  },
  (before, after) =>
    before.shape === after.shape &&
    before.label === after.label &&
    before.focused === after.focused &&
    before.marks === after.marks &&
    sameCells(before.cells, after.cells),
);

interface GridCellProps {
  readonly label: string;
  readonly light: Cell["light"];
  /** Why there is nothing to see. */
  readonly empty: Cell["empty"];
  /** Of a standing duty: what its last inspection found. */
  readonly grade: NonNullable<Cell["grade"]>["grade"] | undefined;
  readonly row: number;
  readonly column: number;
  readonly edge: boolean;
  readonly focused: boolean;
}

const GridCell = memo(function GridCell({
  label,
  light,
  empty,
  grade,
  row,
  column,
  edge: begins,
  focused,
}: GridCellProps) {
  return (
    <td
      data-row={row}
      data-column={column}
      // A standing duty has a grade in place of a light.
      {...(empty === null || empty === "standing" ? { "data-light": light } : { "data-empty": empty })}
      data-grade={grade}
      className={begins ? styles["edge"] : undefined}
      tabIndex={focused ? 0 : -1}
      aria-label={label}
    />
  );
});
