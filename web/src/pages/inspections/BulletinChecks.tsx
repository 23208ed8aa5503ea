/** 签发前核对: what does not fit together, and what is said again; for the office to look at, in no document. */
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { Bulletin } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import { visitPath } from "./addresses.js";
import styles from "./bulletin.module.css";

type Checks = NonNullable<Bulletin["checks"]>;
type Pointed = Checks["contradictions"][number]["of"][number];

/** Links of one entry at most: a picture that is in hundreds of reports is named, not listed. */
const MOST_LINKS = 8;

export function BulletinChecks({ checks }: { readonly checks: Checks }) {
  const { t } = useTexts();
  const { contradictions, repeated, running } = checks;
  const isNothing = contradictions.length + repeated.length + running.length === 0;
  return (
    <Panel title={t("bulletin.checks")}>
      {isNothing && <p className="quiet">{t("bulletin.nothing")}</p>}
      <ul className={styles["rows"]}>
        {running.map(({ paragraph, unit, line, cause, rounds }) => (
          <li key={paragraph}>{t("bulletin.running", { unit: unit.name, line, cause, rounds })}</li>
        ))}
        {repeated.map((text) => (
          // Figures are left out of what is compared.
          <li key={text}>{t("bulletin.repeated", { text: text.replaceAll("#", "…") })}</li>
        ))}
        {contradictions.map(({ kind, said, of }) => (
          <li key={`${kind}/${said}/${of.map(({ visit, item, line }) => `${visit}${item}${line}`).join()}`}>
            <strong>{t(`bulletin.contradictions.${kind}`)}</strong>
            <span className={styles["hash"]}>{said}</span>
            <span className="quiet">{t("bulletin.contradictedBy", { count: of.length, units: unitsOf(of) })}</span>
            <span className={styles["files"]}>
              {of.slice(0, MOST_LINKS).map((one) => (
                <Where key={`${one.round} ${one.visit} ${one.item} ${one.line}`} one={one} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Whose reports and checks they are: each unit once. */
const unitsOf = (of: readonly Pointed[]): string => [...new Set(of.flatMap(({ unit }) => unit?.name ?? []))].join("、");

/** To the record itself. */
function Where({ one: { round, visit, item, line, unit } }: { readonly one: Pointed }) {
  const { t } = useTexts();
  const path = usePlanPath();
  if (item !== null)
    return (
      <Link to={path(`items/${itemAddress(item)}`)}>
        {unit ? t("bulletin.toItemOf", { unit: unit.name }) : t("bulletin.toItem")}
      </Link>
    );
  if (round === null || visit === null) return null;
  return <Link to={path(visitPath({ round, visit }))}>{line ?? t("bulletin.toVisit")}</Link>;
}
