/** A conclusion as it was shown to the inspected, and how long it may be objected to. */
import type { VisitDetail } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

/** To whom, by whom and when. A capacity that the name ends with is not said twice. */
export function useServedText(): (conclusion: NonNullable<VisitDetail["conclusion"]>) => string {
  const { t } = useTexts();
  const format = useFormat();
  return ({ to, capacity, on, by }) =>
    t("inspections.conclusion.to", {
      date: format.day(on),
      to: capacity === "" || to.endsWith(capacity) ? to : `${to}${t("brackets", { text: capacity })}`,
      by: by.name,
    });
}

/** To whom, by whom and when, and how long it may be objected to. */
export function Served({ conclusion }: { readonly conclusion: NonNullable<VisitDetail["conclusion"]> }) {
  const servedText = useServedText();
  return (
    <div data-served={conclusion.on}>
      <p>{servedText(conclusion)}</p>
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
