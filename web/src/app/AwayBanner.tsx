/** Says that the API is away, and goes by itself when it is back. */
import { useSyncExternalStore } from "react";
import { connection } from "../api/connection.js";
import { useTexts } from "../i18n/index.js";
import styles from "./shell.module.css";

export function AwayBanner() {
  const { t } = useTexts();
  const { away, detail } = useSyncExternalStore(connection.subscribe, connection.current);
  return (
    <div role="status" aria-live="assertive">
      {away && (
        <p className={styles["away"]}>
          <strong>{t("away.title")}</strong>
          <span>{detail ?? t("away.noAnswer")}</span>
        </p>
      )}
    </div>
  );
}
