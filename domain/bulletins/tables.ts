/** The tables that are annexed to a bulletin, and the restricted one for the appraisal of leaders. Cells hold figures by their keys. */
import { directoryOf } from "../people/directory.js";
import type { PlanBundle } from "../plan/bundle.js";
import { valueOn } from "../plan/dated.js";
import type { PlanDate } from "../plan/plan.js";
import type { Cell, ContentColumn, ContentTable } from "./content.js";
import type { Records } from "./facts.js";
import { type Figure, FigureMaker, partFigures } from "./figures.js";
import type { Problem } from "./problems.js";
import type { Ranked } from "./ranking.js";
import { COLUMN_WORDS, TABLE_WORDS } from "./words.js";

const NUMBERS = [
  "asked",
  "pass",
  "mostly",
  "fail",
  "notApplicable",
  "unchecked",
  "rate",
  "all",
  "closed",
  "open",
  "overdue",
] as const;

const column = (
  name: keyof typeof COLUMN_WORDS,
  width: number,
  align: ContentColumn["align"] = "right",
): ContentColumn => ({
  title: COLUMN_WORDS[name],
  width,
  align,
});
const numbers = NUMBERS.map((name) => column(name, name === "rate" ? 2.9 : 1.5));
const cells = (key: string): Cell[] => NUMBERS.map((name) => ({ figure: `${key}.${name}` }));

/** Units or townships in their order. Where nothing was judged there is no rank. */
export const rankingTable = (
  id: "units" | "townships",
  ranked: readonly Ranked[],
  nameOf: (id: string) => string,
): ContentTable => ({
  id,
  title: TABLE_WORDS[id],
  columns: [column("rank", 1.4, "center"), column(id === "units" ? "unit" : "township", 4, "left"), ...numbers],
  rows: ranked.map(({ id: one, rank, key }) => [
    { text: rank === null ? "—" : String(rank) },
    { text: nameOf(one) },
    ...cells(key),
  ]),
});

export const problemTable = (
  problems: readonly Problem[],
  names: {
    readonly unit: (id: string) => string;
    readonly line: (key: string) => string;
    readonly cause: (id: string) => string;
  },
): ContentTable => ({
  id: "problems",
  title: TABLE_WORDS.problems,
  columns: [
    column("no", 1.2, "center"),
    column("unit", 4, "left"),
    column("line", 8, "left"),
    column("cause", 4, "left"),
    column("count", 1.5),
    column("change", 2),
  ],
  rows: problems.map(({ unit, line, cause, count, change }, index) => [
    { text: String(index + 1) },
    { text: names.unit(unit) },
    { text: names.line(line) },
    { text: names.cause(cause) },
    { figure: count },
    { figure: change },
  ]),
});

/** For the appraisal (考核), by itself and never part of a bulletin: leaders in 任职 order, with their villages. Nobody is ranked. */
export function appraisalAnnex(
  records: Records,
  bundle: PlanBundle,
  day: PlanDate,
): { readonly table: ContentTable; readonly figures: readonly Figure[] } {
  const { roster } = bundle;
  const directory = directoryOf(bundle);
  const figures = new FigureMaker(records);
  const villages = new Map<string, string[]>();
  for (const { id, pairing } of roster.villages) {
    const leader = valueOn(pairing, day)?.countyLeader;
    if (leader !== undefined) villages.set(leader, [...(villages.get(leader) ?? []), id]);
  }
  const leaders = roster.posts
    .filter(({ id }) => villages.has(id))
    .sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER));
  const rows = leaders.map(({ id }): Cell[] => {
    const own = villages.get(id) ?? [];
    const key = `leader.${id.replaceAll("/", ".")}`;
    partFigures(figures, key, { place: own.join(",") });
    const { person, post } = directory.holder(id, day);
    return [
      { text: person?.name ?? `${post.title}（空缺）` },
      { text: own.map((village) => directory.village(village).name).join("、") },
      ...cells(key),
    ];
  });
  return {
    figures: figures.all,
    table: {
      id: "appraisal",
      title: TABLE_WORDS.appraisal,
      columns: [column("leader", 3, "left"), column("villages", 6, "left"), ...numbers],
      rows,
    },
  };
}
