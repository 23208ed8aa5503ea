/** What else can be done about a visit: given to another group, entered from paper. */
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { VisitDetail } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useHas } from "../my/Sections.js";
import { paperPath } from "./addresses.js";
import { HandOverSheet } from "./HandOverSheet.js";
import styles from "./inspections.module.css";

export function VisitLinks({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const path = usePlanPath();
  const isOffice = useHas()(["office"]) && !plan.ended;
  const [open, setOpen] = useState(false);
  const entersPaper = isOffice && !visit.submitted && visit.group !== null;
  if (visit.handOverTo.length === 0 && !entersPaper) return null;
  return (
    <div className={styles["buttons"]}>
      {visit.handOverTo.length > 0 && (
        <Button onClick={() => setOpen(true)}>{t("inspections.ledGroup.handOver")}</Button>
      )}
      {entersPaper && <Link to={path(paperPath(visit))}>{t("inspections.ledGroup.enterPaper")}</Link>}
      {open && <HandOverSheet round={visit.round} visit={visit.visit} onClose={() => setOpen(false)} />}
    </div>
  );
}
