/** Above what waits for a paired head or a helping unit: their villages, a line each, with the longest overdue of its items. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import { useCountsText } from "../../components/counts-text.js";
import { LightMark } from "../../components/Light.js";
import { Panel } from "../../components/Panel.js";
import { Since, useWithWhom } from "../../components/Since.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./my.module.css";

export function OwnVillages() {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const counts = useCountsText();
  const withWhom = useWithWhom();
  const { data } = useQuery(queries.leader(id));
  if (!data || data.villages.length === 0) return null;
  return (
    <Panel title={t("leader.villages")} aside={<Link to={path("my/leader")}>{t("leader.toVillages")}</Link>} flush>
      <ul className={styles["own"]} data-own-villages>
        {data.villages.map(({ village, light, counts: lights, lines: [line] }) => (
          <li key={village.id}>
            <LightMark light={light ?? "none"} label={t(`light.${light ?? "none"}`)} />
            <div>
              <p className={styles["village"]}>
                <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>
                  <b>{village.name}</b>
                </Link>
                <span className="quiet figures">{counts(lights)}</span>
              </p>
              {line && (
                <p className="figures">
                  {line.item.title} <Since line={line} /> {withWhom(line)}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
