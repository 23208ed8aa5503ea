/**
 * Without a plan in the address: the first plan, one that runs, live before rehearsed, the newest. Leaders and their liaisons begin
 * with what is submitted to them, whoever else has a post with what waits for them, others with the overview.
 */
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "react-router";
import * as queries from "../api/queries.js";
import type { PlanMe } from "../api/types.js";
import { Failure } from "../components/Failure.js";
import { Waiting } from "../components/Waiting.js";
import { useTexts } from "../i18n/index.js";
import styles from "./shell.module.css";

const LEADERS: readonly PlanMe["roles"][number]["role"][] = ["countyLeader", "liaison", "leadingGroup"];

export function Home() {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(queries.plans);
  const first = data?.rows[0];
  const { data: me, error: nobody } = useQuery({ ...queries.planMe(first?.id ?? ""), enabled: first !== undefined });
  if (first && me) {
    const leads = me.roles.some(({ role }) => LEADERS.includes(role));
    const page = leads ? "/my/leader" : me.capacities.length > 0 ? "/my" : "";
    return <Navigate to={`/plans/${encodeURIComponent(first.id)}${page}`} replace />;
  }
  return (
    <main className={styles["alone"]}>
      {(error ?? nobody) ? (
        <Failure error={error ?? nobody} retry={() => void refetch()} />
      ) : data && !first ? (
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
