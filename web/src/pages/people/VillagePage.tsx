/** A village: who is paired with it, what is open in it, who was told about it. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Panel } from "../../components/Panel.js";
import { HolderName, postName, UnitLink } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { Card, useSpan } from "./Card.js";

export function Page() {
  const { villageId = "" } = useParams();
  const { t } = useTexts();
  const { id } = usePlan();
  const span = useSpan();
  const { data: village, error, refetch } = useQuery(queries.village(id, villageId));
  useTitle(village?.name ?? t("roster.village"));
  if (!village) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  const { pairing } = village;
  return (
    <Card
      {...village}
      without="place"
      title={village.name}
      kind={`${t("roster.village")} · ${village.township.name}`}
      list={`items?village=${encodeURIComponent(village.id)}`}
    >
      <Panel title={t("item.pairing")}>
        {pairing ? (
          <Facts>
            <Fact name={t("item.countyLeader")}>
              <HolderName holder={pairing.countyLeader} />
            </Fact>
            <Fact name={t("item.departmentHead")}>
              <HolderName holder={pairing.departmentHead} />
            </Fact>
            <Fact name={t("item.helpingUnit")}>
              <UnitLink unit={pairing.helpingUnit} />
            </Fact>
            <Fact name={t("roster.township")}>{village.township.name}</Fact>
            <Fact name="">{village.concentratedArea && t("roster.concentrated")}</Fact>
            <Fact name={t("roster.holders")}>
              {village.pairings.length > 1 && (
                <ul>
                  {village.pairings.map((each) => (
                    <li key={`${each.from} ${each.to}`}>
                      {postName(each.value.countyLeader)} <span className="quiet figures">{span(each)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
          </Facts>
        ) : (
          <p className="text-red">{t("roster.vacant")}</p>
        )}
      </Panel>
    </Card>
  );
}
