/** Where a round's bulletin stands, leading to its page. */
import { Link } from "react-router";
import type { Bulletin, RoundSummary } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";

/** Before the round is closed there is nothing to be drafted of. */
export function BulletinStep({ round }: { readonly round: Pick<RoundSummary, "round" | "bulletin" | "status"> }) {
  const { t } = useTexts();
  const path = usePlanPath();
  if (round.status !== "closed" && round.bulletin === null) return <span className="quiet">{t("unknown")}</span>;
  const [step = "none"] = (round.bulletin?.split("@") ?? []) as [Bulletin["step"]?];
  return (
    <Link to={path(`inspections/rounds/${encodeURIComponent(round.round)}/bulletin`)}>
      {t(`bulletin.steps.${step}`)}
    </Link>
  );
}
