/**
 * 交办清单 in letters: what a year's package gives to each capacity of its recipient. That morning's own 交办 of items stand in it
 * as its lists; what was given before and is still open is read from the items.
 */
import type { LetterRow, LetterModelSection } from "../../domain/letters/letter-model.js";
import { pairedVillages } from "../../domain/letters/package-holders.js";
import { unitPackage } from "../../domain/letters/packages.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecipientRole } from "../../domain/plan/policy.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/packages/statements.js";
import type { RowOf } from "../sql/statement.js";
import type { LetterRows, NoticeRow } from "./letter-rows.js";

export type ContinuingItem = RowOf<typeof sql.continuingItems>;

/** What letters of packages need beside their notices. */
export interface Packages {
  /** The day of the plan's first packages; null: its ledger has none, and a 交办 of a unit tells its package. */
  readonly first: PlanDate | null;
  /** Items given before, by letter. */
  readonly continuing: ReadonlyMap<string, readonly ContinuingItem[]>;
}

/** A section in the making. `desk`: the unit whose desk it is addressed to. */
export type Section = LetterModelSection & { readonly desk?: string | undefined; readonly addressed: string };

/** A section without what it was made by. */
export const bare = ({ capacity, rows, alarms }: Section): LetterModelSection => ({
  capacity,
  rows,
  ...(alarms === undefined ? {} : { alarms }),
});

export const yearOf = ({ facts }: Pick<NoticeRow, "facts">): number | null =>
  typeof facts["package"] === "number" ? facts["package"] : null;

/** The unit that a notice of a package is about; undefined for a seat's. */
const unitOf = ({ facts }: Pick<NoticeRow, "facts">): string | undefined =>
  typeof facts["primaryUnit"] === "string" ? facts["primaryUnit"] : undefined;

/** Whether a notice gives a package, and does not press for the signature of one. */
export const gives = (notice: Pick<NoticeRow, "facts">, { instrument }: Pick<LetterRows, "instrument">): boolean =>
  instrument === "assignment" && yearOf(notice) !== null;

const villagesOf = (notice: NoticeRow, day: PlanDate, { bundle: { roster } }: Directory): readonly string[] => {
  const { byPost, byUnit } = pairedVillages(roster, day);
  const unit = unitOf(notice);
  return (unit === undefined ? byPost.get(notice.addressed_post) : byUnit.get(unit)) ?? [];
};

export async function readPackages(
  pool: Pool,
  planId: string,
  letters: readonly LetterRows[],
  names: Directory,
): Promise<Packages> {
  const assignments = letters.filter(({ instrument }) => instrument === "assignment");
  if (assignments.length === 0) return { first: null, continuing: new Map() };
  const { first } = await sql.firstPackages.one(pool, { planId });
  const continuing = new Map<string, readonly ContinuingItem[]>();
  const giving = assignments.filter((letter) => letter.notices.some((notice) => gives(notice, letter)));
  // Those of one morning are read together.
  for (const at of new Set(giving.map(({ closed_at }) => closed_at))) {
    const together = giving.filter(({ closed_at }) => closed_at === at);
    const before = together[0]?.plan_day ?? "";
    const notices = together.flatMap((letter) => letter.notices.filter((notice) => gives(notice, letter)));
    const units = [...new Set(notices.flatMap((notice) => unitOf(notice) ?? []))];
    const villages = [...new Set(notices.flatMap((notice) => villagesOf(notice, before, names)))];
    const items = await sql.continuingItems.run(pool, { planId, before, at, units, villages });
    for (const { id } of together) continuing.set(id, items);
  }
  return { first, continuing };
}

/** Seats as which a person is told of their villages' items. */
const SEATS: ReadonlySet<RecipientRole | undefined> = new Set<RecipientRole | undefined>([
  "villageCountyLeader",
  "villageDepartmentHead",
  "helpingUnit",
]);

/** As what a post has the list of its villages. */
function seatOf(post: string, names: Directory): RecipientRole {
  const level = names.posts.get(post)?.level;
  if (level === "desk") return "helpingUnit";
  return level === "head" ? "villageDepartmentHead" : "villageCountyLeader";
}

/** What the packages of a letter are put together with. */
interface Making {
  readonly letter: LetterRows;
  readonly packages: Packages;
  readonly names: Directory;
  readonly capacityOf: (notice: NoticeRow, as: RecipientRole | undefined) => LetterModelSection["capacity"];
  readonly rowOf: (item: ContinuingItem) => LetterRow;
}

/** The sections of a letter that gives packages: those first, each with the rows that are its own; then what else the letter tells. */
export function withGivenPackages(sections: readonly Section[], making: Making): LetterModelSection[] {
  const { letter } = making;
  const given = letter.notices.filter((notice) => gives(notice, letter));
  const taken = new Set<Section>();
  const own = given.flatMap((notice) => [
    ...(notice.facts["paired"] === true ? [] : [unitSection(notice, sections, taken, making)]),
    ...pairedSection(notice, sections, taken, making),
  ]);
  const rest = sections.filter((section) => !taken.has(section) && section.rows.length > 0);
  return [...own, ...rest.map(bare)];
}

/** Takes the sections over: their rows stand in the package. */
function takeOver(
  sections: readonly Section[],
  taken: Set<Section>,
  isOwn: (section: Section) => boolean,
): LetterRow[] {
  return sections.filter(isOwn).flatMap((section) => {
    taken.add(section);
    return section.rows;
  });
}

function unitSection(
  notice: NoticeRow,
  sections: readonly Section[],
  taken: Set<Section>,
  making: Making,
): LetterModelSection {
  const { letter, names, packages } = making;
  const unit = unitOf(notice) ?? "";
  const year = yearOf(notice) ?? 0;
  const rows = takeOver(
    sections,
    taken,
    ({ addressed, capacity }) => addressed === notice.addressed_post && capacity.as === "primaryUnit",
  );
  const known = new Set(rows.map(({ itemId }) => itemId));
  const continuing = (packages.continuing.get(letter.id) ?? []).filter(
    (item) => item.primaryUnit === unit && !known.has(item.id),
  );
  const of = unitPackage(names.bundle, unit, year);
  return {
    capacity: making.capacityOf(notice, "primaryUnit"),
    rows,
    given: { year, continuing: continuing.map(making.rowOf) },
    ...(of === null ? {} : { package: of }),
  };
}

function pairedSection(
  notice: NoticeRow,
  sections: readonly Section[],
  taken: Set<Section>,
  making: Making,
): LetterModelSection[] {
  const { letter, names, packages } = making;
  const villages = villagesOf(notice, letter.plan_day, names);
  if (villages.length === 0) return [];
  const copied = takeOver(
    sections,
    taken,
    ({ addressed, capacity }) => addressed === notice.addressed_post && SEATS.has(capacity.as),
  );
  // Of an item each person is told once: one that they owe themselves, or are told of in another post, is of their villages too.
  const own = new Set(villages.map((id) => names.village(id).name));
  const told = sections.flatMap((section) => section.rows.filter(({ village = "" }) => own.has(village)));
  const rows = [...new Map([...copied, ...told].map((row) => [row.itemId, row])).values()];
  const known = new Set(rows.map(({ itemId }) => itemId));
  const continuing = (packages.continuing.get(letter.id) ?? []).filter(
    (item) => item.village !== null && villages.includes(item.village) && !known.has(item.id),
  );
  return [
    {
      capacity: making.capacityOf(notice, seatOf(notice.addressed_post, names)),
      rows,
      given: {
        year: yearOf(notice) ?? 0,
        villages: villages.map((id) => names.village(id).name),
        continuing: continuing.map(making.rowOf),
      },
    },
  ];
}

/** The package that a unit is urged to sign for, as an entry of its letter. */
export function pressedRow({ facts }: NoticeRow, day: PlanDate, names: Directory): LetterRow {
  const unit = unitOf({ facts });
  return {
    itemId: "",
    taskNo: 0,
    taskTitle: "",
    milestoneTitle: `${String(facts["package"])}年度任务交办清单`,
    primaryUnitName: unit === undefined ? "" : names.unit(unit, day).name,
    deadline: "",
    status: "assigned",
    matter: "signFor",
    facts,
  };
}

/** One signature is asked for once: the items of a package that waits for it stand in its own entry, as a number. */
export function withoutUnsigned(rows: readonly LetterRow[]): LetterRow[] {
  const pressed = rows.find(({ itemId, matter }) => itemId === "" && matter === "signFor");
  if (!pressed) return [...rows];
  const isOfIt = (row: LetterRow): boolean =>
    row !== pressed && row.matter === "signFor" && row.primaryUnitName === pressed.primaryUnitName;
  const unsigned = rows.filter(isOfIt).length;
  return rows
    .filter((row) => !isOfIt(row))
    .map((row) => (row === pressed && unsigned > 0 ? { ...row, facts: { ...row.facts, unsigned } } : row));
}
