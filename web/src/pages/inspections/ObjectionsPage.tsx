/** 结论与异议: the conclusions served within reach, and what was objected; what waits for the reader first. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import type { Conclusion } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Served } from "./Served.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { ObjectionCard } from "./ObjectionCard.js";
import { RoundLink } from "./parts.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("inspections.objections"));
  const { id, today } = usePlan();
  const { data, error, refetch } = useQuery(inspections.conclusions(id));
  const all = data?.conclusions ?? [];
  // What was objected to and decided is read as long as there is a list.
  const isOver = ({ conclusion, objections }: Conclusion): boolean =>
    objections.length === 0 && conclusion !== null && conclusion.objectUntil < today;
  const waits = (one: Conclusion): boolean => one.objections.some(({ decision }) => decision === null);
  return (
    <>
      <InspectionSections />
      <PageTitle>{t("inspections.objections")}</PageTitle>
      <p className={desk["lead"]}>{t("inspections.conclusion.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : all.length === 0 ? (
        <Nothing title={t("inspections.conclusion.none")} hint={t("inspections.conclusion.noneHint")} />
      ) : (
        <div className={styles["stack"]}>
          <List title={t("inspections.objection.pending")} of={all.filter(waits)} />
          <List title={t("inspections.conclusion.served")} of={all.filter((one) => !waits(one) && !isOver(one))} />
          <Over of={all.filter((one) => !waits(one) && isOver(one))} />
        </div>
      )}
    </>
  );
}

/** Nobody can object to them any more, and nobody did. */
function Over({ of }: { readonly of: readonly Conclusion[] }) {
  const { t } = useTexts();
  if (of.length === 0) return null;
  return (
    <Panel title={t("inspections.conclusion.over")} aside={<span className="figures">{of.length}</span>} flush>
      <details className={styles["more"]}>
        <summary>{t("inspections.conclusion.showOver", { count: of.length })}</summary>
        <ul className={desk["rows"]}>
          {of.map((one) => (
            <Row key={`${one.round} ${one.visit}`} visit={one} />
          ))}
        </ul>
      </details>
    </Panel>
  );
}

function List({ title, of }: { readonly title: string; readonly of: readonly Conclusion[] }) {
  if (of.length === 0) return null;
  return (
    <Panel title={title} aside={<span className="figures">{of.length}</span>} flush>
      <ul className={desk["rows"]}>
        {of.map((one) => (
          <Row key={`${one.round} ${one.visit}`} visit={one} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ visit }: { readonly visit: Conclusion }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const address = path(
    `inspections/rounds/${encodeURIComponent(visit.round)}/visits/${encodeURIComponent(visit.visit)}`,
  );
  return (
    <li data-conclusion={visit.visit}>
      <div className={styles["mineHead"]}>
        <Link to={address}>{visit.place.name}</Link>
        <small>
          <RoundLink round={visit.round} />
        </small>
      </div>
      {visit.conclusion && <Served conclusion={visit.conclusion} />}
      {visit.objections.map((objection) => (
        <ObjectionCard key={objection.no} visit={visit} objection={objection} />
      ))}
      {visit.may.includes("object") && (
        <p>
          <Link to={address}>{t("inspections.conclusion.read")}</Link>
        </p>
      )}
    </li>
  );
}
