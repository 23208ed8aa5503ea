/** A month with who has answered. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import * as queries from "../../api/queries.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Requests } from "./Requests.js";

export function Page() {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { month = "" } = useParams();
  const { id } = usePlan();
  const title = `${t("months.title")} ${format.month(month)}`;
  useTitle(title);
  const { data, error, refetch } = useQuery(queries.month(id, month));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={8} />;
  const { totals } = data;
  return (
    <>
      <PageTitle aside={t(data.status === "open" ? "months.open" : "months.closed")}>{title}</PageTitle>
      <p className="quiet">
        {t("months.dates", {
          asked: format.shortDay(data.askedOn),
          due: format.shortDay(data.dueOn),
          closes: format.shortDay(data.closesOn),
        })}
      </p>
      {totals && <p>{t("months.counts", { ...totals, waiting: totals.answered - totals.confirmed })}</p>}
      {data.status === "closed" && (
        <p>
          <Link to={path(`/months/${month}/bulletin`)}>{t("months.bulletin")}</Link>
        </p>
      )}
      <Panel title={t("months.all")} flush>
        <Requests month={month} requests={data.requests} />
      </Panel>
    </>
  );
}
