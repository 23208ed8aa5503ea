/** One round: its 检查方案 with burden and sample, groups, coverage, what is out, what is late, and what the office does about it. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { roundName } from "../../../../domain/inspections/round-name.js";
import * as inspections from "../../api/inspections.js";
import type { Round } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { BulletinStep } from "./BulletinStep.js";
import { BurdenPanel } from "./BurdenPanel.js";
import { CoveragePanel } from "./CoveragePanel.js";
import { GroupsPanel } from "./GroupsPanel.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { OutstandingPanel } from "./OutstandingPanel.js";
import { GradeTag, RoundStatusTag } from "./parts.js";
import { PressingPanel } from "./PressingPanel.js";
import { Progress } from "./Progress.js";
import { RoundActs } from "./RoundActs.js";
import { SamplePanel } from "./SamplePanel.js";
import { SystemicPanel } from "./SystemicPanel.js";
import { TimeLeftOf } from "./TimeLeftOf.js";

export function Page() {
  const { round: name = "" } = useParams();
  const { t } = useTexts();
  const { id } = usePlan();
  const say = useSay();
  const title = t("inspections.round.name", { name: say(roundName(name)) });
  useTitle(title);
  const { data, error, refetch } = useQuery(inspections.round(id, name));
  return (
    <>
      <InspectionSections />
      {data ? (
        <Shown round={data} title={title} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={12} />
      )}
    </>
  );
}

function Shown({ round, title }: { readonly round: Round; readonly title: string }) {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <>
      <p className={styles["crumbs"]}>
        <Link to={path("inspections")}>{t("inspections.rounds")}</Link>
      </p>
      <PageTitle
        aside={
          <>
            <RoundStatusTag status={round.status} />
            <TimeLeftOf round={round} />
          </>
        }
      >
        {title}
      </PageTitle>
      <p className={styles["lead"]}>{t(`inspections.round.statusHint.${round.status}`)}</p>
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <SchemePanel round={round} />
          <BurdenPanel round={round} />
          <CoveragePanel round={round} />
          <OutstandingPanel round={round} />
        </div>
        <div className={styles["side"]}>
          <RoundActs round={round} />
          <PressingPanel round={round} />
          <SystemicPanel round={round} />
          <GroupsPanel round={round} />
          <SamplePanel round={round} />
        </div>
      </div>
    </>
  );
}

/** 检查方案: basis, scope, days, and how far its checks have come. */
function SchemePanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const format = useFormat();
  const between = (from: string, to: string): string =>
    t("inspections.round.daysBetween", { from: format.day(from), to: format.day(to) });
  return (
    <Panel title={t(`inspections.scheme.${round.kind}`)}>
      <Facts>
        <Fact name={t("inspections.scheme.title")}>{round.title}</Fact>
        <Fact name={t("inspections.scheme.basis")}>{round.basis}</Fact>
        <Fact name={t("inspections.scheme.scope")}>
          {round.scope}
          {round.scopeFaults.map(({ said, is }) => (
            <small key={said} className="text-red" role="alert">
              {" "}
              {t("inspections.scheme.contradicts", { said, count: is })}
            </small>
          ))}
        </Fact>
        <Fact name={t("inspections.round.period")}>{between(round.from, round.to)}</Fact>
        <Fact name={t("inspections.round.days")}>{between(round.visitsFrom, round.visitsUntil)}</Fact>
        <Fact name={t("inspections.round.closesOn")}>{format.day(round.closesOn)}</Fact>
        <Fact name={t("inspections.scheme.checklist")}>
          {t("inspections.scheme.version", { version: round.checklist })}
        </Fact>
        <Fact name={t("inspections.round.coverage")}>
          <Progress visits={round.visits} />
        </Fact>
        <Fact name={t("inspections.scheme.grades")}>
          <Grades grades={round.grades} />
        </Fact>
        <Fact name={t("inspections.round.bulletin")}>
          <BulletinStep round={round} />
        </Fact>
      </Facts>
    </Panel>
  );
}

/** Grades of submitted checks; where nothing is submitted that is said, not zeros. */
function Grades({ grades }: Pick<Round, "grades">) {
  const { t } = useTexts();
  const told = (["pass", "mostly", "fail", "notApplicable"] as const).filter((grade) => grades[grade] > 0);
  if (told.length === 0) return <span className="quiet">{t("inspections.scheme.noGrades")}</span>;
  return (
    <span className={styles["tags"]}>
      {told.map((grade) => (
        <span key={grade}>
          <GradeTag grade={grade} /> <span className="figures">{grades[grade]}</span>
        </span>
      ))}
    </span>
  );
}
