/** The conclusion sheet: made on the device, shown to the inspected on the spot, who remark on it there. */
import { useState } from "react";
import type { BundleLine } from "../contract.js";
import { GRADES } from "../../../../domain/plan/checklists.js";
import { isWhole } from "../local/answers.js";
import { speak } from "../local/spoken.js";
import type { AnswerRecord, SpokenRecord } from "../local/records.js";
import type { VisitView } from "../local/visits.js";
import { timeText, useTexts } from "../texts.js";
import { useDesk } from "./hooks.js";

const CAPACITIES = ["secretary", "director", "cadre", "unit"] as const;

interface Checked {
  readonly line: BundleLine;
  readonly answer: AnswerRecord;
}

export function Conclusion({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const { visit, answers, spoken } = view;
  const { lines, place } = visit.bundle;
  const checked = lines.flatMap((line): Checked[] => {
    const answer = answers.get(line.key);
    return answer && answer.grade !== null ? [{ line, answer }] : [];
  });
  const counts = Object.fromEntries(
    GRADES.map((grade) => [grade, checked.filter(({ answer }) => answer.grade === grade).length]),
  );
  const open = lines.length - checked.filter(({ answer }) => isWhole(answer)).length;
  return (
    <article className="card sheet">
      <h3>{t("conclusion.title")}</h3>
      <p>
        {t("conclusion.place")}：{place.name}
      </p>
      <p>{t("conclusion.of", { asked: lines.length, ...counts, open: lines.length - checked.length })}</p>
      {open > 0 && <p className="notice warn">{t("conclusion.notWhole", { count: open })}</p>}
      <Problems view={view} checked={checked.filter(({ answer }) => answer.grade === "fail")} />
      <Highlights checked={checked.filter(({ answer }) => answer.highlight.trim() !== "")} />
      <Served view={view} said={spoken.find(({ kind }) => kind === "conclusion")} />
      <Remark view={view} said={spoken.find(({ kind }) => kind === "remark")} />
      <p className="small">{t("conclusion.sentAfter")}</p>
    </article>
  );
}

function Problems({ view, checked }: { readonly view: VisitView; readonly checked: readonly Checked[] }) {
  const { t } = useTexts();
  const causes = new Map(view.visit.bundle.causes.map(({ id, title }) => [id, title]));
  return (
    <>
      <h4>{t("conclusion.problems")}</h4>
      {checked.length === 0 && <p>{t("conclusion.noProblems")}</p>}
      <ol className="numbered">
        {checked.map(({ line, answer }) => (
          <li key={line.key}>
            {line.text}：{answer.text}
            {answer.cause !== null && `（${causes.get(answer.cause) ?? answer.cause}`}
            {answer.cause !== null && answer.severity !== null && `，${t(`severities.${answer.severity}`)}`}
            {answer.cause !== null && "）"}
            {answer.contradicts && ` ${t("line.contradicts")}`}
          </li>
        ))}
      </ol>
    </>
  );
}

function Highlights({ checked }: { readonly checked: readonly Checked[] }) {
  const { t } = useTexts();
  if (checked.length === 0) return null;
  return (
    <>
      <h4>{t("conclusion.highlights")}</h4>
      <ul className="numbered">
        {checked.map(({ line, answer }) => (
          <li key={line.key}>{answer.highlight}</li>
        ))}
      </ul>
    </>
  );
}

interface SaidProps {
  readonly view: VisitView;
  readonly said: SpokenRecord | undefined;
}

function Served({ view, said }: SaidProps) {
  const { t } = useTexts();
  const desk = useDesk();
  const [to, setTo] = useState("");
  const [capacity, setCapacity] = useState(t("conclusion.capacities.secretary"));
  if (said)
    return (
      <p className="good" data-said={said.kind}>
        {t("conclusion.shown", { to: said.body["to"], capacity: said.body["capacity"], at: timeText(said.saidAt) })} ·{" "}
        {t(`conclusion.state.${said.state}`)}
      </p>
    );
  const keep = (): void =>
    void desk
      .save(() => speak(desk.db, view.visit.key, "conclusion", { to: to.trim(), capacity }, Date.now()))
      .catch(() => undefined);
  return (
    <fieldset>
      <legend>{t("conclusion.serve")}</legend>
      <label className="field">
        {t("conclusion.to")}
        <input value={to} maxLength={40} onChange={({ target }) => setTo(target.value)} />
      </label>
      <div className="chips" role="group" aria-label={t("conclusion.capacity")}>
        {CAPACITIES.map((one) => {
          const name = t(`conclusion.capacities.${one}`);
          return (
            <button
              key={one}
              type="button"
              className="chip"
              aria-pressed={capacity === name}
              onClick={() => setCapacity(name)}
            >
              {name}
            </button>
          );
        })}
      </div>
      <button type="button" className="main" disabled={to.trim() === "" || !desk.isWriter} onClick={keep}>
        {t("conclusion.keep")}
      </button>
    </fieldset>
  );
}

function Remark({ view, said }: SaidProps) {
  const { t } = useTexts();
  const desk = useDesk();
  const served = view.spoken.find(({ kind }) => kind === "conclusion");
  const [text, setText] = useState("");
  if (said)
    return (
      <p className="good" data-said={said.kind}>
        {said.body["by"]}：{said.body["text"]} · {t(`conclusion.state.${said.state}`)}
      </p>
    );
  if (!served) return null;
  const keep = (words: string): void =>
    void desk
      .save(() => speak(desk.db, view.visit.key, "remark", { by: served.body["to"] ?? "", text: words }, Date.now()))
      .catch(() => undefined);
  return (
    <fieldset>
      <legend>{t("conclusion.remark")}</legend>
      <p>
        {t("conclusion.by")}：{served.body["to"]}
      </p>
      <label className="field">
        {t("conclusion.text")}
        <textarea rows={2} maxLength={2_000} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <div className="row">
        <button type="button" disabled={!desk.isWriter} onClick={() => keep(t("conclusion.agree"))}>
          {t("conclusion.agree")}
        </button>
        <button
          type="button"
          className="main"
          disabled={text.trim() === "" || !desk.isWriter}
          onClick={() => keep(text.trim())}
        >
          {t("conclusion.keep")}
        </button>
      </div>
    </fieldset>
  );
}
