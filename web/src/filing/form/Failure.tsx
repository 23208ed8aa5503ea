/** Of a failure: cause, severity and fact, each by one tap where nothing is to be typed. */
import type { BundleLine } from "../contract.js";
import { SEVERITIES } from "../../../../domain/plan/checklists.js";
import type { Said } from "../local/answers.js";
import type { AnswerRecord, VisitRecord } from "../local/records.js";
import { useTexts } from "../texts.js";
import { SavedText } from "./SavedText.js";

interface FailureProps {
  readonly causes: VisitRecord["bundle"]["causes"];
  readonly line: BundleLine;
  readonly answer: AnswerRecord;
  readonly canWrite: boolean;
  readonly change: (next: (said: Said) => Said) => Promise<void>;
  readonly tap: (next: (said: Said) => Said) => void;
}

export function Failure({ causes, line, answer, canWrite, change, tap }: FailureProps) {
  const { t } = useTexts();
  const titles = new Map(causes.map(({ id, title }) => [id, title]));
  const finding = line.findings[0];
  const facts = [
    { name: t("line.factChip"), text: t("line.factOfStandard", { good: line.good }) },
    ...(finding ? [{ name: t("line.same"), text: finding.text }] : []),
  ];
  return (
    <fieldset className="failure">
      <legend>{t("line.fail")}</legend>
      <div className="chips" role="group" aria-label={t("line.cause")}>
        <span className="label">{t("line.cause")}</span>
        {line.causes.map((cause) => (
          <button
            key={cause}
            type="button"
            className="chip"
            aria-pressed={answer.cause === cause}
            disabled={!canWrite}
            onClick={() => tap((said) => ({ ...said, cause }))}
          >
            {titles.get(cause) ?? cause}
          </button>
        ))}
      </div>
      <div className="chips" role="group" aria-label={t("line.severity")}>
        <span className="label">{t("line.severity")}</span>
        {SEVERITIES.map((severity) => (
          <button
            key={severity}
            type="button"
            className="chip"
            aria-pressed={answer.severity === severity}
            disabled={!canWrite}
            onClick={() => tap((said) => ({ ...said, severity }))}
          >
            {t(`severities.${severity}`)}
          </button>
        ))}
      </div>
      <SavedText
        label={t("line.fact")}
        value={answer.text}
        disabled={!canWrite}
        onSave={(text) => change((said) => ({ ...said, text }))}
      />
      <div className="chips">
        {facts.map(({ name, text }) => (
          <button
            key={name}
            type="button"
            className="chip"
            aria-pressed={answer.text === text}
            disabled={!canWrite}
            onClick={() => tap((said) => ({ ...said, text }))}
          >
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
