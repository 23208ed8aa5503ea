/** How an item stands towards its deadline, in working days. */
import type { Item } from "../api/types.js";
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";

type Timed = Pick<
  Item,
  "light" | "rule" | "workingDaysOverdue" | "workingDaysLeft" | "closedOn" | "deadline" | "due" | "overdueFrom"
>;

export function TimeLeft({ item }: { readonly item: Timed }) {
  const { t } = useTexts();
  const format = useFormat();
  if (item.closedOn !== null)
    return (
      <span className="quiet">
        {t(`rule.${item.rule}`)} {format.dayAfter(item.closedOn, item.deadline)}
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
  if (item.due === "passed")
    return (
      <b className="text-yellow">
        {item.overdueFrom === null
          ? t("days.passed")
          : t("days.passedUntil", { date: format.dayAfter(item.overdueFrom, item.deadline) })}
      </b>
    );
  if (item.due === "today") return <b className="text-yellow">{t("days.today")}</b>;
  // Only days off are left before it.
  if (item.workingDaysLeft === 0) return <b className="text-yellow">{t("days.noneLeft")}</b>;
  return (
    <span className={item.light === "yellow" ? "text-yellow" : "quiet"}>
      {t("days.left", { count: item.workingDaysLeft })}
    </span>
  );
}
