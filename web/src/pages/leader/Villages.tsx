/** The seat's villages by light and since when, with whom each of their items hangs. */
import { Link } from "react-router";
import type { LeaderPage, LeaderVillage } from "../../api/types.js";
import { HolderOnly, UnitLink } from "../../components/people.js";
import { useCountsText } from "../../components/counts-text.js";
import { LightBar, LightMark } from "../../components/Light.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import styles from "./leader.module.css";
import { LineList } from "./Lines.js";

/** All of them in a line or two: the worst light of each, and how many are red. */
export function VillageStrip({ page }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  if (page.villages.length === 0) return null;
  return (
    <ul className={styles["strip"]} aria-label={t("leader.villages")}>
      {page.villages.map(({ village, light, counts: { red } }) => (
        <li key={village.id}>
          <a href={`#village-${village.id}`}>
            <LightMark light={light ?? "none"} label={t(`light.${light ?? "none"}`)} />
            {village.name}
            {red > 0 && <b className="figures">{red}</b>}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Items of a village shown before the rest is asked for. */
const FIRST = 4;

export function VillageList({ page }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  return (
    <Panel title={t("leader.villages")} aside={t("leader.own", { count: page.villages.length })} flush>
      {page.villages.length === 0 ? (
        <Nothing title={t("leader.noVillage")} />
      ) : (
        <ul className={styles["villages"]}>
          {page.villages.map((one) => (
            <Village key={one.village.id} of={one} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Village({ of }: { readonly of: LeaderVillage }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const counts = useCountsText();
  const { village, township, light, lines, more } = of;
  return (
    <li id={`village-${village.id}`} data-village={village.id}>
      <h3>
        {light !== null && <LightMark light={light} label={t(`light.${light}`)} />}
        <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>
        <span className="quiet">{township.name}</span>
      </h3>
      <div className={styles["counts"]}>
        <LightBar counts={of.counts} label={village.name} />
        <span className="figures">{counts(of.counts)}</span>
      </div>
      <p className={styles["seats"]}>
        {of.as !== "countyLeader" && (
          <span>
            {t("leader.leaderOf")}
            {t("colon")}
            <HolderOnly holder={of.with.countyLeader} />
          </span>
        )}
        {of.as !== "departmentHead" && (
          <span>
            {t("leader.department")}
            {t("colon")}
            <HolderOnly holder={of.with.departmentHead} />
          </span>
        )}
        <span>
          {t("leader.helping")}
          {t("colon")}
          <UnitLink unit={of.with.helpingUnit} />
        </span>
      </p>
      {lines.length === 0 ? (
        <p className="quiet">{t(light === null ? "leader.noItems" : "leader.allGood")}</p>
      ) : (
        <LineList lines={lines} first={FIRST} />
      )}
      {more > 0 && <p className="quiet">{t("leader.moreNot", { count: more })}</p>}
    </li>
  );
}
