/** The form of an action or an order, made of what the table declares: filled in, checked, confirmed where it is final, sent once. */
import { Button } from "antd";
import { type FormEvent, type ReactNode, useEffect, useId, useState } from "react";
import { usePlan } from "../plan/plan.js";
import type { ActingAs } from "../api/types.js";
import { useCapacityName } from "../components/people.js";
import { useSay, useTexts } from "../i18n/index.js";
import type { Act } from "./acts.js";
import { FieldRow, useSayWrong } from "./FieldRow.js";
import { type Around, bodyOf, presets, shownFields, type Values, type Wrong, wrongWith } from "./fields.js";
import styles from "./form.module.css";
import { kept } from "./kept.js";
import { partsRefused, Told } from "./Told.js";
import { useSend } from "./useSend.js";

interface Props<T> {
  /** Names the form among those that are kept. */
  readonly name: string;
  /** What the button says. */
  readonly title: string;
  readonly act: Act;
  readonly around: Around;
  /** What the fields hold at first, beside their own presets. */
  readonly given?: Values;
  /** In which posts it can be done; where there are several, one is chosen. */
  readonly capacities?: readonly ActingAs[];
  /** The choice may be left to the API: items differ in who may. */
  readonly automatic?: boolean;
  readonly request: (body: Record<string, unknown>, key: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly onCancel: () => void;
  readonly danger?: boolean;
  /** Items by id, for those that were refused. */
  readonly names?: ReadonlyMap<string, string>;
  /** Beside the fields, by their values: how many items it concerns. */
  readonly children?: (values: Values) => ReactNode;
}

/** The post that the API tells a capacity by. */
const actingPost = ({ post, onBehalfOf, inPlaceOf }: ActingAs): string => (onBehalfOf ?? inPlaceOf ?? post).id;

/** What is wrong, by field; empty where it can be sent. */
function allWrong(act: Act, values: Values, around: Around): ReadonlyMap<string, Wrong> {
  return new Map(
    shownFields(act.fields, values, around).flatMap((field) => {
      const wrong = wrongWith(field, values, around);
      return wrong ? [[field.name, wrong] as const] : [];
    }),
  );
}

export function Form<T>({ title, act, around, request, onDone, onCancel, children, ...props }: Props<T>) {
  const { t } = useTexts();
  const say = useSay();
  const { id: planId, me } = usePlan();
  const id = useId();
  const sayWrong = useSayWrong();
  const name = `${planId} ${me.person?.id} ${props.name}`;
  const [values, setValues] = useState<Values>(() => ({
    ...presets(act.fields, around),
    ...props.given,
    ...kept.of(name).values,
  }));
  const [wrong, setWrong] = useState<ReadonlyMap<string, Wrong>>(new Map());
  const [checked, setChecked] = useState(false);
  const [unchecked, setUnchecked] = useState(false);
  const { automatic = false, capacities = [] } = props;
  const [post, setPost] = useState(automatic || !capacities[0] ? "" : actingPost(capacities[0]));
  const sender = useSend(name, request);
  const { phase } = sender.state;
  const locked = phase === "sending" || phase === "unknown";
  const refused = partsRefused(sender.state, act.fields);

  useEffect(() => kept.keep(name, { values }), [name, values]);
  /** A file may have been on its way while other fields were filled in: a value can be told by the one before it. */
  const change = (field: string, given: unknown): void => {
    setValues((before) => {
      const value = typeof given === "function" ? (given as (one: unknown) => unknown)(before[field]) : given;
      return { ...before, [field]: value };
    });
    setWrong((before) => new Map([...before].filter(([one]) => one !== field)));
  };
  const finish = (answer: T | null): void => {
    if (answer !== null) onDone(answer);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (phase === "unknown") return void sender.again().then(finish);
    const found = allWrong(act, values, around);
    setWrong(found);
    const [first] = found.keys();
    setUnchecked(act.sure !== undefined && !checked);
    if (first !== undefined) return document.getElementById(`${id}-${first}`)?.focus();
    if (act.sure !== undefined && !checked) return document.getElementById(`${id}-sure`)?.focus();
    const body = { ...bodyOf(act.fields, values, around), ...(post === "" ? {} : { post }) };
    void sender.send(body).then(finish);
  };

  return (
    <form className={styles["form"]} onSubmit={submit} noValidate aria-label={title}>
      {act.hint && <p className={styles["hint"]}>{say(act.hint)}</p>}
      <fieldset disabled={locked}>
        {capacities.length > 1 && (
          <CapacityChoice
            id={`${id}-capacity`}
            capacities={capacities}
            automatic={automatic}
            value={post}
            onChange={setPost}
          />
        )}
        {shownFields(act.fields, values, around).map((field) => {
          const found = wrong.get(field.name);
          return (
            <FieldRow
              key={field.name}
              field={field}
              id={`${id}-${field.name}`}
              value={values[field.name]}
              onChange={(value) => change(field.name, value)}
              wrong={found ? sayWrong(field, found) : refused.get(field.name)}
              around={around}
              locked={locked}
            />
          );
        })}
        {children?.(values)}
        {act.sure && (
          <div className={styles["sure"]}>
            <p>{say(act.sure)}</p>
            <label className={styles["check"]}>
              <input
                id={`${id}-sure`}
                type="checkbox"
                checked={checked}
                aria-invalid={unchecked}
                onChange={(event) => {
                  setChecked(event.target.checked);
                  setUnchecked(false);
                }}
              />
              {t("sure.checked")}
            </label>
            {unchecked && (
              <small className="text-red" role="alert">
                {t("acting.needConfirm")}
              </small>
            )}
          </div>
        )}
      </fieldset>
      <Told state={sender.state} names={props.names ?? new Map()} />
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          danger={props.danger ?? false}
          loading={phase === "sending"}
          disabled={phase === "sending"}
        >
          {phase === "unknown" ? t("acting.again") : title}
        </Button>
        {phase === "unknown" ? (
          <Button size="large" onClick={() => sender.drop()}>
            {t("acting.change")}
          </Button>
        ) : (
          <Button size="large" onClick={onCancel} disabled={phase === "sending"}>
            {t("acting.cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

interface CapacityProps {
  readonly id: string;
  readonly capacities: readonly ActingAs[];
  readonly automatic: boolean;
  readonly value: string;
  readonly onChange: (post: string) => void;
}

function CapacityChoice({ id, capacities, automatic, value, onChange }: CapacityProps) {
  const { t } = useTexts();
  const capacityName = useCapacityName();
  return (
    <div className={styles["field"]}>
      <label htmlFor={id} className={styles["label"]}>
        {t("field.capacity")}
      </label>
      <select id={id} className={styles["input"]} value={value} onChange={(event) => onChange(event.target.value)}>
        {automatic && <option value="">{t("acting.automatic")}</option>}
        {capacities.map((capacity) => (
          <option key={actingPost(capacity)} value={actingPost(capacity)}>
            {capacityName(capacity)}
          </option>
        ))}
      </select>
    </div>
  );
}
