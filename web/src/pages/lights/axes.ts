/** The map of lights as rows and columns, and what lies where they cross. Either way round: a telephone has villages as rows. */
import type { Cell, LightMap } from "../../api/types.js";

export interface Place {
  /** `county`, `t:<township>`, `v:<village>`: what an address names it by. */
  readonly key: string;
  readonly kind: "county" | "township" | "village";
  readonly id: string | null;
  readonly name: string;
  /** The township that it lies in or is; null for the whole county. */
  readonly township: string | null;
}

export interface MapTask {
  readonly no: number;
  readonly title: string;
  readonly red: number;
  /** One for each place. */
  readonly cells: readonly Cell[];
}

export interface LightGrid {
  /** The same for two days with the same tasks and places: what is drawn of these can stay. */
  readonly shape: string;
  readonly places: readonly Place[];
  readonly tasks: readonly MapTask[];
  /** Red items of each place. */
  readonly reds: readonly number[];
}

/** A place's cell of a task. */
export interface CellAt {
  readonly task: MapTask;
  readonly place: Place;
  readonly cell: Cell;
}

/** Where a cell stands in the table. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** The county first, then each township with its villages behind it. */
export function gridOf(map: LightMap, wholeCounty: string): LightGrid {
  const order = map.townships.flatMap((township, index) => [
    { place: { key: `t:${township.id}`, kind: "township" as const, ...township, township: township.id }, from: index },
    ...map.villages.flatMap((village, at) =>
      village.township === township.id
        ? [{ place: { key: `v:${village.id}`, kind: "village" as const, ...village }, from: at }]
        : [],
    ),
  ]);
  const county: Place = { key: "county", kind: "county", id: null, name: wholeCounty, township: null };
  const tasks = map.tasks.map((task): MapTask => {
    const cells = [
      task.county,
      ...order.map(
        ({ place, from }) => (place.kind === "township" ? task.townships[from] : task.villages[from]) as Cell,
      ),
    ];
    return { no: task.no, title: task.title, red: task.counts.red, cells };
  });
  const places = [county, ...order.map(({ place }): Place => place)];
  const shape = [...tasks, ...places].map((one) => ("no" in one ? `${one.no} ${one.title}` : `${one.key} ${one.name}`));
  return {
    shape: shape.join("\n"),
    places,
    tasks,
    reds: places.map((_, at) => tasks.reduce((sum, task) => sum + (task.cells[at]?.counts.red ?? 0), 0)),
  };
}

/** What an empty cell says, by why it is empty. */
export const EMPTY_WORDS = {
  standing: "lights.cellNone",
  nothing: "lights.noCell",
  outside: "lights.cellOutside",
  notYet: "lights.cellNotYet",
} as const satisfies Record<NonNullable<Cell["empty"]>, string>;
