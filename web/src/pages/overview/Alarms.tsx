/** What the office must see: vacant posts, people whom nothing reaches, letters that failed. Nothing to see, nothing shown. */
import { useQuery } from "@tanstack/react-query";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import styles from "./overview.module.css";

const SHOWN = 8;

export function Alarms() {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const { id, me } = usePlan();
  // Alarms are for those who see the whole plan.
  const { data } = useQuery({ ...queries.alarms(id), enabled: me.seesAll });
  if (!data || data.alarms.length === 0) return null;
  return (
    <Panel
      title={t("overview.alarms")}
      aside={
        <>
          <span className="figures">{data.total}</span>
          <ExportLinks list="alarms" />
        </>
      }
      className={styles["alarms"]}
      flush
    >
      <ul className={styles["rows"]}>
        {data.alarms.slice(0, SHOWN).map((alarm) => (
          <li key={alarm.key} className={styles["alarm"]}>
            <span>{say(alarm.words)}</span>
            <small className="quiet figures">
              {format.shortDay(alarm.latest)}
              {alarm.count > 1 && ` × ${alarm.count}`}
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
