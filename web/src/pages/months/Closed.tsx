/** Of a month that is closed: since when, and what it means to send something of it now. */
import type { MonthGrid } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./months.module.css";

export function Closed({ grid }: { readonly grid: MonthGrid }) {
  const { t } = useTexts();
  const format = useFormat();
  const { request, status, closesOn } = grid;
  if (status !== "closed") return null;
  return (
    <p className={styles["notice"]}>
      {t("months.closedOn", { day: format.day(closesOn) })}
      {(request.mayAnswer || request.mayConfirm) && t("months.sentLate")}
    </p>
  );
}
