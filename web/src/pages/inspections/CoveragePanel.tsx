/** 检查进度 by township, and of units; opened, visit by visit. */
import { Link } from "react-router";
import { VISIT_STATUSES } from "../../../../domain/inspections/types.js";
import type { PlannedVisit, Round, RoundSummary } from "../../api/types.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./inspections.module.css";
import { Progress } from "./Progress.js";

interface Part {
  readonly key: string;
  readonly name: string;
  readonly visits: PlannedVisit[];
}

/** Villages by their township, then units. */
function partsOf(visits: readonly PlannedVisit[], units: string): Part[] {
  const parts = new Map<string, Part>();
  for (const visit of visits) {
    const { kind, township } = visit.place;
    const key = kind === "unit" ? "" : (township?.id ?? "");
    const part = parts.get(key) ?? { key, name: kind === "unit" ? units : (township?.name ?? units), visits: [] };
    part.visits.push(visit);
    parts.set(key, part);
  }
  return [...parts.values()].sort((a, b) => Number(a.key === "") - Number(b.key === ""));
}

const countsOf = (visits: readonly PlannedVisit[]): RoundSummary["visits"] => {
  const counts = { planned: 0, takenAlong: 0, partlyFiled: 0, submitted: 0 };
  for (const { status } of visits) counts[status]++;
  return counts;
};

export function CoveragePanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const { today } = usePlan();
  const parts = partsOf(round.plannedVisits, t("inspections.coverage.units"));
  const late = (visit: PlannedVisit): boolean =>
    visit.status !== "submitted" && round.visitsUntil < today && round.status !== "draft" && round.status !== "skipped";
  return (
    <Panel title={t("inspections.coverage.title")} flush>
      {parts.length === 0 ? (
        <Nothing title={t("inspections.coverage.none")} hint={t("inspections.coverage.noneHint")} />
      ) : (
        <ul className={styles["coverage"]}>
          {parts.map(({ key, name, visits }) => (
            <li key={key} data-part={key === "" ? "units" : key}>
              <div className={styles["partHead"]}>
                <b>{name}</b>
                <Progress visits={countsOf(visits)} />
              </div>
              <details className={styles["more"]}>
                <summary>{t("inspections.coverage.show", { count: visits.length, name })}</summary>
                <ul className={styles["cells"]}>
                  {VISIT_STATUSES.flatMap((status) => visits.filter((visit) => visit.status === status)).map(
                    (visit) => (
                      <VisitCell key={visit.visit} visit={visit} round={round.round} late={late(visit)} />
                    ),
                  )}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface CellProps {
  readonly visit: PlannedVisit;
  readonly round: string;
  readonly late: boolean;
}

function VisitCell({ visit, round, late }: CellProps) {
  const { t } = useTexts();
  const path = usePlanPath();
  const address = path(`inspections/rounds/${encodeURIComponent(round)}/visits/${encodeURIComponent(visit.visit)}`);
  return (
    <li data-visit={visit.visit} data-status={visit.status} data-late={late}>
      <Link to={address}>{visit.place.name}</Link>
      <small className={late ? "text-red" : visit.status === "submitted" ? "text-green" : "quiet"}>
        {t(`inspections.coverage.visitStatus.${visit.status}`)}
        {late && ` · ${t("inspections.out.late")}`}
      </small>
    </li>
  );
}
