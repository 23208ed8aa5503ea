/** 本组检查: the checks of the groups that the reader leads: who has what out, what is to be decided, what is late. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import type { MyVisit } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { visitPath } from "./addresses.js";
import { HandOverSheet } from "./HandOverSheet.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { OutTable } from "./OutstandingPanel.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("inspections.led"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.myVisits(id));
  const led = (data?.visits ?? []).filter(({ leads }) => leads);
  const rounds = [...new Set(led.map(({ round }) => round))].sort().reverse();
  return (
    <>
      <InspectionSections />
      <PageTitle>{t("inspections.led")}</PageTitle>
      <p className={desk["lead"]}>{t("inspections.ledGroup.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : led.length === 0 ? (
        <Nothing title={t("inspections.ledGroup.none")} hint={t("inspections.my.noneHint")} />
      ) : (
        <div className={styles["stack"]}>
          {rounds.map((round) => (
            <RoundOfGroup key={round} visits={led.filter((visit) => visit.round === round)} />
          ))}
        </div>
      )}
    </>
  );
}

function RoundOfGroup({ visits }: { readonly visits: readonly MyVisit[] }) {
  const { t } = useTexts();
  const say = useSay();
  const { today } = usePlan();
  const [first] = visits;
  if (!first) return null;
  const { round, roundName, roundStatus, visitsUntil } = first;
  // A round that is closed has its groups for good.
  const mayHandOver = roundStatus === "open" || roundStatus === "closing";
  const open = visits.filter(({ status }) => status !== "submitted");
  const done = visits.filter(({ status }) => status === "submitted");
  return (
    <Panel title={t("inspections.round.name", { name: say(roundName) })} flush>
      <p className={styles["intro"]} data-led={round}>
        {t("inspections.ledGroup.counts", {
          all: visits.length,
          submitted: done.length,
          open: open.length,
          late: visitsUntil < today ? open.length : 0,
          disputed: open.reduce((sum, { disputed }) => sum + disputed, 0),
        })}
      </p>
      {open.length > 0 && (
        <OutTable
          round={round}
          visits={[...open].sort((a, b) => b.disputed - a.disputed)}
          late={visitsUntil}
          act={{
            head: t("inspections.ledGroup.acts"),
            of: (visit) => <Acts round={round} visit={visit} mayHandOver={mayHandOver} />,
          }}
        />
      )}
      {done.length > 0 && (
        <details className={styles["more"]}>
          <summary>{t("inspections.ledGroup.rest", { count: done.length })}</summary>
          <OutTable round={round} visits={done} late={visitsUntil} />
        </details>
      )}
    </Panel>
  );
}

interface ActsProps {
  readonly round: string;
  readonly visit: Pick<MyVisit, "visit" | "place" | "disputed">;
  readonly mayHandOver: boolean;
}

function Acts({ round, visit: { visit, place, disputed }, mayHandOver }: ActsProps) {
  const { t } = useTexts();
  const path = usePlanPath();
  const [open, setOpen] = useState(false);
  return (
    <span className={styles["buttons"]}>
      {disputed > 0 && (
        <Link
          to={path(visitPath({ round, visit }))}
          aria-label={t("inspections.ledGroup.decideOf", { place: place.name, count: disputed })}
        >
          {t("inspections.ledGroup.decide", { count: disputed })}
        </Link>
      )}
      {mayHandOver && (
        <Button
          size="small"
          aria-label={t("inspections.ledGroup.handOverOf", { place: place.name })}
          onClick={() => setOpen(true)}
        >
          {t("inspections.ledGroup.handOver")}
        </Button>
      )}
      {open && <HandOverSheet round={round} visit={visit} onClose={() => setOpen(false)} />}
    </span>
  );
}
