/** Of a month that is closed: since when, and what it means to send something of it now. */
import { useQuery } from "@tanstack/react-query";
import * as queries from "../../api/queries.js";
import type { MonthGrid } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./months.module.css";

export function Closed({ grid }: { readonly grid: MonthGrid }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const { month, request, status } = grid;
  const isClosed = status === "closed";
  const { data } = useQuery({ ...queries.month(id, month), enabled: isClosed });
  // Until its day is known nothing half is said.
  if (!isClosed || !data) return null;
  return (
    <p className={styles["notice"]}>
      {t("months.closedOn", { day: format.day(data.closesOn) })}
      {(request.mayAnswer || request.mayConfirm) && t("months.sentLate")}
    </p>
  );
}
