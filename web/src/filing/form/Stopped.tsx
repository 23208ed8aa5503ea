/** An entry that was not taken: why, what the server has instead, and what the person can do. The others go on. */
import type { AnswerRecord, Stopped as Why } from "../local/records.js";
import { discard, nextRevision } from "../local/answers.js";
import type { VisitView } from "../local/visits.js";
import { timeText, useTexts } from "../texts.js";
import { AskButton } from "./Ask.js";
import { useDesk } from "./hooks.js";
import { RescueButton } from "./RescueButton.js";

interface StoppedProps {
  readonly view: VisitView;
  readonly answer: AnswerRecord;
  readonly canWrite: boolean;
}

export function Stopped({ view, answer, canWrite }: StoppedProps) {
  const { t } = useTexts();
  const desk = useDesk();
  if (answer.stopped && answer.state === "stopped")
    return (
      <div className="notice bad" role="alert">
        <WhyStopped why={answer.stopped} />
        <Theirs view={view} answer={answer} />
        <div className="row">
          {canWrite && <Resend answer={answer} />}
          <RescueButton only={view.visit.key} label={t("stopped.export")} />
          <RescueButton only={view.visit.key} label={t("stopped.handOver")} share />
          {canWrite && (
            <AskButton
              question={t("stopped.discardAsk")}
              onYes={() => void desk.save(() => discard(desk.db, answer)).catch(() => undefined)}
            >
              {t("stopped.discard")}
            </AskButton>
          )}
        </div>
      </div>
    );
  if (answer.trouble === null || answer.state === "received") return null;
  return (
    <p className="notice warn" data-trouble={answer.trouble}>
      {t("stopped.trying", { why: troubleText(answer.trouble), at: timeText(answer.nextTryAt) })}{" "}
      <button type="button" onClick={() => void desk.engine.sendNow()}>
        {t("stopped.retry")}
      </button>
    </p>
  );
  function troubleText(trouble: string): string {
    const known = ["none", "timeout", "notOurs", "otherContent"] as const;
    const name = known.find((one) => one === trouble);
    return name ? t(`trouble.${name}`) : `${t("trouble.busy")} ${trouble.replace("http", "")}`;
  }
}

function WhyStopped({ why }: { readonly why: Why }) {
  const { t } = useTexts();
  const known = ["conflict", "notYours", "locked"] as const;
  const name = known.find((one) => one === why.code);
  return (
    <p>{name ? t(`stopped.${name}`) : t("stopped.other", { why: why.detail || why.code || String(why.status) })}</p>
  );
}

/** What is filed under the key that was taken. */
function Theirs({ view, answer }: { readonly view: VisitView; readonly answer: AnswerRecord }) {
  const { t } = useTexts();
  const theirs = view.visit.bundle.filed.find(
    ({ line, revision, person, conflicting }) =>
      line === answer.line && revision === answer.revision && person.id === answer.person && !conflicting,
  );
  if (!theirs || answer.stopped?.code !== "conflict") return null;
  const { grade, text } = theirs.answer;
  return (
    <p data-theirs={grade}>
      {t("stopped.theirs", { row: theirs.row })}：{t(`grades.${grade}`)} {text}
    </p>
  );
}

/** The same words as the next revision: under a key that is not taken. */
function Resend({ answer }: { readonly answer: AnswerRecord }) {
  const { t } = useTexts();
  const desk = useDesk();
  const resend = async (): Promise<void> => {
    await desk.save(() => nextRevision(desk.db, answer, Date.now()));
    await desk.engine.sendNow();
  };
  return (
    <button type="button" onClick={() => void resend().catch(() => undefined)}>
      {t("stopped.edit")}
    </button>
  );
}
