/** How an item stands towards its deadline, in working days. */
import type { Item } from "../api/types.js";
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";

type Timed = Pick<Item, "light" | "rule" | "workingDaysOverdue" | "workingDaysLeft" | "closedOn">;

export function TimeLeft({ item }: { readonly item: Timed }) {
  const { t } = useTexts();
  const format = useFormat();
  if (item.closedOn !== null)
    return (
      <span className="quiet">
        {t(`rule.${item.rule}`)} {format.shortDay(item.closedOn)}
      </span>
    );
  if (item.rule === "suspended") return <span className="text-grey">{t("rule.suspended")}</span>;
  if (item.rule === "overdue")
    return <b className="text-red">{t("days.overdue", { count: item.workingDaysOverdue })}</b>;
  // The days since are the verifier's.
  if (item.rule === "awaitingCheck") return <span className="text-yellow">{t("rule.awaitingCheck")}</span>;
  // How much time is left is not what the light is about.
  if (item.rule === "behindSchedule")
    return (
      <span className="text-yellow" title={t("days.left", { count: item.workingDaysLeft })}>
        {t("rule.behindSchedule")}
      </span>
    );
  if (item.workingDaysLeft === 0) return <b className="text-yellow">{t("days.today")}</b>;
  return (
    <span className={item.light === "yellow" ? "text-yellow" : "quiet"}>
      {t("days.left", { count: item.workingDaysLeft })}
    </span>
  );
}
