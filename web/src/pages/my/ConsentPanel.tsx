/** Substitutes whom somebody named for the reader's post, and who do not act before the reader has agreed. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";

export function ConsentPanel() {
  const { t } = useTexts();
  const { id, me } = usePlan();
  const path = usePlanPath();
  const { data } = useQuery(queries.delegations(id));
  const waiting = data?.delegations.filter(
    ({ awaitsConsent, principal }) => awaitsConsent && principal.id === me.person?.id,
  );
  if (!waiting || waiting.length === 0) return null;
  return (
    <Panel title={t("desk.consents")}>
      <ul>
        {waiting.map(({ id: key, substitute, post }) => (
          <li key={key}>
            <Link to={path("my/delegations")}>{t("desk.consentOf", { name: substitute.name, post: post.title })}</Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
