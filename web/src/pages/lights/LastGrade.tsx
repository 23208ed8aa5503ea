/** What the last inspection of a standing duty found, or that it was not inspected yet: 未检查 is no grade. */
import { roundName } from "../../../../domain/inspections/round-name.js";
import type { Cell } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";

export function LastGrade({ grade }: Pick<Cell, "grade">) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  if (grade === null)
    return (
      <>
        <LightMark light="none" />
        {t("light.none")}
        {t("colon")}
        {t("lights.cellNone")}
      </>
    );
  return (
    <>
      <b>{t("inspections.light.last", { grade: t(`inspections.grade.${grade.grade}`) })}</b>{" "}
      <span className="quiet">
        {t("inspections.light.on", { round: say(roundName(grade.round)), date: format.day(grade.on) })}
      </span>
    </>
  );
}
