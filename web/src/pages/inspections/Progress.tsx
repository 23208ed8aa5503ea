/** How many of a round's visits are in, as a bar with its words. */
import { VISIT_STATUSES } from "../../../../domain/inspections/types.js";
import type { RoundSummary, VisitStatus } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";

/** From the last step to the first. */
const STEPS: readonly VisitStatus[] = [...VISIT_STATUSES].reverse();

export const visitsIn = (visits: RoundSummary["visits"]): number =>
  STEPS.reduce((sum, status) => sum + visits[status], 0);

export function Progress({ visits }: Pick<RoundSummary, "visits">) {
  const { t } = useTexts();
  const all = visitsIn(visits);
  const told = STEPS.filter((status) => visits[status] > 0)
    .map((status) => `${t(`inspections.coverage.visitStatus.${status}`)}${visits[status]}`)
    .join(t("list"));
  return (
    <span className={styles["progress"]}>
      <span className="figures">{t("inspections.round.done", { done: visits.submitted, all })}</span>
      {all > 0 && (
        <span className={styles["bar"]} role="img" aria-label={told} title={told}>
          {STEPS.filter((status) => visits[status] > 0).map((status) => (
            <i key={status} data-status={status} style={{ flexGrow: visits[status] }} />
          ))}
        </span>
      )}
    </span>
  );
}
