/** Signs, merges or holds drafts; each letter has its own outcome. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { formField } from "../../../../domain/forms/field.js";
import { ACTS } from "../../../../domain/items/acts/catalogue.js";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Letter, LettersAnswer } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { say } from "../../app/said.js";
import type { Act } from "../../actions/acts.js";
import { Form } from "../../actions/Form.js";
import form from "../../actions/form.module.css";
import { Outcomes } from "../../actions/Told.js";
import { Sheet } from "../../components/Sheet.js";
import { postName } from "../../components/people.js";
import { placeName } from "../../components/place.js";
import { useTexts } from "../../i18n/index.js";

/** `merge`: one number for all of them. */
export type DraftAct = "sign" | "merge" | "hold";

const { signInstrument: SIGN, holdInstrument: HOLD } = ACTS;
const FORMS: Readonly<Record<DraftAct, Act>> = {
  sign: { fields: [], ...(SIGN.sure && { sure: SIGN.sure }) },
  merge: { fields: [], ...(SIGN.sure && { sure: SIGN.sure }) },
  hold: { fields: [formField(HOLD.fields, "reason")] },
};

interface Props {
  readonly act: DraftAct;
  readonly letters: readonly Letter[];
  /** Something of it was accepted. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function DraftSheet({ act, letters, onDone, onClose }: Props) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const [answer, setAnswer] = useState<LettersAnswer | null>(null);
  const path = `/plans/${encodeURIComponent(id)}/letters/${act === "hold" ? "hold" : "sign"}`;
  const done = (got: LettersAnswer): void => {
    if (got.accepted > 0) onDone();
    const all = got.letters.every(({ accepted, refused }) => accepted > 0 && refused === 0);
    if (!all) return setAnswer(got);
    const numbers = [...new Set(got.letters.flatMap(({ documentNo }) => documentNo ?? []))];
    say(
      act === "hold"
        ? t("drafts.held", { count: got.accepted })
        : t("drafts.signed", { count: got.accepted, numbers: numbers.join(t("list")) }),
    );
    onClose();
  };
  return (
    <Sheet title={t(`drafts.${act}`)} onClose={onClose} form>
      {answer ? (
        <Outcome answer={answer} letters={letters} onClose={onClose} />
      ) : (
        <>
          <ul className={form["about"]}>
            {letters.map((letter) => (
              <li key={letter.id}>
                <LetterName letter={letter} />
              </li>
            ))}
          </ul>
          {act === "merge" && <p>{t("drafts.mergeHint")}</p>}
          <Form<LettersAnswer>
            name={`${act} ${letters.map((one) => one.id).join(" ")}`}
            title={t(`drafts.${act}`)}
            act={FORMS[act]}
            around={{ today, item: null, items: [], refs: [] }}
            request={(body, key) =>
              post(
                path,
                { letters: letters.map((one) => one.id), ...(act === "merge" && { merge: true }), ...body },
                key,
              )
            }
            onDone={done}
            onCancel={onClose}
          />
        </>
      )}
    </Sheet>
  );
}

function LetterName({ letter }: { readonly letter: Letter }) {
  const { t } = useTexts();
  return (
    <span>
      <b>{t(`instrument.${letter.instrument}`)}</b> {letter.post && postName(letter.post)}{" "}
      <span className="quiet">{t("letters.items", { count: letter.items })}</span>
    </span>
  );
}

interface OutcomeProps {
  readonly answer: LettersAnswer;
  readonly letters: readonly Letter[];
  readonly onClose: () => void;
}

function Outcome({ answer, letters, onClose }: OutcomeProps) {
  const { t } = useTexts();
  const byId = new Map(letters.map((letter) => [letter.id, letter]));
  return (
    <div className={form["form"]} role="status">
      <b>{t("acting.partly", { accepted: answer.accepted, refused: answer.letters.length - answer.accepted })}</b>
      {answer.letters.map(({ letter, accepted, refused, outcomes }) => {
        const known = byId.get(letter);
        return (
          <section key={letter}>
            <p>{known ? <LetterName letter={known} /> : letter}</p>
            <p className={refused > 0 || accepted === 0 ? "text-red" : "text-green"}>
              {accepted === 0 && refused === 0 ? t("drafts.gone") : t("drafts.outcome", { accepted, refused })}
            </p>
            {refused > 0 && <RefusedItems letter={letter} outcomes={outcomes} />}
          </section>
        );
      })}
      <div className={form["buttons"]}>
        <Button type="primary" size="large" onClick={onClose}>
          {t("acting.finish")}
        </Button>
      </div>
    </div>
  );
}

/** By their names, as the letter has them. */
function RefusedItems({ letter, outcomes }: Pick<LettersAnswer["letters"][number], "letter" | "outcomes">) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data } = useQuery(queries.letter(id, letter, "zh"));
  const names = new Map(
    data?.told.flatMap(({ item, ...where }) =>
      item ? [[item.id, `${placeName(where, t("wholeCounty"))} ${item.name}`] as const] : [],
    ),
  );
  return <Outcomes outcomes={outcomes.filter(({ refusal }) => refusal !== null)} names={names} />;
}
