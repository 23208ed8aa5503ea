/** The scope of a scheme (检查范围) in words: its numbers are those of the visits, and a text of the office's is held against them. */
import type { PlannedVisit } from "../ledger/inspection-events.js";

type Visits = readonly Pick<PlannedVisit, "place" | "mode">[];

/** How many villages are visited, how many are looked at by papers, how many units. */
interface Counts {
  readonly visited: number;
  readonly papers: number;
  readonly units: number;
}

function countsOf(visits: Visits): Counts {
  const villages = visits.filter(({ place }) => place.kind === "village");
  const visited = villages.filter(({ mode }) => mode === "visit").length;
  return { visited, papers: villages.length - visited, units: visits.length - villages.length };
}

/** As it is drafted: 入村检查32个村，案头检查32个村，案头检查16个单位。 */
export function scopeOf(visits: Visits): string {
  const { visited, papers, units } = countsOf(visits);
  const parts = [
    `入村检查${visited}个村`,
    ...(papers > 0 ? [`案头检查${papers}个村`] : []),
    ...(units > 0 ? [`案头检查${units}个单位`] : []),
  ];
  return `${parts.join("，")}。`;
}

/** The text after the visits changed: one that was drafted follows them, one that the office wrote stays as it is. */
export const scopeAfter = (text: string, before: Visits, after: Visits): string =>
  text === scopeOf(before) ? scopeOf(after) : text;

/** A number in a text that is not what the visits come to. */
export interface ScopeFault {
  readonly said: string;
  readonly is: number;
}

const NUMBERED = /(入村|到村|实地|案头|材料)?[^，。；、\d]{0,8}(\d+)\s*个?(行政村|村|单位|部门)/gu;
const AT_VILLAGES: ReadonlySet<string | undefined> = new Set(["入村", "到村", "实地"]);

/** Where a text contradicts the visits: each of its numbers of villages and units is that of those that it speaks of, or of all. */
export function scopeFaults(text: string, visits: Visits): ScopeFault[] {
  const { visited, papers, units } = countsOf(visits);
  return [...text.matchAll(NUMBERED)].flatMap(([said, how, number, what]): ScopeFault[] => {
    const isUnits = what === "单位" || what === "部门";
    const counted = isUnits
      ? [units]
      : AT_VILLAGES.has(how)
        ? [visited]
        : how === undefined
          ? [visited + papers, visited, papers]
          : [papers];
    const [is = 0] = counted;
    return counted.includes(Number(number)) ? [] : [{ said: said.trim(), is }];
  });
}
