/** What was said from the seat, and what came of it, item by item. */
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { LeaderPage, LeaderWord } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./leader.module.css";

type State = NonNullable<LeaderWord["items"][number]["outcome"]>["state"];

/** How an outcome is set apart; never by colour alone: its name stands there. */
export const OUTCOME_TONE: Readonly<Record<State, string>> = {
  waiting: "",
  late: "text-red",
  replied: "text-yellow",
  accepted: "text-green",
  returned: "text-yellow",
  closed: "text-blue",
};

export function SaidList({ page }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  const { said, saidInAll } = page;
  return (
    <Panel title={t("leader.said")} flush>
      {said.length === 0 ? (
        <Nothing title={t("leader.saidNone")} />
      ) : (
        <ul className={styles["said"]}>
          {said.map((word) => (
            <Word key={keyOf(word)} word={word} />
          ))}
        </ul>
      )}
      {saidInAll > said.length && <p className={styles["note"]}>{t("leader.saidMore", { count: said.length })}</p>}
    </Panel>
  );
}

const keyOf = ({ kind, on, text, replyBy, by, enteredBy, items }: LeaderWord): string =>
  [kind, on, text, replyBy, by.person.id, enteredBy?.person.id, items[0]?.item.id].join(" ");

function Word({ word }: { readonly word: LeaderWord }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const path = usePlanPath();
  const { kind, on, text, replyBy, enteredBy, written, items } = word;
  const notes = [
    ...(enteredBy
      ? [t(kind === "instructed" ? "leader.enteredBy" : "leader.notedBy", { name: enteredBy.person.name })]
      : []),
    ...(written ? [t("leader.written")] : []),
    ...(replyBy === null ? [] : [t("leader.replyByDay", { date: format.dayAfter(replyBy, today) })]),
  ];
  return (
    <li data-said={kind}>
      <p>
        <b className="figures">{format.dayAfter(on, today)}</b>{" "}
        {kind === "acknowledged" ? t("leader.acknowledged", { count: items.length }) : <q>{text}</q>}
      </p>
      {notes.length > 0 && <p className="quiet figures">{notes.join(t("list"))}</p>}
      {kind === "instructed" && (
        <ul>
          {items.map(({ item, unit, outcome }) => (
            <li key={item.id}>
              <LightMark light={item.light} label={t(`light.${item.light}`)} />
              <div>
                <Link to={path(`items/${itemAddress(item.id)}`)}>
                  {placeName(item, t("wholeCounty"))} {item.title}
                </Link>
                {outcome && (
                  <p className="figures">
                    {unit?.name}
                    {t("colon")}
                    <b className={OUTCOME_TONE[outcome.state]}>{t(`leader.outcome.${outcome.state}`)}</b>
                    {outcome.on !== null && ` ${format.dayAfter(outcome.on, today)}`}
                    {outcome.text !== null && `${t("list")}${outcome.text}`}
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
