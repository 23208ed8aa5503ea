/** 动态: what happens, as it happens, in the ledger's own plain words. */
import { Button } from "antd";
import { memo, useMemo, useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { FeedRow } from "../../api/types.js";
import { useFeed } from "../../app/feed.js";
import { usePlanPath } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { useRowKind } from "../../components/row-kind.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { daysOf, type Entry } from "./feed-groups.js";
import styles from "./feed.module.css";

export function Feed() {
  const { t } = useTexts();
  const format = useFormat();
  const { rows, before, live, loaded, error, readAgain, readEarlier } = useFeed();
  const [reading, setReading] = useState(false);
  const days = useMemo(() => daysOf(rows), [rows]);
  const earlier = (): void => {
    setReading(true);
    // Where it cannot be read the page says that the API is away, and the button stays.
    void readEarlier().finally(() => setReading(false));
  };
  const state = (
    <span className={styles["state"]} data-live={live}>
      {t(live ? "feed.live" : "feed.lost")}
    </span>
  );
  return (
    <Panel title={t("feed.title")} aside={loaded && !error ? state : undefined} className={styles["feed"]} flush>
      <div
        className={styles["list"]}
        role="group"
        aria-busy={!loaded}
        aria-label={t("feed.title")}
        // What scrolls must be reached by keys.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {error && rows.length === 0 ? (
          <Failure error={error} retry={() => void readAgain()} />
        ) : !loaded ? (
          <Waiting rows={10} />
        ) : rows.length === 0 ? (
          <Nothing title={t("feed.empty")} hint={t("feed.emptyHint")} />
        ) : (
          days.map(({ day, entries }, at) => (
            <section key={`${day} ${days.length - at}`} aria-label={format.day(day)}>
              <h3 className={styles["day"]}>
                <span>{format.day(day)}</span>
                <span className="quiet">{format.weekday(day)}</span>
              </h3>
              {entries.map((entry) => (
                <FeedEntry key={entry.key} entry={entry} />
              ))}
            </section>
          ))
        )}
        {before !== null && (
          <p className={styles["more"]}>
            <Button onClick={earlier} loading={reading}>
              {t("feed.earlier")}
            </Button>
          </p>
        )}
      </div>
    </Panel>
  );
}

const FeedEntry = memo(function FeedEntry({ entry }: { readonly entry: Entry }) {
  const { t } = useTexts();
  const format = useFormat();
  const kind = useRowKind();
  const [open, setOpen] = useState(false);
  const [first] = entry.rows;
  const { name, tone } = kind(first);
  return (
    <article className={styles["entry"]} data-tone={tone}>
      <time className="figures" dateTime={first.at}>
        {format.time(first.at)}
      </time>
      {entry.kind === "row" ? (
        <OneRow row={first} />
      ) : entry.kind === "order" ? (
        <Order entry={entry} />
      ) : (
        <div>
          <button type="button" className={styles["burst"]} aria-expanded={open} onClick={() => setOpen(!open)}>
            <span>
              {first.task === null
                ? t("feed.burst", { name, count: entry.count })
                : t("feed.burstOf", { no: first.task, name, count: entry.count })}
            </span>
            <span className={styles["fold"]}>{t(open ? "feed.hide" : "feed.show")}</span>
          </button>
          {first.item && <p className="quiet">{first.item.title}</p>}
          {open && (
            <ul className={styles["rows"]}>
              {entry.rows.map((row) => (
                <li key={row.seq}>
                  <OneRow row={row} />
                </li>
              ))}
              {entry.rows.length < entry.count && (
                <li className="quiet">{t("feed.shownOf", { shown: entry.rows.length, count: entry.count })}</li>
              )}
            </ul>
          )}
        </div>
      )}
    </article>
  );
});

/** An order, however many tasks carry it out: what it says, and on how many items it took effect. */
function Order({ entry: { rows, count } }: { readonly entry: Entry }) {
  const { t } = useTexts();
  const say = useSay();
  const given = rows.find(({ type }) => type === "orderGiven") ?? rows[0];
  const said = given.type === "orderGiven" ? say(given.words) : t("rows.orderApplied");
  return <p>{t("feed.order", { said, count })}</p>;
}

function OneRow({ row }: { readonly row: FeedRow }) {
  const { t } = useTexts();
  const say = useSay();
  const path = usePlanPath();
  const { item } = row;
  const letter = row.told.find((told) => told.letter !== null);
  return (
    <div>
      <p>{say(row.words)}</p>
      {item && (
        <p className={styles["about"]}>
          <Link to={path(`items/${itemAddress(item.id)}`)}>
            {placeName(item, t("wholeCounty"))} · {item.title}
          </Link>
          {letter?.letter && (
            <Link to={path(`letters/${encodeURIComponent(letter.letter)}`)}>{t(`form.${letter.form}`)}</Link>
          )}
        </p>
      )}
    </div>
  );
}
