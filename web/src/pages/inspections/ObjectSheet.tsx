/** 提出异议: which lines, and why. */
import { type FormEvent, useState } from "react";
import form from "../../actions/form.module.css";
import { useSend } from "../../actions/useSend.js";
import { post } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { VisitDetail, VisitDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { GradeTag } from "./parts.js";
import { ObjectionWindow } from "./Served.js";
import { FormEnd, TextField } from "./form-parts.js";

interface Body {
  readonly lines: readonly string[];
  readonly text: string;
}

interface Props {
  readonly visit: VisitDetail;
  readonly onClose: () => void;
}

export function ObjectSheet({ visit, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [lines, setLines] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<"needLine" | "needReason" | null>(null);
  const sender = useSend<Body, VisitDone>(`object ${id} ${visit.round} ${visit.visit}`, (body, key) =>
    post(`/plans/${encodeURIComponent(id)}${visitPath(visit.round, visit.visit)}/objections`, body, key),
  );
  const { phase } = sender.state;
  const gradeOf = ({ line, standing }: VisitDetail["lines"][number]) =>
    visit.regraded[line] ?? standing?.answer.grade ?? null;
  const locked = phase === "sending" || phase === "unknown";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = lines.length === 0 ? "needLine" : text.trim() === "" ? "needReason" : null;
    setWrong(phase === "unknown" ? null : found);
    if (phase !== "unknown" && found !== null) return;
    const sent = phase === "unknown" ? sender.again() : sender.send({ lines, text: text.trim() });
    void sent.then((answer) => {
      if (answer === null) return;
      sayDone(t("inspections.conclusion.filed"));
      onClose();
    });
  };
  const toggle = (line: string): void =>
    setLines(lines.includes(line) ? lines.filter((one) => one !== line) : [...lines, line]);
  return (
    <Sheet title={t("inspections.conclusion.objectTo", { place: visit.place.name })} onClose={onClose} form>
      <form className={form["form"]} onSubmit={submit} noValidate>
        {visit.conclusion && <ObjectionWindow conclusion={visit.conclusion} />}
        <fieldset className={form["field"]} disabled={locked}>
          <legend>{t("inspections.conclusion.whichLines")}</legend>
          <div className={form["files"]}>
            {visit.lines
              .filter(({ standing }) => standing !== null)
              // What failed is what is objected to most.
              .sort((a, b) => Number(gradeOf(b) === "fail") - Number(gradeOf(a) === "fail"))
              .map((one) => (
                <label key={one.line}>
                  <input type="checkbox" checked={lines.includes(one.line)} onChange={() => toggle(one.line)} />
                  <span>{one.text}</span>
                  <GradeTag grade={gradeOf(one)} />
                </label>
              ))}
          </div>
        </fieldset>
        <TextField
          label={t("inspections.conclusion.why")}
          rows={4}
          most={2000}
          value={text}
          onChange={setText}
          locked={locked}
          wrong={wrong === "needReason"}
        />
        <FormEnd
          state={sender.state}
          act={t("inspections.conclusion.object")}
          wrong={wrong && t(`inspections.objection.${wrong}`)}
          onClose={onClose}
        />
      </form>
    </Sheet>
  );
}
