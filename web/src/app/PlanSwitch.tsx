/** The open plan's name; a choice where there are several. The browser's own control: it is at home on every device. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import * as queries from "../api/queries.js";
import type { PlanSummary } from "../api/types.js";
import { Icon } from "../components/Icon.js";
import { useTexts } from "../i18n/index.js";
import styles from "./shell.module.css";

export function PlanSwitch({ planId, title }: { readonly planId: string; readonly title: string }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { data } = useQuery(queries.plans);
  const plans = data?.rows ?? [];
  if (plans.length < 2) return <span className={styles["plan"]}>{title}</span>;
  const told = (plan: PlanSummary): string =>
    [
      plan.title,
      t(plan.mode === "live" ? "plan.live" : "plan.rehearsal"),
      ...(plan.scenario ? [plan.scenario] : []),
      plan.today,
      ...(plan.ended ? [t("plan.ended")] : []),
    ].join(" · ");
  return (
    <label className={styles["plan"]}>
      <span aria-hidden="true">{title}</span>
      <Icon name="down" size={12} />
      <select
        aria-label={t("plan.switch")}
        value={planId}
        onChange={(event) => void navigate(`/plans/${encodeURIComponent(event.target.value)}`)}
      >
        {plans.map((plan) => (
          <option key={plan.id} value={plan.id}>
            {told(plan)}
          </option>
        ))}
      </select>
    </label>
  );
}
