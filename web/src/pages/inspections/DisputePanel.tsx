/** 意见不一: what different inspectors filed for a line, side by side; the group's 组长 decides, with a reason. */
import { Button } from "antd";
import { type FormEvent, type ReactNode, useState } from "react";
import { CLOCK_TOLERANCE_MS } from "../../../../domain/plan/inspection-policy.js";
import form from "../../actions/form.module.css";
import { Told } from "../../actions/Told.js";
import { useSend } from "../../actions/useSend.js";
import { post } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { FiledRow, VisitDetail, VisitDone, VisitLine } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { TextField } from "./form-parts.js";
import styles from "./inspections.module.css";
import { GradeTag, SeverityTag } from "./parts.js";
import { Photos } from "./Photos.js";
import { AnswerText } from "./VisitLines.js";

export function DisputePanel({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const disputed = visit.lines.filter((line) => line.disputed);
  if (disputed.length === 0) return null;
  const may = visit.may.includes("decideLine");
  return (
    <Panel title={t("inspections.dispute.title")} aside={<span className="figures">{disputed.length}</span>}>
      <div className={styles["stack"]}>
        <p className="quiet">{t(may ? "inspections.dispute.lead" : "inspections.dispute.mayNot")}</p>
        {disputed.map((line) => (
          <Dispute key={line.line} visit={visit} line={line} may={may} />
        ))}
      </div>
    </Panel>
  );
}

interface Props {
  readonly visit: VisitDetail;
  readonly line: VisitLine;
  readonly may: boolean;
}

/** The newest that each author filed, and what a taken key keeps beside it. */
function candidatesOf({ filed }: VisitLine): FiledRow[] {
  return filed.filter(
    (row) =>
      row.conflicting ||
      !filed.some((other) => other.person.id === row.person.id && !other.conflicting && other.revision > row.revision),
  );
}

function Dispute({ visit, line, may }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [row, setRow] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const sender = useSend<{ readonly row: number; readonly reason: string }, VisitDone>(
    `decide ${id} ${visit.round} ${visit.visit} ${line.line}`,
    (body, key) =>
      post(
        `/plans/${encodeURIComponent(id)}${visitPath(visit.round, visit.visit)}/lines/${encodeURIComponent(line.line)}/decide`,
        body,
        key,
      ),
  );
  const { phase } = sender.state;
  const ready = phase === "unknown" || (row !== null && reason.trim() !== "");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    const sent = phase === "unknown" ? sender.again() : sender.send({ row: row ?? 0, reason: reason.trim() });
    void sent.then((answer) => answer && sayDone(t("inspections.dispute.decided", { line: line.text })));
  };
  return (
    <form className={form["form"]} onSubmit={submit} aria-label={line.text} data-dispute={line.line}>
      <fieldset disabled={!may || phase === "sending" || phase === "unknown"}>
        <legend className={styles["lineHead"]}>
          <b>{line.text}</b>
        </legend>
        <div className={styles["sideBySide"]}>
          {candidatesOf(line).map((filed) => (
            <Candidate key={filed.row} filed={filed} visit={visit} line={line}>
              {may && (
                <label className={form["check"]}>
                  <input
                    type="radio"
                    name={`row-${line.line}`}
                    checked={row === filed.row}
                    onChange={() => setRow(filed.row)}
                  />
                  {t("inspections.dispute.choose", { name: filed.person.name })}
                </label>
              )}
            </Candidate>
          ))}
        </div>
        {may && (
          <TextField label={t("inspections.dispute.reason")} rows={2} most={500} value={reason} onChange={setReason} />
        )}
      </fieldset>
      <Told state={sender.state} names={new Map()} />
      {may && (
        <div>
          <Button type="primary" htmlType="submit" disabled={!ready} loading={phase === "sending"}>
            {phase === "unknown" ? t("acting.again") : t("inspections.dispute.decide")}
          </Button>
        </div>
      )}
    </form>
  );
}

interface CandidateProps {
  readonly filed: FiledRow;
  readonly visit: VisitDetail;
  readonly line: VisitLine;
  readonly children: ReactNode;
}

function Candidate({ filed, visit, line, children }: CandidateProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { answer, clock } = filed;
  const minutes = Math.round(Math.abs(clock.offset) / 60_000);
  return (
    <section className={styles["candidate"]} data-row={filed.row}>
      <h3>
        {t("inspections.dispute.by", { name: filed.person.name })} <GradeTag grade={answer.grade} />
        {answer.severity !== undefined && <SeverityTag severity={answer.severity} />}
      </h3>
      <small className="quiet">
        {t("inspections.dispute.at", { moment: format.moment(filed.receivedAt) })} ·{" "}
        {t("inspections.my.row", { row: filed.row })}
      </small>
      <AnswerText answer={answer} />
      {answer.photos.length > 0 && (
        <Photos
          round={visit.round}
          visit={visit.visit}
          photos={answer.photos.map(({ sha256 }) => sha256)}
          label={line.text}
        />
      )}
      {filed.reassigned && <p className="text-yellow">{t("inspections.dispute.reassigned")}</p>}
      {filed.conflicting && <p className="text-yellow">{t("inspections.dispute.conflicting")}</p>}
      {filed.late && <p className="text-yellow">{t("inspections.dispute.late")}</p>}
      {Math.abs(clock.offset) > CLOCK_TOLERANCE_MS && (
        <p className="text-yellow">{t("inspections.dispute.clock", { minutes })}</p>
      )}
      {children}
    </section>
  );
}
