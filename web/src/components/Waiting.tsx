/** While something is fetched. Nothing is shown at first: most answers are there before one would have seen it. */
import { useTexts } from "../i18n/index.js";
import styles from "./waiting.module.css";

export function Waiting({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTexts();
  return (
    <div className={styles["waiting"]} role="status">
      <span className="heard">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles["row"]} />
      ))}
    </div>
  );
}
