/** A unit: what it owes, who stands for it, what it has been told. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Panel } from "../../components/Panel.js";
import { HolderName, HolderOnly } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { Card, Links, useSpan } from "./Card.js";

export function Page() {
  const { unitId = "" } = useParams();
  const { t } = useTexts();
  const { id } = usePlan();
  const span = useSpan();
  const { data: unit, error, refetch } = useQuery(queries.unit(id, unitId));
  useTitle(unit?.name ?? t("roster.unit"));
  if (!unit) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  const tasks = (numbers: readonly number[]) =>
    numbers.length > 0 && <Links to="tasks" names={numbers.map((no) => ({ id: String(no), name: String(no) }))} />;
  return (
    <Card
      {...unit}
      without="unit"
      title={unit.name}
      kind={unit.role ? t(`roster.bodyRole.${unit.role}`) : t(`roster.kind.${unit.kind}`)}
      list={unit.items > 0 ? `items?unit=${encodeURIComponent(unit.id)}` : null}
    >
      <Panel title={t("item.facts")}>
        <Facts>
          <Fact name={t("roster.head")}>
            <HolderOnly holder={unit.head} />
          </Fact>
          <Fact name={t("roster.desk")}>
            <HolderOnly holder={unit.desk} />
          </Fact>
          <Fact name={t("item.leaderInCharge")}>
            {unit.leaderInCharge && <HolderName holder={unit.leaderInCharge} />}
          </Fact>
          <Fact name={t("roster.leads")}>{tasks(unit.leadsTasks)}</Fact>
          <Fact name={t("roster.answers")}>{tasks(unit.answersForTasks)}</Fact>
          <Fact name={t("roster.helps")}>
            {unit.helpsVillages.length > 0 && <Links to="villages" names={unit.helpsVillages} />}
          </Fact>
          <Fact name={t("roster.names")}>
            {unit.names.length > 1 && (
              <ul>
                {unit.names.map((name) => (
                  <li key={name.value}>
                    {name.value} <span className="quiet figures">{span(name)}</span>
                  </li>
                ))}
              </ul>
            )}
          </Fact>
        </Facts>
      </Panel>
    </Card>
  );
}
