/** What of months waits for the reader: a request to fill in or to confirm, a bulletin to bring out. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { MonthWork as Work } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./my.module.css";

type One = Work["work"][number];

const placeOf = ({ month, unit }: One): string =>
  unit === null ? `months/${month}/bulletin` : `months/${month}/requests/${encodeURIComponent(unit.id)}`;

export function useMonthWork(): readonly One[] {
  const { id } = usePlan();
  return useQuery(queries.monthWork(id)).data?.work ?? [];
}

export function MonthWork({ work }: { readonly work: readonly One[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  if (work.length === 0) return null;
  return (
    <Panel title={t("months.work.title")} flush>
      <ul className={styles["letters"]}>
        {work.map((one) => (
          <li key={`${one.month} ${one.what} ${one.unit?.id}`}>
            <Link to={path(placeOf(one))}>
              <b>
                {t(`months.work.${one.what}`, {
                  month: format.month(one.month),
                  unit: one.unit?.name ?? "",
                  count: one.rows ?? 0,
                })}
              </b>
              <span className="quiet figures">
                {[
                  one.by !== null && t(one.late ? "months.work.late" : "months.work.by", { date: format.day(one.by) }),
                  one.returnReason !== null && t("months.returnReason", { reason: one.returnReason }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
