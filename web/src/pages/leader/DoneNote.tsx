/** What was done just now, in the ledger's own words; and what was refused, item by item. */
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { Outcomes } from "../../actions/Told.js";
import type { ActionAnswer, LeaderPage } from "../../api/types.js";
import { useSay, useTexts } from "../../i18n/index.js";
import styles from "./leader.module.css";

interface Props {
  readonly page: LeaderPage;
  readonly done: { readonly kind: "acknowledged" | "instructed"; readonly answer: ActionAnswer };
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}

/** Sentences named one by one. */
const NAMED = 6;

export function DoneNote({ page, done: { kind, answer }, names, onClose }: Props) {
  const { t } = useTexts();
  const say = useSay();
  const accepted = new Set(answer.outcomes.filter(({ refusal }) => refusal === null).map(({ item }) => item));
  const word = page.said.find((one) => one.kind === kind && one.items.some(({ item }) => accepted.has(item.id)));
  const done = word?.items.filter(({ item }) => accepted.has(item.id)) ?? [];
  const place = useRef<HTMLElement>(null);
  // It stands where the buttons were pressed that are gone.
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "center" });
  }, [answer]);
  return (
    <section ref={place} className={styles["done"]} tabIndex={-1} aria-label={t("leader.done")} data-done={kind}>
      <h2>
        {t("leader.done")} <span className="quiet figures">{accepted.size}</span>
      </h2>
      <p className="quiet">{t("leader.doneHint")}</p>
      <ul>
        {done.slice(0, NAMED).map(({ item, words }) => (
          <li key={item.id}>
            <b>
              {item.village?.name ?? item.township?.name ?? t("wholeCounty")} {item.title}
            </b>
            <p>{say(words)}</p>
          </li>
        ))}
        {done.length > NAMED && <li className="quiet">{t("acting.moreItems", { count: done.length - NAMED })}</li>}
      </ul>
      {answer.refused > 0 && (
        <Outcomes outcomes={answer.outcomes.filter(({ refusal }) => refusal !== null)} names={names} />
      )}
      <Button onClick={onClose}>{t("leader.doneClose")}</Button>
    </section>
  );
}
