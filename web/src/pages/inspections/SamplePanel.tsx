/** 抽查种子: where it comes from, and how anybody redoes the sample. */
import type { Round } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";

export function SamplePanel({ round: { seed } }: { readonly round: Round }) {
  const { t } = useTexts();
  return (
    <Panel title={t("inspections.sample.title")}>
      <div className={styles["stack"]}>
        <p className="quiet">{t("inspections.sample.lead")}</p>
        <p>
          {t("inspections.sample.seed")}
          {t("colon")}
          <code className={styles["hash"]}>{seed.seed}</code>
        </p>
        <details>
          <summary>{t("inspections.sample.redo")}</summary>
          <ol className={styles["steps"]}>
            <li>{t("inspections.sample.redo1")}</li>
            <li>{t("inspections.sample.redo2")}</li>
            <li>{t("inspections.sample.redo3")}</li>
          </ol>
        </details>
        <details>
          <summary>{t("inspections.sample.heads", { count: seed.heads.length })}</summary>
          <ul className={styles["heads"]}>
            {seed.heads.map(({ stream, seq, hash }) => (
              <li key={stream}>
                <b>{stream}</b> <span className="figures">{t("inspections.my.row", { row: seq })}</span>
                <code className={styles["hash"]}>{hash}</code>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </Panel>
  );
}
