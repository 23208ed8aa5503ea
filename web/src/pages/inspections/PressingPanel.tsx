/** What of a round waits for people, since when: approval, groups, late checks, objections, the bulletin. */
import type { Round } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { visitsIn } from "./Progress.js";
import styles from "./inspections.module.css";

export function PressingPanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const counts = {
    approval: 0,
    groups: round.uncovered.length,
    checks: visitsIn(round.visits) - round.visits.submitted,
    objections: round.objections,
    bulletin: 0,
  };
  return (
    <Panel title={t("inspections.pressing.title")}>
      {round.pressing.length === 0 ? (
        <p className="quiet">{t("inspections.pressing.none")}</p>
      ) : (
        <ul className={styles["stack"]}>
          {round.pressing.map(({ what, since }) => {
            // Checks and objections are pressed for by their last day: before it nothing is late.
            const hasLastDay = what === "checks" || what === "objections";
            const late = !hasLastDay || since < today;
            return (
              <li key={what} data-pressing={what}>
                <b className={late ? "text-red" : ""}>{t(`inspections.pressing.${what}`, { count: counts[what] })}</b>{" "}
                <small className="quiet">
                  {hasLastDay
                    ? t("inspections.pressing.until", { date: format.day(since) })
                    : t("inspections.pressing.since", { date: format.day(since) })}
                </small>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
