/** Where a round's bulletin stands, leading to its page. */
import { Link } from "react-router";
import type { RoundSummary } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";

/** Before the round is closed there is nothing to be drafted of. */
export function BulletinStep({ round }: { readonly round: Pick<RoundSummary, "round" | "bulletin" | "status"> }) {
  const { t } = useTexts();
  const path = usePlanPath();
  if (round.status !== "closed" && round.bulletin === null) return <span className="quiet">{t("unknown")}</span>;
  const [step = "none"] = round.bulletin?.split("@") ?? [];
  const known = step === "drafted" || step === "approved" || step === "signed" ? step : "none";
  return (
    <Link to={path(`inspections/${encodeURIComponent(round.round)}/bulletin`)}>
      {t(`inspections.round.bulletinStep.${known}`)}
    </Link>
  );
}
