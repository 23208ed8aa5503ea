/** The conclusion as it was served, what the inspected said to it, the window for objections, and what was objected and decided. */
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { VisitDetail } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import { conclusionPath } from "./addresses.js";
import { ConclusionSheet } from "./ConclusionSheet.js";
import styles from "./inspections.module.css";
import { ObjectionCard } from "./ObjectionCard.js";
import { ObjectSheet } from "./ObjectSheet.js";
import { Remarks } from "./Remarks.js";
import { Served } from "./Served.js";

export function ConclusionPanel({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const [open, setOpen] = useState<"serve" | "remark" | "object" | null>(null);
  const { conclusion, submitted, objections, may } = visit;
  if (!submitted) return null;
  return (
    <Panel title={t("inspections.conclusion.title")}>
      <div className={styles["stack"]}>
        {conclusion === null ? (
          <p className="quiet">{t("inspections.conclusion.notServed")}</p>
        ) : (
          <Served conclusion={conclusion} />
        )}
        <Remarks remarks={visit.remarks} />
        <div className={styles["buttons"]}>
          {may.includes("conclude") && (
            <Button type="primary" onClick={() => setOpen("serve")}>
              {t("inspections.conclusion.serve")}
            </Button>
          )}
          {may.includes("object") && (
            <Button type="primary" onClick={() => setOpen("object")}>
              {t("inspections.conclusion.object")}
            </Button>
          )}
          {may.includes("remark") && (
            <Button onClick={() => setOpen("remark")}>{t("inspections.conclusion.remark")}</Button>
          )}
          <Link to={path(conclusionPath(visit))}>{t("inspections.conclusion.print")}</Link>
        </div>
        {objections.map((objection) => (
          <ObjectionCard key={objection.no} visit={visit} objection={objection} />
        ))}
      </div>
      {open === "object" && <ObjectSheet visit={visit} onClose={() => setOpen(null)} />}
      {(open === "serve" || open === "remark") && (
        <ConclusionSheet name={open} visit={visit} onClose={() => setOpen(null)} />
      )}
    </Panel>
  );
}
