/** The lights of all tasks at all places that are the caller's. */
import { type LightReason, worstLight } from "../../domain/items/light.js";
import type { Task } from "../../domain/plan/plan.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { ItemPlaces } from "../views/item-places.js";
import type { ItemPlace, PlanView } from "../views/plan-view.js";
import type { Cell, Lights } from "./schemas.js";
import { countLights } from "../views/count-lights.js";
import type { LitItem, SeenStanding } from "../views/standings.js";

const reasonsOf = (items: readonly LitItem[]): LightReason[] => items.map(({ reason }) => reason);

/** A task without milestones has standing duties only. That is the plan's to say: no items to see may have other reasons. */
export const isStanding = ({ milestones }: Task): boolean => milestones.length === 0;

interface Placed {
  readonly task: number;
  readonly village: string | null;
  readonly township: string | null;
}

/** Of the whole county; no village's or township's id has a space. */
const COUNTY = " county";
const ofTownship = (id: string): string => ` t ${id}`;

/** Village and area items lie in their village's cell (by its id), township items in their township's, all others in the county's. */
function placeOf({ village, township }: Placed): string {
  return village ?? (township === null ? COUNTY : ofTownship(township));
}

/** By task and place. */
type AtPlaces<T> = ReadonlyMap<number, ReadonlyMap<string, readonly T[]>>;

function atPlaces<T>(all: Iterable<T>, placed: (one: T) => Placed): AtPlaces<T> {
  const byTask = groupBy(all, (one) => placed(one).task);
  return new Map([...byTask].map(([task, own]) => [task, groupBy(own, (one) => placeOf(placed(one)))]));
}

/** What the documents ask for stays what it is while they do: a plan's lights are made anew after every act. */
const plannedBy = new WeakMap<ItemPlaces, AtPlaces<ItemPlace>>();

function plannedAt(places: ItemPlaces): AtPlaces<ItemPlace> {
  const known = plannedBy.get(places);
  if (known) return known;
  const planned = atPlaces(places.values(), (place) => place);
  plannedBy.set(places, planned);
  return planned;
}

/** What there is at each place: to see, beyond one's reach, and asked for by the plan. */
interface Places {
  readonly seen: AtPlaces<LitItem>;
  readonly outside: AtPlaces<LitItem>;
  readonly planned: AtPlaces<ItemPlace>;
  /** Grades of the last inspection by `<task> <village>`. */
  readonly grades: ReadonlyMap<string, NonNullable<Cell["grade"]>>;
  /** Villages whose inspections the caller reads; null: all. */
  readonly own: ReadonlySet<string> | null;
}

function cellOf(task: Task, place: string, places: Places): Cell {
  const { seen, outside, planned, grades, own } = places;
  const there = seen.get(task.no)?.get(place) ?? [];
  const beyond = outside.get(task.no)?.get(place)?.length ?? 0;
  // Standing duties are inspected village by village.
  const village = isStanding(task) && !place.startsWith(" ") ? place : null;
  const grade = (village !== null && there.length === 0 && grades.get(`${task.no} ${village}`)) || null;
  const isOwn = village !== null && (own === null || own.has(village));
  const empty = (): NonNullable<Cell["empty"]> => {
    if (beyond > 0 || (grade !== null && !isOwn)) return "outside";
    if (planned.get(task.no)?.has(place)) return "notYet";
    return village === null ? "nothing" : "standing";
  };
  return {
    light: worstLight(reasonsOf(there)) ?? "none",
    total: there.length,
    counts: countLights(there),
    outside: beyond,
    empty: there.length > 0 ? null : empty(),
    grade: beyond === 0 && isOwn ? grade : null,
  };
}

/** `own`: villages that are the caller's without any item; null: all. `grades`: see `gradesByCell`. */
export function lightsView(
  standing: SeenStanding,
  own: ReadonlySet<string> | null,
  grades: Places["grades"],
  plan: PlanView,
): Lights {
  const { roster, plan: text } = plan.bundle;
  const byItem = ({ item }: LitItem): Placed => item;
  const places: Places = {
    seen: atPlaces(standing.items, byItem),
    outside: atPlaces(standing.outside, byItem),
    planned: plannedAt(plan.places),
    grades,
    own,
  };
  const byTask = groupBy(standing.items, ({ item }) => item.task);
  const beyondByTask = groupBy(standing.outside, ({ item }) => item.task);
  const seenIn = new Set(standing.items.map(({ item }) => item.village));
  const villages = roster.villages.filter(({ id }) => own === null || own.has(id) || seenIn.has(id));
  const townshipsSeen = new Set([
    ...villages.map(({ township }) => township),
    ...standing.items.flatMap(({ item }) => (item.village === null ? (item.township ?? []) : [])),
  ]);
  const townships = roster.townships.filter(({ id }) => own === null || townshipsSeen.has(id));
  return {
    on: standing.on,
    today: plan.today,
    from: plan.from,
    counts: countLights(standing.items),
    outside: { items: standing.outside.length, villages: roster.villages.length - villages.length },
    townships: townships.map(({ id, name }) => ({ id, name })),
    villages: villages.map(({ id, name, township }) => ({ id, name, township })),
    tasks: text.tasks.map((task) => ({
      no: task.no,
      title: task.title,
      group: task.group,
      standing: isStanding(task),
      counts: countLights(byTask.get(task.no) ?? []),
      outside: beyondByTask.get(task.no)?.length ?? 0,
      county: cellOf(task, COUNTY, places),
      townships: townships.map(({ id }) => cellOf(task, ofTownship(id), places)),
      villages: villages.map(({ id }) => cellOf(task, id, places)),
    })),
  };
}
