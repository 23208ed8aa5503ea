/** What of inspections waits for the reader: above everything else that does (我的待办). */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./my.module.css";

export function InspectionTurns({ isOffice }: { readonly isOffice: boolean }) {
  const { t } = useTexts();
  const waits = [...useVisitTurns(), ...useConclusionTurns(), ...useRoundTurns(isOffice)];
  if (waits.length === 0) return null;
  return (
    <Panel title={t("inspections.turns.title")}>
      <ul className={styles["inspections"]} data-turns="inspections">
        {waits}
      </ul>
    </Panel>
  );
}

/** One's own visits that are not in, and what one's groups have to decide. */
function useVisitTurns(): ReactNode[] {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { id, today } = usePlan();
  const { data } = useQuery(inspections.myVisits(id));
  const runs = (data?.visits ?? []).filter(
    ({ status, roundStatus }) => status !== "submitted" && (roundStatus === "open" || roundStatus === "closing"),
  );
  const late = runs.filter(({ visitsUntil }) => visitsUntil < today).length;
  const [until] = runs.map(({ visitsUntil }) => visitsUntil).sort();
  const disputed = runs.filter(({ leads }) => leads).reduce((sum, visit) => sum + visit.disputed, 0);
  return [
    ...(until === undefined
      ? []
      : [
          <li key="file">
            <a href={inspections.FILING}>{t("inspections.turns.file", { count: runs.length })}</a>{" "}
            <small className={late > 0 ? "text-red" : "quiet"}>
              {late > 0
                ? t("inspections.turns.late", { count: late })
                : t("inspections.my.until", { date: format.day(until) })}
            </small>
          </li>,
        ]),
    ...(disputed === 0
      ? []
      : [
          <li key="decide">
            <Link to={path("inspections/group")}>{t("inspections.turns.disputed", { count: disputed })}</Link>
          </li>,
        ]),
  ];
}

/** Conclusions that one may still object to, and objections that one is to decide. */
function useConclusionTurns(): ReactNode[] {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { id } = usePlan();
  const { data } = useQuery(inspections.conclusions(id));
  const all = data?.conclusions ?? [];
  const objectable = all.filter(({ may }) => may.includes("object"));
  const pending = all
    .filter(({ may }) => may.includes("decideObjection"))
    .reduce((sum, one) => sum + one.objections.filter(({ decision }) => decision === null).length, 0);
  const [until] = objectable.flatMap(({ conclusion }) => conclusion?.objectUntil ?? []).sort();
  const address = path("inspections/objections");
  return [
    ...(pending === 0
      ? []
      : [
          <li key="objections">
            <Link to={address}>{t("inspections.turns.objections", { count: pending })}</Link>
          </li>,
        ]),
    ...(until === undefined
      ? []
      : [
          <li key="object">
            <Link to={address}>{t("inspections.turns.object", { count: objectable.length })}</Link>{" "}
            <small className="quiet">{t("inspections.conclusion.until", { date: format.day(until) })}</small>
          </li>,
        ]),
  ];
}

/** Schemes that the office has to approve. */
function useRoundTurns(isOffice: boolean): ReactNode[] {
  const { t } = useTexts();
  const say = useSay();
  const path = usePlanPath();
  const { id } = usePlan();
  const { data } = useQuery({ ...inspections.rounds(id), enabled: isOffice });
  return (data?.rounds ?? [])
    .filter(({ status }) => isOffice && status === "draft")
    .map(({ round, name }) => (
      <li key={round}>
        <Link to={path(`inspections/rounds/${encodeURIComponent(round)}`)}>
          {t("inspections.turns.approve", { name: say(name) })}
        </Link>
      </li>
    ));
}
