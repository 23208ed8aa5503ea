/** How many items have which light: the five figures that every meeting begins with, and apart from them what has not begun. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { LightBar, LIGHTS, LightMark } from "../../components/Light.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./overview.module.css";

export function Figures() {
  const { t } = useTexts();
  const format = useFormat();
  const { id, plan } = usePlan();
  const path = usePlanPath();
  // The plan's own figures until the newest are read.
  const { data } = useQuery(queries.itemList(id, { limit: 1 }));
  const counts = data?.counts ?? plan.counts.lights;
  const total = LIGHTS.reduce((sum, light) => sum + counts[light], 0) - counts.notStarted;
  return (
    <section className={styles["figures"]} aria-label={t("figures.title")}>
      <ul>
        {LIGHTS.map((light) => (
          <li key={light}>
            <Link
              to={`${path("items")}?light=${light}`}
              title={t("figures.seeItems", { light: t(`light.${light}`) })}
              data-figure={light}
            >
              <span className={styles["label"]}>
                <LightMark light={light} />
                {t(`light.${light}`)}
              </span>
              <span className={styles["figure"]}>
                <strong className={`figures ${counts[light] > 0 ? `text-${light}` : "quiet"}`}>
                  {format.count(counts[light])}
                </strong>
                <small>{t(`lightMeans.${light}`)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <LightBar counts={{ ...counts, notStarted: 0 }} label={t("figures.total", { count: total })} />
    </section>
  );
}
