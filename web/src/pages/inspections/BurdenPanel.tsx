/** 基层负担: what the round asks of each village and unit, beside what this year has asked of it already. Before approval above all. */
import type { PlannedVisit, Round } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { Cell, Table } from "../people/table.js";
import styles from "./inspections.module.css";
import { PlaceLink } from "./parts.js";

const sum = (visits: readonly PlannedVisit[], of: (visit: PlannedVisit) => number): number =>
  visits.reduce((total, visit) => total + of(visit), 0);

export function BurdenPanel({ round: { plannedVisits, status } }: { readonly round: Round }) {
  const { t } = useTexts();
  if (plannedVisits.length === 0) return null;
  const visits = plannedVisits.filter(({ mode }) => mode === "visit").length;
  return (
    <Panel title={t("inspections.burden.title")} flush>
      <div className={styles["intro"]}>
        <p className="quiet">{t("inspections.burden.lead")}</p>
        <p>
          <b>
            {t("inspections.burden.total", {
              visits,
              desks: plannedVisits.length - visits,
              lines: sum(plannedVisits, ({ lines }) => lines.length),
              materials: sum(plannedVisits, ({ materials }) => materials),
            })}
          </b>
        </p>
      </div>
      {/* Once the scheme stands it is looked up, not weighed. */}
      <details className={styles["more"]} open={status === "draft"}>
        <summary>{t("inspections.burden.each", { count: plannedVisits.length })}</summary>
        <BurdenTable visits={plannedVisits} />
      </details>
    </Panel>
  );
}

function BurdenTable({ visits }: { readonly visits: readonly PlannedVisit[] }) {
  const { t } = useTexts();
  const heads = [
    t("inspections.burden.place"),
    t("inspections.burden.why"),
    t("inspections.burden.lines"),
    t("inspections.burden.now"),
    t("inspections.burden.checks"),
    t("inspections.burden.before"),
  ];
  const [, why = "", lines = "", now = "", checks = "", before = ""] = heads;
  return (
    <Table heads={heads}>
      {visits.map((visit) => (
        <tr key={visit.visit} data-visit={visit.visit}>
          <th scope="row">
            <PlaceLink place={visit.place} />
          </th>
          <Cell head={why}>
            {t(`inspections.mode.${visit.mode}`)}{" "}
            <small className="quiet">{t(`inspections.reason.${visit.reason}`)}</small>
          </Cell>
          <Cell head={lines}>{t("inspections.scheme.lines", { count: visit.lines.length })}</Cell>
          <Cell head={now}>{t("inspections.scheme.materials", { count: visit.materials })}</Cell>
          <Cell head={checks}>{t("inspections.burden.times", { count: visit.burden.checks })}</Cell>
          <Cell head={before}>{t("inspections.scheme.materials", { count: visit.burden.materials })}</Cell>
        </tr>
      ))}
    </Table>
  );
}
