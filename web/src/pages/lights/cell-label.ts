/** What a cell is, for those who hear the map. Made without looking each word up again: there are more than a thousand cells. */
import type { TFunction } from "i18next";
import { useMemo } from "react";
import type { Cell } from "../../api/types.js";
import { LIGHTS } from "../../components/Light.js";
import { useTexts } from "../../i18n/index.js";
import type { MapTask, Place } from "./axes.js";

type CellLabel = (task: MapTask, place: Place, cell: Cell) => string;

export function useCellLabel(): CellLabel {
  const { t } = useTexts();
  return useMemo(() => labels(t), [t]);
}

function labels(t: TFunction): CellLabel {
  const list = t("list");
  const names = Object.fromEntries([...LIGHTS, "none" as const].map((light) => [light, t(`light.${light}`)]));
  const empty = {
    standing: t("light.none"),
    nothing: t("lights.noCell"),
    outside: t("lights.cellOutside"),
    notYet: t("lights.cellNotYet"),
  };
  const whole = t("lights.cell", { no: "{no}", place: "{place}", light: "{light}" });
  const graded = {
    pass: t("inspections.grade.pass"),
    mostly: t("inspections.grade.mostly"),
    fail: t("inspections.grade.fail"),
    notApplicable: t("inspections.grade.notApplicable"),
  };
  const lastGrade = t("inspections.light.last", { grade: "{grade}" });
  const counted = new Map<number, string>();
  const items = (count: number): string => {
    const known = counted.get(count) ?? t("lights.cellItems", { count });
    counted.set(count, known);
    return known;
  };
  const stand = ({ light, total, counts, empty: why, grade }: Cell): string => {
    if (grade !== null) return lastGrade.replace("{grade}", graded[grade.grade]);
    if (why !== null) return empty[why];
    const some = counts.red > 0 && counts.red < total ? `${list}${names["red"]} ${counts.red}` : "";
    return `${names[light]}${list}${items(total)}${some}`;
  };
  return (task, place, cell) =>
    whole.replace("{no}", String(task.no)).replace("{place}", place.name).replace("{light}", stand(cell));
}
