/** Asked for at any time, offline too; done once the server misses nothing. From then on the check is locked. */
import { isWhole } from "../local/answers.js";
import { changeVisit, type VisitView } from "../local/visits.js";
import { useTexts } from "../texts.js";
import { AskButton } from "./Ask.js";
import { useDesk } from "./hooks.js";

export function Submit({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const desk = useDesk();
  const { key, receipt, submitAsked, submitRefused } = view.visit;
  if (receipt?.submittedRow != null)
    return (
      <p className="good" role="status">
        {t("word.recorded")} {t("word.row", { row: receipt.submittedRow })}
      </p>
    );
  const ask = async (): Promise<void> => {
    await desk.save(() => changeVisit(desk.db, key, { submitAsked: Date.now(), submitRefused: null }));
    await desk.engine.sendNow();
  };
  const missing = receipt?.missing;
  const open = view.visit.bundle.lines.filter((line) => {
    const answer = view.answers.get(line.key);
    return !answer || !isWhole(answer);
  }).length;
  return (
    <section className="card">
      {submitAsked === null ? (
        <AskButton className="main wide" disabled={!desk.isWriter} question={t("submit.ask")} onYes={() => void ask()}>
          {t("submit.button")}
        </AskButton>
      ) : (
        <p role="status">{t("submit.asked")}</p>
      )}
      {open > 0 && submitAsked !== null && <p className="warn">{t("conclusion.notWhole", { count: open })}</p>}
      {missing && submitAsked !== null && (
        <p className="small">
          {t("submit.missing", {
            lines: missing.lines.length,
            photos: missing.photos.length,
            disputed: missing.disputed.length,
          })}
        </p>
      )}
      {submitRefused && (
        <p className="notice bad" role="alert">
          {t("submit.refused", { why: submitRefused.detail || submitRefused.code })}
        </p>
      )}
    </section>
  );
}
