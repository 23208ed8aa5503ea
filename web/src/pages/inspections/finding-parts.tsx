/** How a finding stands, and its time: of an open one today, of one that has ended as it stood then. */
import type { Finding } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { PlaceLink } from "./parts.js";

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

/** A systemic finding is the whole county's. */
const isOfAll = ({ place }: Pick<Finding, "place">): boolean => place.kind === "unit" && place.id === "county";

export function useFindingPlace(): (finding: Pick<Finding, "place">) => string {
  const { t } = useTexts();
  return (finding) => (isOfAll(finding) ? t("wholeCounty") : finding.place.name);
}

export function FindingPlace({ finding }: { readonly finding: Pick<Finding, "place"> }) {
  const name = useFindingPlace();
  return isOfAll(finding) ? name(finding) : <PlaceLink place={finding.place} />;
}

/** What a systemic finding links; of a village's, that as many have the same, so that one is proposed. */
export function useSystemicText(): (finding: Pick<Finding, "alike" | "systemic">) => string | null {
  const { t } = useTexts();
  return ({ alike, systemic }) => {
    if (systemic.length > 0) return t("inspections.finding.systemic", { count: systemic.length });
    return alike.length > 0 ? t("inspections.finding.alike", { count: alike.length }) : null;
  };
}
