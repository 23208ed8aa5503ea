/** 我的检查: the visits one has to file, each with the way to the filing page and what of it has arrived. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import type { MyVisit } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { Delivered } from "./parts.js";
import { ReceiptSheet } from "./ReceiptSheet.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("inspections.mine"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.myVisits(id));
  const rounds = [...new Set((data?.visits ?? []).map(({ round }) => round))];
  return (
    <>
      <InspectionSections />
      <PageTitle aside={<a href={inspections.FILING}>{t("inspections.my.filing")}</a>}>
        {t("inspections.mine")}
      </PageTitle>
      <p className={desk["lead"]}>{t("inspections.my.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : data.visits.length === 0 ? (
        <Nothing title={t("inspections.my.none")} hint={t("inspections.my.noneHint")} />
      ) : (
        <div className={styles["stack"]}>
          {rounds.map((round) => (
            <RoundVisits key={round} visits={data.visits.filter((visit) => visit.round === round)} />
          ))}
        </div>
      )}
    </>
  );
}

function RoundVisits({ visits }: { readonly visits: readonly MyVisit[] }) {
  const { t } = useTexts();
  const say = useSay();
  const [first] = visits;
  if (!first) return null;
  const done = visits.filter(({ status }) => status === "submitted").length;
  return (
    <Panel
      title={t("inspections.round.name", { name: say(first.roundName) })}
      aside={<span className="figures">{t("inspections.round.done", { done, all: visits.length })}</span>}
      flush
    >
      <ul className={desk["rows"]}>
        {visits.map((visit) => (
          <MyVisitRow key={visit.visit} visit={visit} />
        ))}
      </ul>
    </Panel>
  );
}

function MyVisitRow({ visit }: { readonly visit: MyVisit }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const [open, setOpen] = useState(false);
  const { place, status } = visit;
  const address = path(
    `inspections/rounds/${encodeURIComponent(visit.round)}/visits/${encodeURIComponent(visit.visit)}`,
  );
  return (
    <li data-mine={visit.visit} data-status={status}>
      <div className={styles["mineHead"]}>
        <Link to={address}>{place.name}</Link>
        {place.township && <small className="quiet">{place.township.name}</small>}
        <small className="quiet">{t(`inspections.mode.${visit.mode}`)}</small>
        {visit.leads && <b className={styles["leader"]}>{t("inspections.my.leader")}</b>}
      </div>
      <p>
        <Delivered lines={visit.lines} photos={visit.photos} status={status} /> <Until visit={visit} />
      </p>
      <p className={styles["mineLinks"]}>
        {status !== "submitted" && (
          <a href={inspections.FILING} aria-label={t("inspections.my.fileOf", { place: place.name })}>
            {t("inspections.my.file")}
          </a>
        )}
        {(visit.lines.arrived > 0 || status === "submitted") && (
          <button
            type="button"
            className={styles["link"]}
            aria-label={t("inspections.my.receiptOf", { place: place.name })}
            onClick={() => setOpen(true)}
          >
            {t("inspections.my.receipt")}
          </button>
        )}
        {visit.disputed > 0 && (
          <Link to={address} className={visit.leads ? "text-red" : "text-yellow"}>
            {t(visit.leads ? "inspections.my.disputes" : "inspections.out.disputed", { count: visit.disputed })}
          </Link>
        )}
      </p>
      {open && (
        <ReceiptSheet round={visit.round} visit={visit.visit} place={place.name} onClose={() => setOpen(false)} />
      )}
    </li>
  );
}

/** By when it is to be in, or what its lateness means. */
function Until({ visit: { status, roundStatus, visitsUntil, closesOn } }: { readonly visit: MyVisit }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  if (status === "submitted") return null;
  if (roundStatus === "closed") return <small className="text-red">{t("inspections.my.closed")}</small>;
  return visitsUntil < today ? (
    <small className="text-red">{t("inspections.my.lateUntil", { date: format.day(closesOn) })}</small>
  ) : (
    <small className="quiet">{t("inspections.my.until", { date: format.day(visitsUntil) })}</small>
  );
}
