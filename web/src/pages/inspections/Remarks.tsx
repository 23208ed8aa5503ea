/** 被检查方意见: what the inspected said to a conclusion, by whom, and who noted it. */
import type { ConclusionRemark } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";

export function Remarks({ remarks }: { readonly remarks: readonly ConclusionRemark[] }) {
  const { t } = useTexts();
  const format = useFormat();
  if (remarks.length === 0) return null;
  return (
    <section className={styles["remarks"]}>
      <h3>{t("inspections.conclusion.remarks")}</h3>
      <ul>
        {remarks.map(({ by, text, on, row, notedBy }) => (
          <li key={row} data-remark={row}>
            <q>{text}</q>{" "}
            <small className="quiet">
              {t("inspections.conclusion.remarkBy", { by, date: format.day(on), name: notedBy.name })}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
