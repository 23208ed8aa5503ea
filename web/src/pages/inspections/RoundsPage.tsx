/** 检查轮次: the rounds of the plan, the newest first, with how far each is. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { post } from "../../api/client.js";
import * as inspections from "../../api/inspections.js";
import type { RoundAsked, RoundSummary } from "../../api/types.js";
import { Form } from "../../actions/Form.js";
import { say as sayDone } from "../../app/said.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { useHas } from "../my/Sections.js";
import { Cell, Table } from "../people/table.js";
import { SPECIAL_FORM } from "./act-forms.js";
import { BulletinStep } from "./BulletinStep.js";
import { InspectionSections } from "./InspectionSections.js";
import { RoundLink, RoundStatusTag } from "./parts.js";
import { Progress } from "./Progress.js";
import { TimeLeftOf } from "./TimeLeftOf.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("inspections.rounds"));
  const { id, plan } = usePlan();
  const mayOpen = useHas()(["office"]) && !plan.ended;
  const [opening, setOpening] = useState(false);
  const { data, error, refetch } = useQuery(inspections.rounds(id));
  return (
    <>
      <InspectionSections />
      <PageTitle aside={mayOpen && <Button onClick={() => setOpening(true)}>{t("inspections.act.special")}</Button>}>
        {t("inspections.rounds")}
      </PageTitle>
      <p className={desk["lead"]}>{t("inspections.round.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={6} />
        )
      ) : data.rounds.length === 0 ? (
        <Nothing title={t("inspections.round.none")} hint={t("inspections.round.noneHint")} />
      ) : (
        <Panel title={t("inspections.rounds")} flush>
          <RoundTable rounds={data.rounds} />
        </Panel>
      )}
      {opening && <SpecialSheet onClose={() => setOpening(false)} />}
    </>
  );
}

function RoundTable({ rounds }: { readonly rounds: readonly RoundSummary[] }) {
  const { t } = useTexts();
  const heads = [
    t("inspections.round.column"),
    t("inspections.round.state"),
    t("inspections.round.days"),
    t("inspections.round.coverage"),
    t("inspections.round.bulletin"),
  ];
  return (
    <Table heads={heads}>
      {rounds.map((round) => (
        <RoundRow key={round.round} round={round} heads={heads} />
      ))}
    </Table>
  );
}

function RoundRow({ round, heads }: { readonly round: RoundSummary; readonly heads: readonly string[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const [, state = "", days = "", coverage = "", bulletin = ""] = heads;
  return (
    <tr data-round={round.round}>
      <th scope="row">
        <RoundLink round={round.round} />
        {round.special && <small className="quiet"> {t("inspections.round.special")}</small>}
      </th>
      <Cell head={state}>
        <RoundStatusTag status={round.status} />
        <TimeLeftOf round={round} />
      </Cell>
      <Cell head={days}>{t("inspections.round.until", { date: format.day(round.visitsUntil) })}</Cell>
      <Cell head={coverage}>
        <Progress visits={round.visits} />
        {round.objections > 0 && (
          <small className="text-yellow">{t("inspections.round.objections", { count: round.objections })}</small>
        )}
      </Cell>
      <Cell head={bulletin}>
        <BulletinStep round={round} />
      </Cell>
    </tr>
  );
}

function SpecialSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const title = t("inspections.act.special");
  return (
    <Sheet title={title} onClose={onClose} form>
      <Form<RoundAsked>
        name="inspection special"
        title={title}
        act={SPECIAL_FORM}
        around={{ today, item: null, items: [], refs: [] }}
        request={(body, key) => post(`/plans/${encodeURIComponent(id)}/inspections`, body, key)}
        onDone={() => {
          sayDone(t("inspections.act.opened"));
          onClose();
        }}
        onCancel={onClose}
      />
    </Sheet>
  );
}
