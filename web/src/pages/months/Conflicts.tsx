/** Cells that two people wrote differently: nothing is written over until somebody chooses. */
import { Button } from "antd";
import { useTexts } from "../../i18n/index.js";
import { type GridRow, namesOf } from "./grid-state.js";
import styles from "./months.module.css";
import type { OpenGrid } from "./useGrid.js";

export function Conflicts({ rows, open }: { readonly rows: readonly GridRow[]; readonly open: OpenGrid }) {
  const { t } = useTexts();
  const { conflicts, rows: states } = open.state;
  if (conflicts.length === 0) return null;
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return (
    <div className={styles["notice"]} role="alert">
      {t("months.conflict")}
      {conflicts.map((conflict) => {
        const { key, column, theirs, by } = conflict;
        const row = byKey.get(key);
        return (
          <div key={`${key} ${column}`} className={styles["conflict"]} data-conflict={key} data-column={column}>
            <strong>
              {t("months.conflictAt", {
                row: row ? Object.values(namesOf(row)).filter(Boolean).join(" · ") : key,
                column: t(`months.columns.${column}`),
              })}
            </strong>
            <span>
              {t("months.theirs", { name: by })}
              {t("colon")}
              {theirs || t("months.empty")}{" "}
              <Button size="small" onClick={() => open.settle(conflict, "theirs")}>
                {t("months.takeTheirs")}
              </Button>
            </span>
            <span>
              {t("months.mine")}
              {t("colon")}
              {states.get(key)?.cells[column] || t("months.empty")}{" "}
              <Button size="small" onClick={() => open.settle(conflict, "mine")}>
                {t("months.takeMine")}
              </Button>
            </span>
          </div>
        );
      })}
    </div>
  );
}
