/** How much time a round's visits have left. */
import type { RoundSummary } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";

type Times = Pick<RoundSummary, "status" | "visitsUntil" | "closesOn" | "daysLeft">;

/** Days of work until the visits end, or until what is out is taken in no longer; nothing of a round that is over. */
export function TimeLeftOf({ round: { status, visitsUntil, closesOn, daysLeft } }: { readonly round: Times }) {
  const { t } = useTexts();
  const format = useFormat();
  if (status === "closed" || status === "skipped") return null;
  if (status === "closing")
    return <small className="text-yellow">{t("inspections.round.takenUntil", { date: format.day(closesOn) })}</small>;
  if (daysLeft === null)
    return <small className="quiet">{t("inspections.round.until", { date: format.day(visitsUntil) })}</small>;
  return (
    <small className={daysLeft <= 3 ? "text-yellow" : "quiet"}>
      {daysLeft > 0 ? t("inspections.round.left", { count: daysLeft }) : t("inspections.round.lastDay")}
    </small>
  );
}
