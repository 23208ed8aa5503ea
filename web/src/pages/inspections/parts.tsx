/** Small pieces that the pages of inspections share. */
import type { ReactNode } from "react";
import { Link } from "react-router";
import { roundName } from "../../../../domain/inspections/round-name.js";
import type { Grade, PlannedVisit, RoundStatus, Severity, VisitStatus } from "../../api/types.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import styles from "./inspections.module.css";

type Place = PlannedVisit["place"];

const ROUND_TONE: Readonly<Record<RoundStatus, string>> = {
  draft: "yellow",
  open: "green",
  closing: "yellow",
  closed: "blue",
  skipped: "grey",
};
const GRADE_TONE: Readonly<Record<Grade | "none", string>> = {
  pass: "green",
  mostly: "yellow",
  fail: "red",
  notApplicable: "grey",
  none: "grey",
};
const SEVERITY_TONE: Readonly<Record<Severity, string>> = { minor: "grey", serious: "yellow", grave: "red" };

/** A word set off by its ground. */
function Tag({ tone, children }: { readonly tone: string; readonly children: ReactNode }) {
  return (
    <span className={styles["tag"]} data-tone={tone}>
      {children}
    </span>
  );
}

export function RoundStatusTag({ status }: { readonly status: RoundStatus }) {
  const { t } = useTexts();
  return <Tag tone={ROUND_TONE[status]}>{t(`inspections.round.status.${status}`)}</Tag>;
}

/** 合格 … 不适用; null: 未查, which is never a pass. */
export function GradeTag({ grade }: { readonly grade: Grade | null }) {
  const { t } = useTexts();
  const name = grade ?? "none";
  return <Tag tone={GRADE_TONE[name]}>{t(`inspections.grade.${name}`)}</Tag>;
}

export function SeverityTag({ severity }: { readonly severity: Severity }) {
  const { t } = useTexts();
  return <Tag tone={SEVERITY_TONE[severity]}>{t(`inspections.severity.${severity}`)}</Tag>;
}

/** A village or a unit, leading to its page. */
export function PlaceLink({ place: { kind, id, name } }: { readonly place: Place }) {
  const path = usePlanPath();
  return <Link to={path(`${kind === "village" ? "villages" : "units"}/${encodeURIComponent(id)}`)}>{name}</Link>;
}

/** A round by its name, leading to its page. */
export function RoundLink({ round }: { readonly round: string }) {
  const say = useSay();
  const path = usePlanPath();
  return <Link to={path(`inspections/rounds/${encodeURIComponent(round)}`)}>{say(roundName(round))}</Link>;
}

interface DeliveredProps {
  readonly lines: { readonly asked: number; readonly arrived: number };
  readonly photos: { readonly named: number; readonly arrived: number } | null;
  readonly status: VisitStatus;
}

/**
 * How far a check has come, in the words of the filing page. 已存本机 is known on the device only; 已入账 is said of what is submitted.
 * `photos` null: not told.
 */
export function Delivered({ lines, photos, status }: DeliveredProps) {
  const { t } = useTexts();
  if (status === "submitted") return <b className="text-green">{t("inspections.my.recorded")}</b>;
  if (lines.arrived === 0) return <span className="quiet">{t("inspections.my.notYet")}</span>;
  return (
    <span className="figures">
      {photos === null || photos.named === 0
        ? t("inspections.my.deliveredNoPhotos", { arrived: lines.arrived, all: lines.asked })
        : t("inspections.my.delivered", {
            arrived: lines.arrived,
            all: lines.asked,
            photos: photos.arrived,
            named: photos.named,
          })}
    </span>
  );
}
