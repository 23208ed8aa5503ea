/** An objection with its reply; whoever may decide it has the way to. */
import { Button } from "antd";
import { useState } from "react";
import type { Objection, VisitDetail } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { DecideSheet } from "./DecideSheet.js";
import styles from "./inspections.module.css";
import { GradeTag } from "./parts.js";

interface Props {
  readonly visit: VisitDetail;
  readonly objection: Objection;
}

export function ObjectionCard({ visit, objection }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const [open, setOpen] = useState(false);
  const { no, unit, on, decideBy, text, decision } = objection;
  const names = new Map(visit.lines.map((line) => [line.line, line.text]));
  return (
    <section className={styles["objection"]} data-objection={no} data-decided={decision !== null}>
      <h3>
        {t("inspections.objection.no", { no })}{" "}
        <b className={decision === null ? "text-yellow" : decision.granted ? "text-green" : "quiet"}>
          {t(`inspections.objection.${decision === null ? "waits" : decision.granted ? "granted" : "refused"}`)}
        </b>
      </h3>
      <small className="quiet">{t("inspections.objection.by", { unit: unit.name, date: format.day(on) })}</small>
      {decision === null && decideBy !== null && (
        <small className={decideBy < today ? "text-red" : "quiet"}>
          {" "}
          {t("inspections.objection.decideBy", { date: format.day(decideBy) })}
        </small>
      )}
      <ul>
        {objection.lines
          // Who owes some lines of a visit reads these alone.
          .filter((line) => names.has(line))
          .map((line) => (
            <li key={line}>
              {names.get(line)} <Regraded visit={visit} line={line} decision={decision} />
            </li>
          ))}
      </ul>
      <p>{text}</p>
      {decision && (
        <p className={styles["reply"]}>
          <b>{t("inspections.conclusion.replies")}</b>
          {t("colon")}
          {decision.reason}{" "}
          <small className="quiet">
            {t("inspections.objection.on", { date: format.day(decision.on), name: decision.by.name })}
          </small>
        </p>
      )}
      {decision === null &&
        (visit.may.includes("decideObjection") ? (
          <Button onClick={() => setOpen(true)}>{t("inspections.objection.decide")}</Button>
        ) : (
          <p className="quiet">{t("inspections.objection.mayNot")}</p>
        ))}
      {open && <DecideSheet visit={visit} objection={objection} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface RegradedProps {
  readonly visit: VisitDetail;
  readonly line: string;
  readonly decision: Objection["decision"];
}

/** The grade that is objected to; once it was decided, what became of it. */
function Regraded({ visit, line, decision }: RegradedProps) {
  const { t } = useTexts();
  const filed = visit.lines.find((one) => one.line === line)?.standing?.answer.grade ?? null;
  const now = decision?.grades[line];
  return (
    <>
      <GradeTag grade={filed} />
      {now !== undefined && (
        <>
          {" "}
          {t("inspections.objection.becomes")} <GradeTag grade={now} />
        </>
      )}
      {decision !== null && now === undefined && <small className="quiet"> {t("inspections.objection.stays")}</small>}
    </>
  );
}
