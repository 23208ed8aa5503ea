/** 月度调度: the months that were asked about, one's own requests in them, and for the office who has answered. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { MonthList } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Sections } from "../my/Sections.js";
import styles from "./months.module.css";
import { Requests } from "./Requests.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("months.title"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.months(id));
  return (
    <>
      <Sections />
      <PageTitle>{t("months.title")}</PageTitle>
      <p className={desk["lead"]}>{t("months.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : data.months.length === 0 ? (
        <Nothing
          title={t(data.asks ? "months.none" : "months.notAsked")}
          {...(data.asks ? { hint: t("months.noneHint") } : {})}
        />
      ) : (
        <div className={styles["months"]}>
          {data.months.map((month) => (
            <Month key={month.month} month={month} />
          ))}
        </div>
      )}
    </>
  );
}

function Month({ month }: { readonly month: MonthList["months"][number] }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { totals, own } = month;
  return (
    <Panel
      title={format.month(month.month)}
      aside={t(month.status === "open" ? "months.open" : "months.closed")}
      flush={own.length > 0}
    >
      <div style={{ padding: own.length > 0 ? "10px 16px" : 0 }}>
        <p className="quiet">
          {t("months.dates", {
            asked: format.shortDay(month.askedOn),
            due: format.shortDay(month.dueOn),
            closes: format.shortDay(month.closesOn),
          })}
        </p>
        {totals && (
          <p>
            <Link to={path(`/months/${month.month}`)}>
              {t("months.counts", { ...totals, waiting: totals.answered - totals.confirmed })}
            </Link>
          </p>
        )}
        {month.status === "closed" && <Link to={path(`/months/${month.month}/bulletin`)}>{t("months.bulletin")}</Link>}
      </div>
      {own.length > 0 && <Requests month={month.month} requests={own} />}
    </Panel>
  );
}
