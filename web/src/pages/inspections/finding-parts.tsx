/** How a finding stands, and its time: of an open one today, of one that has ended as it stood then. */
import type { Finding } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";

const TONE = { open: "text-yellow", closed: "text-blue", withdrawn: "quiet" } as const;

export function FindingStatus({ finding: { status } }: { readonly finding: Pick<Finding, "status"> }) {
  const { t } = useTexts();
  return <b className={TONE[status]}>{t(`inspections.finding.${status}`)}</b>;
}

/** Frozen at closing: what was put right late stays so many days late, and no more. */
export function DaysOver({
  finding: { status, daysOver },
}: {
  readonly finding: Pick<Finding, "status" | "daysOver">;
}) {
  const { t } = useTexts();
  if (status === "withdrawn") return null;
  if (daysOver === 0)
    return (
      <small className="quiet">
        {t(status === "open" ? "inspections.finding.left" : "inspections.finding.inTime")}
      </small>
    );
  return (
    <small className={status === "open" ? "text-red" : "quiet"}>
      {t(status === "open" ? "inspections.finding.over" : "inspections.finding.overFrozen", { count: daysOver })}
    </small>
  );
}
