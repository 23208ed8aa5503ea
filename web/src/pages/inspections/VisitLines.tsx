/** The lines of a visit with what stands for each. Without an answer a line is 未查, never a pass. */
import type { VisitDetail, VisitLine } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";
import { GradeTag, SeverityTag } from "./parts.js";
import { Photos } from "./Photos.js";

export function VisitLines({ visit }: { readonly visit: VisitDetail }) {
  return (
    <ul className={styles["lines"]}>
      {visit.lines.map((line) => (
        <Line key={line.line} line={line} visit={visit} />
      ))}
    </ul>
  );
}

function Line({ line, visit }: { readonly line: VisitLine; readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const { standing } = line;
  const regraded = visit.regraded[line.line];
  const grade = regraded ?? standing?.answer.grade ?? null;
  return (
    <li data-line={line.line} data-grade={grade ?? "none"}>
      <div className={styles["lineHead"]}>
        <b>{line.text}</b>
        {line.disputed ? (
          <small className="text-yellow">{t("inspections.dispute.title")}</small>
        ) : (
          <span className={styles["tags"]}>
            {grade === "fail" && standing && <CauseOf visit={visit} answer={standing.answer} />}
            <GradeTag grade={grade} />
          </span>
        )}
      </div>
      {regraded !== undefined && standing && (
        <p className="text-yellow">
          {t("inspections.conclusion.regraded", { grade: t(`inspections.grade.${standing.answer.grade}`) })}
        </p>
      )}
      {standing && <AnswerText answer={standing.answer} />}
      {standing && standing.answer.photos.length > 0 && (
        <Photos
          round={visit.round}
          visit={visit.visit}
          photos={standing.answer.photos.map(({ sha256 }) => sha256)}
          label={line.text}
        />
      )}
    </li>
  );
}

type Answer = NonNullable<VisitLine["standing"]>["answer"];

/** Why it failed and how bad it is. */
function CauseOf({ visit, answer: { cause, severity } }: { readonly visit: VisitDetail; readonly answer: Answer }) {
  const title = visit.causes.find(({ id }) => id === cause)?.title;
  return (
    <>
      {title !== undefined && <small className="quiet">{title}</small>}
      {severity !== undefined && <SeverityTag severity={severity} />}
    </>
  );
}

/** What was seen, what others can learn from, and whether it is what the unit claims. */
export function AnswerText({ answer: { text, highlight, contradicts } }: { readonly answer: Answer }) {
  const { t } = useTexts();
  return (
    <>
      {text !== "" && <p>{text}</p>}
      {highlight !== undefined && highlight !== "" && (
        <p>
          <b className="text-green">{t("inspections.highlight")}</b> {highlight}
        </p>
      )}
      {contradicts === true && (
        <p>
          <b className="text-red">{t("inspections.contradicts")}</b>
        </p>
      )}
    </>
  );
}
