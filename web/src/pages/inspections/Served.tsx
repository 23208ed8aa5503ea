/** A conclusion as it was shown to the inspected, and how long it may be objected to. */
import type { VisitDetail } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

/** To whom, by whom and when, and how long it may be objected to. */
export function Served({ conclusion }: { readonly conclusion: NonNullable<VisitDetail["conclusion"]> }) {
  const { t } = useTexts();
  const format = useFormat();
  const { to, capacity, on, by } = conclusion;
  const shownTo = capacity === "" ? to : `${to}${t("brackets", { text: capacity })}`;
  return (
    <div data-served={on}>
      <p>{t("inspections.conclusion.to", { date: format.day(on), to: shownTo, by: by.name })}</p>
      <ObjectionWindow conclusion={conclusion} />
    </div>
  );
}

/** The last day for objections, with the working days that are left. */
export function ObjectionWindow({
  conclusion: { objectUntil, daysLeft },
}: {
  readonly conclusion: NonNullable<VisitDetail["conclusion"]>;
}) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const date = format.day(objectUntil);
  if (objectUntil < today) return <p className="quiet">{t("inspections.conclusion.untilOver", { date })}</p>;
  return (
    <p className={daysLeft !== null && daysLeft > 3 ? "" : "text-yellow"} data-days-left={daysLeft}>
      {t("inspections.conclusion.until", { date })}
      {daysLeft !== null && (
        <b>
          {t("list")}
          {daysLeft > 0 ? t("inspections.conclusion.left", { count: daysLeft }) : t("inspections.conclusion.noneLeft")}
        </b>
      )}
    </p>
  );
}
