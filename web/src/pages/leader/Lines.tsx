/** Items in lines: the light and since when, with whom it hangs, what the unit said, what was done. */
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { LeaderLine } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { placeName } from "../../components/place.js";
import { Since, useWithWhom } from "../../components/Since.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./leader.module.css";

/** With whom it hangs, what was done about it, and what the unit said last. */
export function LineStory({ line }: { readonly line: LeaderLine }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const path = usePlanPath();
  const withWhom = useWithWhom();
  const { item, awaited, lastWords, pressed } = line;
  const unit = item.primaryUnit.name;
  const facts = [
    ...(awaited?.unit.id === item.primaryUnit.id ? [] : [t("leader.primary", { unit })]),
    withWhom(line),
    ...pressed.map(({ instrument, on }) =>
      t("leader.pressed", { name: t(`instrument.${instrument}`), date: format.dayAfter(on, today) }),
    ),
    ...(lastWords ? [] : [t("leader.unitSilent", { unit })]),
  ];
  return (
    <>
      <p className="figures">
        {facts.filter((fact) => fact !== "").join(t("list"))}{" "}
        <Link to={path(`items/${itemAddress(item.id)}`)}>{t("leader.toItem")}</Link>
      </p>
      {lastWords && (
        <p className={styles["words"]}>
          {t("leader.unitSaid", { unit, date: format.dayAfter(lastWords.on, today), text: lastWords.text })}
        </p>
      )}
    </>
  );
}

interface Props {
  readonly lines: readonly LeaderLine[];
  /** How many are shown before the rest is asked for. */
  readonly first: number;
  /** Says where each is. */
  readonly placed?: boolean;
}

export function LineList({ lines, first, placed = false }: Props) {
  const { t } = useTexts();
  const path = usePlanPath();
  const withWhom = useWithWhom();
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, first);
  return (
    <>
      <ul className={styles["lines"]}>
        {shown.map((line) => (
          <li key={line.item.id}>
            <LightMark light={line.item.light} label={t(`light.${line.item.light}`)} />
            <div>
              <Link to={path(`items/${itemAddress(line.item.id)}`)}>
                {placed && <b>{placeName(line.item, t("wholeCounty"))} </b>}
                {line.item.title}
              </Link>
              <p className="figures">
                <Since line={line} />
              </p>
              <p>{withWhom(line)}</p>
            </div>
          </li>
        ))}
      </ul>
      {lines.length > shown.length && (
        <button type="button" className={styles["rest"]} onClick={() => setAll(true)}>
          {t("leader.moreLines", { count: lines.length - shown.length })}
        </button>
      )}
    </>
  );
}
