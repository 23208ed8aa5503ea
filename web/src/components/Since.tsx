/** Since when an item is late, and with whom it hangs. */
import type { LeaderLine } from "../api/types.js";
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";
import { usePlan } from "../plan/plan.js";
import { TimeLeft } from "./TimeLeft.js";

/** 7月9日起逾期，已12个工作日; what is not overdue, how its time stands. */
export function Since({ line: { item, since } }: { readonly line: LeaderLine }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  if (since !== null)
    return (
      <b className="text-red">
        {t("leader.sinceDays", { date: format.dayAfter(since, today), count: item.workingDaysOverdue })}
      </b>
    );
  return (
    <>
      {item.due === "ahead" && `${t("leader.dueOn", { date: format.dayAfter(item.deadline, today) })} `}
      <TimeLeft item={item} />
    </>
  );
}

/** With whom it hangs: 卡在民政局（办理中）. */
export function useWithWhom(): (line: Pick<LeaderLine, "awaited">) => string {
  const { t } = useTexts();
  return ({ awaited }) =>
    awaited === null
      ? ""
      : `${t("leader.withWhom", { unit: awaited.unit.name })}${t("brackets", { text: t(`leader.step.${awaited.step}`) })}`;
}
