/** One finding: how it stands, pictures from before and after side by side, and each time that it was found. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { itemAddress, itemIdIn } from "../../../../domain/items/item-address.js";
import * as inspections from "../../api/inspections.js";
import type { Finding } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure, NotFound } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { UnitLink } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { BeforeAfter } from "./BeforeAfter.js";
import { DaysOver, FindingPlace, FindingStatus, useFindingPlace, useSystemicText } from "./finding-parts.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { RoundLink, SeverityTag } from "./parts.js";
import { Photos } from "./Photos.js";
import { Remarks } from "./Remarks.js";

export function Page() {
  const { findingId = "" } = useParams();
  const wanted = itemIdIn(findingId);
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.findings(id, {}));
  const finding = data?.findings.find((one) => one.id === wanted);
  return (
    <>
      <InspectionSections />
      {finding ? (
        <Shown finding={finding} />
      ) : data ? (
        <NotFound />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={10} />
      )}
    </>
  );
}

function Shown({ finding }: { readonly finding: Finding }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const placeOf = useFindingPlace();
  useTitle(`${placeOf(finding)} ${finding.title}`);
  return (
    <>
      <p className={styles["crumbs"]}>
        <Link to={path("inspections/findings")}>{t("inspections.finding.back")}</Link>
      </p>
      <PageTitle
        aside={
          <>
            <SeverityTag severity={finding.severity} />
            <FindingStatus finding={finding} />
            <DaysOver finding={finding} />
          </>
        }
      >
        {placeOf(finding)} {finding.title}
      </PageTitle>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <BeforeAfter finding={finding} />
          <History finding={finding} />
        </div>
        <div className={styles["side"]}>
          <FindingFacts finding={finding} />
        </div>
      </div>
    </>
  );
}

function FindingFacts({ finding }: { readonly finding: Finding }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { proposedSeverity, reopened, count } = finding;
  const systemic = useSystemicText()(finding);
  return (
    <Panel title={t("inspections.finding.facts")}>
      <Facts>
        <Fact name={t("inspections.finding.place")}>
          <FindingPlace finding={finding} />
        </Fact>
        <Fact name={t("inspections.finding.task")}>
          <Link to={path(`tasks/${finding.task}`)}>{t("task.title", { no: finding.task })}</Link>
        </Fact>
        <Fact name={t("inspections.finding.unit")}>
          <UnitLink unit={finding.unit} />
        </Fact>
        <Fact name={t("inspections.finding.deadline")}>
          {format.day(finding.deadline)}
          <DaysOver finding={finding} />
        </Fact>
        <Fact name={t("inspections.finding.first")}>{format.day(finding.firstFoundOn)}</Fact>
        <Fact name={t("inspections.finding.last")}>{format.day(finding.lastFoundOn)}</Fact>
        <Fact name={t("inspections.finding.times")}>
          {t("inspections.finding.found", { count })}
          {reopened > 0 && (
            <small className="text-red" data-reopened={reopened}>
              {t("inspections.finding.reopened", { count: reopened })}
            </small>
          )}
        </Fact>
        {proposedSeverity !== null && (
          <Fact name={t("inspections.finding.severity")}>
            <span className="text-yellow">
              {t("inspections.finding.proposed", { severity: t(`inspections.severity.${proposedSeverity}`) })}
            </span>
          </Fact>
        )}
        {systemic !== null && <Fact name={t("inspections.finding.whole")}>{systemic}</Fact>}
        <Fact name={t("inspections.finding.item")}>
          <Link to={path(`items/${itemAddress(finding.id)}`)}>{t("inspections.finding.openItem")}</Link>
        </Fact>
      </Facts>
    </Panel>
  );
}

/** The newest first; what an objection undid is not among them. */
function History({ finding }: { readonly finding: Finding }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  return (
    <Panel title={t("inspections.finding.history")}>
      {finding.found.length === 0 ? (
        <p className="quiet">{t("inspections.finding.standsNot")}</p>
      ) : (
        <ol className={styles["history"]}>
          {[...finding.found].reverse().map((found) => (
            <li key={`${found.round} ${found.row}`} data-found={found.round}>
              <p>
                <b>{format.day(found.on)}</b> <RoundLink round={found.round} />{" "}
                {found.row > 0 && (
                  <Link
                    to={path(
                      `inspections/rounds/${encodeURIComponent(found.round)}/visits/${encodeURIComponent(found.visit)}`,
                    )}
                  >
                    <small>{t("inspections.finding.row", { row: found.row })}</small>
                  </Link>
                )}
              </p>
              <p>{found.text === "" ? <span className="quiet">{t("inspections.finding.noText")}</span> : found.text}</p>
              {found.contradicts && <b className="text-red">{t("inspections.contradicts")}</b>}
              {found.photos.length > 0 && (
                <Photos round={found.round} visit={found.visit} photos={found.photos} label={finding.title} />
              )}
              <Remarks remarks={found.remarks} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
