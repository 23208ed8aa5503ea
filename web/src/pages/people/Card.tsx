/** What the pages of a unit, a village and a post have in common: its facts, what is open, what it has been told. */
import type { ReactNode } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { Item, LightCounts, Notice, ToldCount } from "../../api/types.js";
import { usePlanPath } from "../../plan/plan.js";
import { LightBar, LIGHTS, LightMark } from "../../components/Light.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { ItemTable } from "../items/ItemTable.js";
import styles from "./card.module.css";

interface Props {
  readonly title: string;
  readonly kind: string;
  readonly items: number;
  /** Items beyond the reader's reach. */
  readonly outside: number;
  readonly lights: LightCounts;
  readonly open: readonly Item[];
  /** The column of the open items that would say the same in each row. */
  readonly without?: "unit" | "place";
  /** The list of items, filtered as this page is; null where no filter says it. */
  readonly list: string | null;
  readonly told: readonly ToldCount[];
  readonly latest: readonly Notice[];
  /** Facts of its own. */
  readonly children: ReactNode;
}

/** As many open items as the API names. */
const MOST_OPEN = 200;

export function Card({ title, kind, items, outside, lights, open, without, list, told, latest, children }: Props) {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <>
      <p className={styles["crumbs"]}>
        <Link to={path("roster")}>{t("roster.title")}</Link> / {kind}
      </p>
      <PageTitle>{title}</PageTitle>
      <div className={styles["page"]}>
        <div className={styles["main"]}>
          {items > 0 && <Figures lights={lights} />}
          <Panel
            title={t("roster.open")}
            aside={
              <>
                {open.length >= MOST_OPEN && <span>{t("roster.mostOpen")}</span>}
                {list !== null && <Link to={path(list)}>{t("lights.openItems")}</Link>}
              </>
            }
            flush
          >
            {open.length === 0 ? (
              <Nothing
                title={t(items === 0 && outside > 0 ? "reach.none" : "roster.noneOpen")}
                {...(outside > 0 ? { hint: t("reach.more", { count: outside }) } : {})}
              />
            ) : (
              <ItemTable rows={open} {...(without ? { without } : {})} />
            )}
          </Panel>
        </div>
        <div className={styles["side"]}>
          {children}
          <Told told={told} latest={latest} />
        </div>
      </div>
    </>
  );
}

function Figures({ lights }: { readonly lights: LightCounts }) {
  const { t } = useTexts();
  return (
    <div className={styles["figures"]}>
      <ul>
        {LIGHTS.map((light) => (
          <li key={light}>
            <LightMark light={light} /> {t(`light.${light}`)}{" "}
            <b className={`figures ${lights[light] > 0 ? `text-${light}` : "quiet"}`}>{lights[light]}</b>
          </li>
        ))}
      </ul>
      <LightBar counts={lights} />
    </div>
  );
}

function Told({ told, latest }: { readonly told: readonly ToldCount[]; readonly latest: readonly Notice[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  return (
    <>
      <Panel title={t("roster.told")} flush>
        {told.length === 0 ? (
          <Nothing title={t("roster.noneTold")} />
        ) : (
          <table className={`${styles["told"]} figures`}>
            <thead>
              <tr>
                <th scope="col">{t("letters.instrument")}</th>
                <th scope="col">{t("roster.count")}</th>
                <th scope="col">{t("roster.last")}</th>
              </tr>
            </thead>
            <tbody>
              {told.map((each) => (
                <tr key={`${each.instrument} ${each.role}`}>
                  <th scope="row">
                    {t(`instrument.${each.instrument}`)} <small className="quiet">{t(`role.${each.role}`)}</small>
                  </th>
                  <td>{each.count}</td>
                  <td>{format.day(each.last)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {latest.length > 0 && (
        <Panel title={t("roster.latest")} flush>
          <ul className={styles["latest"]}>
            {latest.slice(0, 10).map((notice) => (
              <li key={`${notice.stream} ${notice.seq} ${notice.no}`}>
                <time className="quiet figures" dateTime={notice.at}>
                  {format.shortDay(notice.on)}
                </time>
                <span>
                  {notice.letter ? (
                    <Link to={path(`letters/${encodeURIComponent(notice.letter)}`)}>{t(`form.${notice.form}`)}</Link>
                  ) : (
                    t(`form.${notice.form}`)
                  )}{" "}
                  {notice.item && (
                    <Link to={path(`items/${itemAddress(notice.item.id)}`)} className={styles["item"]}>
                      {placeName(notice, t("wholeCounty"))} · {notice.item.name}
                    </Link>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

interface Dated {
  readonly from: string | null;
  readonly to: string | null;
}

/** Since when and until when something held. */
export function useSpan(): (dated: Dated) => string {
  const { t } = useTexts();
  const format = useFormat();
  return ({ from, to }) =>
    [
      ...(from === null ? [] : [t("roster.since", { from: format.day(from) })]),
      ...(to === null ? [] : [t("roster.until", { to: format.day(to) })]),
    ].join(" ");
}

/** Names that each lead to a page, in a row. */
export function Links({
  to,
  names,
}: {
  readonly to: string;
  readonly names: readonly { readonly id: string; readonly name: string }[];
}) {
  const { t } = useTexts();
  const path = usePlanPath();
  return names.map(({ id, name }, at) => (
    <span key={id}>
      {at > 0 && t("list")}
      <Link to={path(`${to}/${encodeURIComponent(id)}`)}>{name}</Link>
    </span>
  ));
}
