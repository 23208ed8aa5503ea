/** 裁定异议: granted, with the grade of each line it is about; or refused; with a reason either way. */
import { type FormEvent, useId, useState } from "react";
import { GRADES } from "../../../../domain/plan/checklists.js";
import form from "../../actions/form.module.css";
import { useSend } from "../../actions/useSend.js";
import { post } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { Grade, Objection, VisitDetail, VisitDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { FormEnd, TextField } from "./form-parts.js";

interface Body {
  readonly granted: boolean;
  readonly reason: string;
  readonly grades?: Readonly<Record<string, Grade>>;
}

interface Props {
  readonly visit: VisitDetail;
  readonly objection: Objection;
  readonly onClose: () => void;
}

export function DecideSheet({ visit, objection, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [granted, setGranted] = useState<boolean | null>(null);
  const [grades, setGrades] = useState<Readonly<Record<string, Grade>>>({});
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState<"needOutcome" | "needGrade" | "needReason" | null>(null);
  const { no } = objection;
  const sender = useSend<Body, VisitDone>(`decide objection ${id} ${visit.round} ${visit.visit} ${no}`, (body, key) =>
    post(`/plans/${encodeURIComponent(id)}${visitPath(visit.round, visit.visit)}/objections/${no}/decide`, body, key),
  );
  const { phase } = sender.state;
  const locked = phase === "sending" || phase === "unknown";
  const wrongNow = (): typeof wrong => {
    if (granted === null) return "needOutcome";
    if (granted && Object.keys(grades).length === 0) return "needGrade";
    return reason.trim() === "" ? "needReason" : null;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = phase === "unknown" ? null : wrongNow();
    setWrong(found);
    if (found !== null) return;
    const body = { granted: granted === true, reason: reason.trim(), ...(granted === true ? { grades } : {}) };
    const sent = phase === "unknown" ? sender.again() : sender.send(body);
    void sent.then((answer) => {
      if (answer === null) return;
      sayDone(t("inspections.objection.decided"));
      onClose();
    });
  };
  return (
    <Sheet title={t("inspections.objection.decideOf", { place: visit.place.name, no })} onClose={onClose} form>
      <form className={form["form"]} onSubmit={submit} noValidate>
        <p>{objection.text}</p>
        <fieldset className={form["field"]} disabled={locked}>
          <legend>{t("inspections.objection.outcome")}</legend>
          <div className={form["options"]}>
            {([true, false] as const).map((one) => (
              <label key={String(one)}>
                <input type="radio" name="granted" checked={granted === one} onChange={() => setGranted(one)} />
                {t(`inspections.objection.${one ? "granted" : "refused"}`)}
              </label>
            ))}
          </div>
        </fieldset>
        {granted === true &&
          objection.lines.map((line) => (
            <LineGrade key={line} visit={visit} line={line} grades={grades} onChange={setGrades} locked={locked} />
          ))}
        <TextField
          label={t("inspections.objection.reason")}
          rows={3}
          most={2000}
          value={reason}
          onChange={setReason}
          locked={locked}
        />
        <FormEnd
          state={sender.state}
          act={t("inspections.objection.decide")}
          wrong={wrong && t(`inspections.objection.${wrong}`)}
          onClose={onClose}
        />
      </form>
    </Sheet>
  );
}

interface LineProps {
  readonly visit: VisitDetail;
  readonly line: string;
  readonly grades: Readonly<Record<string, Grade>>;
  readonly onChange: (grades: Readonly<Record<string, Grade>>) => void;
  readonly locked: boolean;
}

/** What a line is graded anew, or that its grade stays. */
function LineGrade({ visit, line, grades, onChange, locked }: LineProps) {
  const { t } = useTexts();
  const id = useId();
  const found = visit.lines.find((one) => one.line === line);
  const before = visit.regraded[line] ?? found?.standing?.answer.grade ?? null;
  const choose = (value: string): void => {
    const { [line]: _before, ...rest } = grades;
    const grade = GRADES.find((one) => one === value);
    onChange(grade === undefined ? rest : { ...rest, [line]: grade });
  };
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{t("inspections.objection.newGrade", { line: found?.text ?? line })}</label>
      <select
        id={id}
        className={form["input"]}
        disabled={locked}
        value={grades[line] ?? ""}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">
          {t("inspections.objection.keep", { grade: t(`inspections.grade.${before ?? "none"}`) })}
        </option>
        {GRADES.filter((grade) => grade !== before).map((grade) => (
          <option key={grade} value={grade}>
            {t(`inspections.grade.${grade}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
