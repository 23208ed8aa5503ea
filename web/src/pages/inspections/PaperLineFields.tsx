/** One line of a paper form: its grade as four boxes like on paper; of a failure what was found, its cause, how bad it is. */
import { useId } from "react";
import { GRADES, SEVERITIES } from "../../../../domain/plan/checklists.js";
import form from "../../actions/form.module.css";
import type { FiledRow } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";
import type { BundleLine, PaperLine } from "./paper-draft.js";

interface Props {
  readonly line: BundleLine;
  readonly causes: readonly { readonly id: string; readonly title: string }[];
  readonly before: FiledRow | null;
  readonly entered: PaperLine;
  readonly onChange: (entered: PaperLine) => void;
}

export function PaperLineFields({ line, causes, before, entered, onChange }: Props) {
  const { t } = useTexts();
  const id = useId();
  const set = (change: Partial<PaperLine>): void => onChange({ ...entered, asRest: false, ...change });
  const { grade, text, highlight, contradicts } = entered;
  return (
    <li data-paper={line.key}>
      <fieldset>
        <legend>
          <code>{line.key}</code> {line.text}
        </legend>
        {before && (
          <small className="text-yellow">
            {t("bringIn.paper.filed", {
              grade: t(`inspections.grade.${before.answer.grade}`),
              revision: before.revision,
              next: before.revision + 1,
            })}
          </small>
        )}
        <div className={form["options"]}>
          {GRADES.map((one) => (
            <label key={one}>
              <input type="radio" name={`${id}-grade`} checked={grade === one} onChange={() => set({ grade: one })} />
              {t(`inspections.grade.${one}`)}
            </label>
          ))}
          <label>
            <input type="radio" name={`${id}-grade`} checked={grade === null} onChange={() => set({ grade: null })} />
            {t("bringIn.paper.noGrade")}
          </label>
        </div>
        {grade !== null && (
          <div className={styles["paperFields"]}>
            <label className={styles["wide"]}>
              {t("bringIn.paper.note")}
              <textarea
                className={form["input"]}
                rows={2}
                maxLength={2_000}
                value={text}
                onChange={(event) => set({ text: event.target.value })}
              />
            </label>
            {grade === "fail" && <Failed line={line} causes={causes} entered={entered} onChange={set} />}
            <label>
              {t("bringIn.paper.highlight")}
              <input
                className={form["input"]}
                maxLength={1_000}
                value={highlight}
                onChange={(event) => set({ highlight: event.target.value })}
              />
            </label>
            <label className={form["check"]}>
              <input
                type="checkbox"
                checked={contradicts}
                onChange={(event) => set({ contradicts: event.target.checked })}
              />
              {t("bringIn.paper.contradicts")}
            </label>
          </div>
        )}
      </fieldset>
    </li>
  );
}

type FailedProps = Pick<Props, "line" | "causes" | "entered"> & {
  readonly onChange: (change: Partial<PaperLine>) => void;
};

/** What a failure has beside its text. */
function Failed({ line, causes, entered: { cause, severity }, onChange }: FailedProps) {
  const { t } = useTexts();
  const usual = t("bringIn.paper.usual", { severity: t(`inspections.severity.${line.severity}`) });
  return (
    <>
      <label>
        {t("bringIn.paper.cause")}
        <select className={form["input"]} value={cause} onChange={(event) => onChange({ cause: event.target.value })}>
          <option value="" disabled>
            {t("bringIn.paper.chooseRound")}
          </option>
          {causes.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("bringIn.paper.severity")}
        <select
          className={form["input"]}
          value={severity ?? ""}
          onChange={(event) => onChange({ severity: SEVERITIES.find((one) => one === event.target.value) ?? null })}
        >
          <option value="">{usual}</option>
          {SEVERITIES.map((one) => (
            <option key={one} value={one}>
              {t(`inspections.severity.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
