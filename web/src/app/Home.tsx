/** Without a plan in the address: the overview of the first plan: one that runs, live before rehearsed, the newest. */
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import * as queries from "../api/queries.js";
import { Failure } from "../components/Failure.js";
import { Waiting } from "../components/Waiting.js";
import { useTexts } from "../i18n/index.js";
import styles from "./shell.module.css";

export function Home() {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(queries.plans);
  const first = data?.rows[0];
  if (first) return <Navigate to={`/plans/${encodeURIComponent(first.id)}`} replace />;
  return (
    <main className={styles["alone"]}>
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data ? (
        <>
          <h1>{t("plan.none")}</h1>
          <p>{t("plan.noneHint")}</p>
        </>
      ) : (
        <Waiting />
      )}
    </main>
  );
}
