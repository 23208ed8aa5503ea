/** One line: what is asked, what was found and claimed before, one tap for the grade, the photo beside it. */
import { type ReactNode, useState } from "react";
import type { Grade } from "../../../../domain/inspections/types.js";
import type { BundleLine } from "../contract.js";
import { GRADES } from "../../../../domain/plan/checklists.js";
import { graded, isWhole, say, type Said } from "../local/answers.js";
import type { AnswerRecord } from "../local/records.js";
import type { VisitView } from "../local/visits.js";
import { useTexts } from "../texts.js";
import { Before } from "./Before.js";
import { Failure } from "./Failure.js";
import { useDesk } from "./hooks.js";
import { Photos } from "./Photos.js";
import { SavedText } from "./SavedText.js";
import { Stopped } from "./Stopped.js";

export interface LineProps {
  readonly view: VisitView;
  readonly line: BundleLine;
  readonly canWrite: boolean;
}

export function Line({ view, line, canWrite }: LineProps) {
  const { t } = useTexts();
  const desk = useDesk();
  const [open, setOpen] = useState(false);
  const { visit } = view;
  const answer = view.answers.get(line.key);
  const change = (next: (said: Said) => Said): Promise<void> =>
    desk.save(() => say(desk.db, visit.key, line.key, Date.now(), next));
  // What cannot be saved is said above all screens (StatusBar).
  const tap = (next: (said: Said) => Said): void => void change(next).catch(() => undefined);
  const grade = answer?.grade ?? null;
  return (
    <li className="line" data-line={line.key} data-grade={grade ?? ""} data-state={answer?.state ?? ""}>
      <p className="what">
        <span className="code">{visit.bundle.lines.indexOf(line) + 1}</span> {line.text}
      </p>
      <Before view={view} line={line} />
      <div className="grades" role="group" aria-label={line.text}>
        {GRADES.map((one: Grade) => (
          <button
            key={one}
            type="button"
            className={`grade ${one}`}
            aria-pressed={grade === one}
            disabled={!canWrite}
            onClick={() => tap((said) => graded(said, one, line))}
          >
            {t(`grades.${one}`)}
          </button>
        ))}
      </div>
      {grade === "fail" && answer && (
        <Failure
          causes={visit.bundle.causes}
          line={line}
          answer={answer}
          canWrite={canWrite}
          change={change}
          tap={tap}
        />
      )}
      <Photos view={view} line={line} canWrite={canWrite}>
        <button
          type="button"
          className="chip"
          aria-pressed={answer?.contradicts ?? false}
          disabled={!canWrite || line.claims.length === 0}
          onClick={() => tap((said) => ({ ...said, contradicts: !said.contradicts }))}
        >
          {t("line.contradicts")}
        </button>
        <button type="button" className="chip" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("line.done") : t("line.more")}
        </button>
      </Photos>
      {open && (
        <More line={line}>
          {grade !== "fail" && (
            <SavedText
              label={t("line.remark")}
              value={answer?.text ?? ""}
              disabled={!canWrite}
              onSave={(text) => change((said) => ({ ...said, text }))}
            />
          )}
          <SavedText
            label={`${t("line.highlight")}：${t("line.highlightText")}`}
            value={answer?.highlight ?? ""}
            disabled={!canWrite}
            onSave={(highlight) => change((said) => ({ ...said, highlight }))}
          />
        </More>
      )}
      {answer && <StateOf answer={answer} isSubmitted={visit.receipt?.submittedRow != null} />}
      {answer && <Stopped view={view} answer={answer} canWrite={canWrite} />}
    </li>
  );
}

function More({ line, children }: { readonly line: BundleLine; readonly children: ReactNode }) {
  const { t } = useTexts();
  return (
    <div className="more">
      {children}
      <p>
        <strong>{t("line.guidance")}</strong> {line.guidance}
      </p>
      <p>
        <strong>{t("line.good")}</strong> {line.good}
      </p>
      {line.evidence.length > 0 && <p>{t("line.evidence", { list: line.evidence.join(t("list")) })}</p>}
      {line.textSource === undefined && <p className="small">{t("line.office")}</p>}
    </div>
  );
}

/** 已存本机 is what the database was read to have; 已送达 and 已入账 are a receipt's. */
function StateOf({ answer, isSubmitted }: { readonly answer: AnswerRecord; readonly isSubmitted: boolean }) {
  const { t } = useTexts();
  const { grade, state, row, cause, text, asRest } = answer;
  const word = state !== "received" ? "saved" : isSubmitted ? "recorded" : "delivered";
  const needed = [...(cause === null ? [t("line.cause")] : []), ...(text.trim() === "" ? [t("line.fact")] : [])];
  return (
    <p className={`state ${word}`} data-word={word}>
      {t(`word.${word}`)}
      {row !== null && state === "received" && ` ${t("word.row", { row })}`}
      {asRest && ` · ${t("line.asRest")}`}
      {grade === "fail" && !isWhole(answer) && <strong> {t("line.missing", { what: needed.join(t("list")) })}</strong>}
    </p>
  );
}
