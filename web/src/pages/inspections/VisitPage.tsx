/** One visit: what stands for each line, what is disputed, the conclusion with objections; each reader sees what they may. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { roundName } from "../../../../domain/inspections/round-name.js";
import * as inspections from "../../api/inspections.js";
import type { VisitDetail } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { ConclusionPanel } from "./ConclusionPanel.js";
import { DisputePanel } from "./DisputePanel.js";
import { useGroupName } from "./group-name.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { PlaceLink } from "./parts.js";
import { VisitLinks } from "./VisitLinks.js";
import { VisitLines } from "./VisitLines.js";

export function Page() {
  const { round = "", visit = "" } = useParams();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.visit(id, round, visit));
  return (
    <>
      <InspectionSections />
      {data ? (
        <Shown visit={data} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={10} />
      )}
    </>
  );
}

function Shown({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const say = useSay();
  const path = usePlanPath();
  const name = say(roundName(visit.round));
  useTitle(`${visit.place.name} ${t("inspections.round.name", { name })}`);
  return (
    <>
      <p className={styles["crumbs"]}>
        <Link to={path("inspections")}>{t("inspections.rounds")}</Link> <span aria-hidden="true">/</span>{" "}
        <Link to={path(`inspections/rounds/${encodeURIComponent(visit.round)}`)}>
          {t("inspections.round.name", { name })}
        </Link>
      </p>
      <PageTitle aside={t(`inspections.mode.${visit.mode}`)}>{visit.place.name}</PageTitle>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <DisputePanel visit={visit} />
          <Panel title={t("inspections.conclusion.lines")} flush>
            <VisitLines visit={visit} />
          </Panel>
        </div>
        <div className={styles["side"]}>
          <VisitFacts visit={visit} />
          <ConclusionPanel visit={visit} />
        </div>
      </div>
    </>
  );
}

function VisitFacts({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const groupName = useGroupName();
  const { group, submitted, status } = visit;
  return (
    <Panel title={t("inspections.visit.facts")}>
      <Facts>
        <Fact name={t("inspections.visit.place")}>
          <PlaceLink place={visit.place} />
        </Fact>
        <Fact name={t("inspections.round.state")}>
          {t(`inspections.coverage.visitStatus.${status}`)}
          {submitted && (
            <small className="quiet">
              {t("inspections.visit.submitted", {
                date: format.day(submitted.on),
                name: submitted.by.name,
                row: submitted.row,
              })}
            </small>
          )}
          {submitted?.late === true && <small className="text-red">{t("inspections.dispute.late")}</small>}
        </Fact>
        <Fact name={t("inspections.scheme.checklist")}>
          {t("inspections.scheme.versionOf", { version: visit.checklist })}
          {visit.offered && (
            <small className="text-yellow" data-offered={visit.offered.checklist}>
              {t("inspections.scheme.offered", {
                version: visit.offered.checklist,
                added: visit.offered.added.length,
                removed: visit.offered.removed.length,
              })}
              {[...visit.offered.added, ...visit.offered.removed].map(({ line, text }) => (
                <span key={line}>
                  <br />
                  {visit.offered?.added.some((one) => one.line === line) ? "+ " : "− "}
                  {text}
                </span>
              ))}
            </small>
          )}
        </Fact>
        <Fact name={t("inspections.group.title")}>
          {group === null ? (
            <span className="text-red">{t("inspections.group.none")}</span>
          ) : (
            <>
              {groupName(group.id)}
              <small className="quiet">
                {group.members
                  .map(({ person }) =>
                    person.id === group.leader.id
                      ? `${person.name}${t("brackets", { text: t("inspections.group.leader") })}`
                      : person.name,
                  )
                  .join(t("list"))}
              </small>
            </>
          )}
        </Fact>
      </Facts>
      <VisitLinks visit={visit} />
    </Panel>
  );
}
