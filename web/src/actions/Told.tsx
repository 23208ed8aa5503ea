/** What became of what was sent: refused, in the API's words; or not answered. And each item's outcome. */
import type { ActionOutcome } from "../api/types.js";
import { Refused } from "../api/client.js";
import { useSay, useTexts } from "../i18n/index.js";
import type { Field } from "./fields.js";
import styles from "./form.module.css";
import type { SendState } from "./useSend.js";

type Part = { readonly parameter: string; readonly message: string };

/** Codes of refusals that are about one kind of field. */
const TYPES_OF: Readonly<Record<string, readonly Field["type"][]>> = {
  badDate: ["date"],
  evidenceMissing: ["files", "file"],
};

/** A refusal that is about fields, by field. */
export function partsRefused(state: SendState, fields: readonly Field[]): ReadonlyMap<string, string> {
  if (state.phase !== "refused") return new Map();
  const { code, detail, members } = state.error;
  const types = TYPES_OF[code] ?? [];
  const meant = fields.find((field) => types.includes(field.type));
  if (meant) return new Map([[meant.name, detail]]);
  const parts = (members["errors"] ?? []) as readonly Part[];
  return new Map(parts.map(({ parameter, message }) => [parameter.split(".")[0] ?? "", message]));
}

const outcomesOf = ({ members }: Refused): readonly ActionOutcome[] =>
  (members["outcomes"] ?? []) as readonly ActionOutcome[];

interface Props {
  readonly state: SendState;
  /** Items by id. */
  readonly names: ReadonlyMap<string, string>;
}

export function Told({ state, names }: Props) {
  const { t } = useTexts();
  if (state.phase === "unknown")
    return (
      <div className={`${styles["alert"]} ${styles["unknown"]}`} role="alert">
        <b>{t("acting.unknown")}</b>
        {state.away?.detail && <p>{state.away.detail}</p>}
        <p>{t("acting.unknownHint")}</p>
      </div>
    );
  if (state.phase !== "refused") return null;
  const { error } = state;
  const outcomes = outcomesOf(error);
  return (
    <div className={styles["alert"]} role="alert">
      <b>
        {t("acting.refused")}
        {t("colon")}
        {error.title}
      </b>
      {outcomes.length === 0 && <p>{error.detail}</p>}
      {error.status === 409 && outcomes.length === 0 && <p className="quiet">{t("acting.overtaken")}</p>}
      {error.status >= 500 && error.requestId && (
        <p className="quiet">
          {t("error.requestId")} <code>{error.requestId}</code>
        </p>
      )}
      <Outcomes outcomes={outcomes} names={names} />
    </div>
  );
}

interface OutcomesProps extends Pick<Props, "names"> {
  readonly outcomes: readonly ActionOutcome[];
}

/** What became of each item, those first that were refused. */
export function Outcomes({ outcomes, names }: OutcomesProps) {
  const { t } = useTexts();
  const say = useSay();
  if (outcomes.length === 0) return null;
  const order = [...outcomes].sort((a, b) => Number(a.refusal === null) - Number(b.refusal === null));
  return (
    <ul className={styles["outcomes"]}>
      {order.map(({ item, outcome, refusal }) => (
        <li key={item} data-outcome={outcome}>
          <span>{names.get(item) ?? item}</span>
          <small className={refusal ? "text-red" : "text-green"}>
            {refusal ? say(refusal.reason) : t("acting.accepted")}
          </small>
        </li>
      ))}
    </ul>
  );
}
