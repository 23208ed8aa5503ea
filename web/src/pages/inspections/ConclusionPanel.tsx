/** The conclusion as it was served, the window for objections, and what was objected and decided. */
import { Button } from "antd";
import { useState } from "react";
import type { VisitDetail } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { ConclusionSheet } from "./ConclusionSheet.js";
import styles from "./inspections.module.css";
import { ObjectionCard } from "./ObjectionCard.js";
import { ObjectSheet } from "./ObjectSheet.js";

export function ConclusionPanel({ visit }: { readonly visit: VisitDetail }) {
  const { t } = useTexts();
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

/** To whom, when, and until when it may be objected to. */
export function Served({
  conclusion: { to, on, objectUntil },
}: {
  readonly conclusion: NonNullable<VisitDetail["conclusion"]>;
}) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  return (
    <p>
      {t("inspections.conclusion.to", { date: format.day(on), to })}{" "}
      <small className={objectUntil < today ? "quiet" : "text-yellow"}>
        {t(objectUntil < today ? "inspections.conclusion.untilOver" : "inspections.conclusion.until", {
          date: format.day(objectUntil),
        })}
      </small>
    </p>
  );
}
