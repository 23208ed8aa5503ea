/** 问题整改: every finding within reach, narrowed by what stands in the address. Its counts are the API's own. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { roundName } from "../../../../domain/inspections/round-name.js";
import { SEVERITIES } from "../../../../domain/plan/checklists.js";
import * as inspections from "../../api/inspections.js";
import * as queries from "../../api/queries.js";
import type { Finding, FindingList } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { Filters } from "../../components/Filters.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { UnitLink } from "../../components/people.js";
import { type OpenFilter, useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Cell, Table } from "../people/table.js";
import { DaysOver, FindingStatus, useFindingPlace, useSystemicText } from "./finding-parts.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { SeverityTag } from "./parts.js";

const FILTER = ["round", "task", "village", "unit", "status", "severity", "overdue"] as const;
type Filter = OpenFilter<(typeof FILTER)[number]>;
const STATUSES = ["open", "closed", "withdrawn"] as const;

export function Page() {
  const { t } = useTexts();
  useTitle(t("inspections.findings"));
  const { id } = usePlan();
  const filter = useFilter(FILTER);
  const { data, error, refetch } = useQuery(inspections.findings(id, filter.filter));
  return (
    <>
      <InspectionSections />
      <PageTitle aside={<ExportLinks list="findings" query={filter.filter} />}>{t("inspections.findings")}</PageTitle>
      <p className={desk["lead"]}>{t("inspections.finding.lead")}</p>
      <Panel title={t("inspections.findings")} aside={data && <Counts counts={data.counts} />} flush>
        <FindingFilters {...filter} />
        {!data ? (
          error ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : (
            <Waiting rows={8} />
          )
        ) : data.findings.length === 0 ? (
          <Nothing title={t(data.counts.all === 0 ? "inspections.finding.noneAtAll" : "inspections.finding.none")} />
        ) : (
          <FindingTable findings={data.findings} />
        )}
      </Panel>
    </>
  );
}

/** Of all that the other filters leave, whatever the status: open = all − closed − withdrawn. */
function Counts({ counts }: Pick<FindingList, "counts">) {
  const { t } = useTexts();
  return (
    <span className="figures" data-counts>
      {t("inspections.finding.counts", counts)}
    </span>
  );
}

function FindingFilters({ filter, change, clear, set }: Filter) {
  const { t } = useTexts();
  const say = useSay();
  const { id } = usePlan();
  const rounds = useQuery(inspections.rounds(id));
  const tasks = useQuery(queries.tasks(id));
  const villages = useQuery(queries.villages(id));
  const units = useQuery(queries.units(id));
  return (
    <Filters
      set={set}
      onClear={clear}
      first={
        <Choice
          label={t("inspections.finding.status")}
          options={STATUSES.map((status) => ({ value: status, label: t(`inspections.finding.${status}`) }))}
          value={filter.status}
          onChange={(status) => change({ status })}
        />
      }
    >
      <Choice
        label={t("inspections.finding.round")}
        options={(rounds.data?.rounds ?? []).map(({ round }) => ({ value: round, label: say(roundName(round)) }))}
        loading={rounds.isPending}
        value={filter.round}
        onChange={(round) => change({ round })}
      />
      <Choice
        label={t("inspections.finding.task")}
        width={220}
        options={(tasks.data?.tasks ?? []).map(({ no, title }) => ({ value: String(no), label: `${no} ${title}` }))}
        loading={tasks.isPending}
        value={filter.task}
        onChange={(task) => change({ task })}
      />
      <Choice
        label={t("inspections.finding.village")}
        options={(villages.data?.villages ?? []).map(({ id: value, name }) => ({ value, label: name }))}
        loading={villages.isPending}
        value={filter.village}
        onChange={(village) => change({ village })}
      />
      <Choice
        label={t("inspections.finding.unit")}
        width={170}
        options={(units.data?.units ?? []).map(({ id: value, name }) => ({ value, label: name }))}
        loading={units.isPending}
        value={filter.unit}
        onChange={(unit) => change({ unit })}
      />
      <Choice
        label={t("inspections.finding.severity")}
        options={SEVERITIES.map((one) => ({ value: one, label: t(`inspections.severity.${one}`) }))}
        value={filter.severity}
        onChange={(severity) => change({ severity })}
      />
      <Choice
        label={t("inspections.finding.overdue")}
        options={[{ value: "true", label: t("inspections.finding.overdueOnly") }]}
        value={filter.overdue}
        onChange={(overdue) => change({ overdue })}
      />
    </Filters>
  );
}

function FindingTable({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTexts();
  const heads = [
    t("inspections.finding.what"),
    t("inspections.finding.place"),
    t("inspections.finding.severity"),
    t("inspections.finding.unit"),
    t("inspections.finding.deadline"),
    t("inspections.finding.status"),
  ];
  return (
    <Table heads={heads}>
      {findings.map((finding) => (
        <FindingRow key={finding.id} finding={finding} heads={heads} />
      ))}
    </Table>
  );
}

function FindingRow({ finding, heads }: { readonly finding: Finding; readonly heads: readonly string[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const placeOf = useFindingPlace();
  const systemic = useSystemicText()(finding);
  const [, place = "", severity = "", unit = "", deadline = "", status = ""] = heads;
  return (
    <tr data-finding={finding.id} data-status={finding.status}>
      <th scope="row" className={styles["findingTitle"]}>
        <Link to={path(`inspections/findings/${itemAddress(finding.id)}`)}>{finding.title}</Link>
        {finding.reopened > 0 && (
          <small className="text-red"> {t("inspections.finding.reopened", { count: finding.reopened })}</small>
        )}
        {systemic !== null && <small className="text-yellow"> {systemic}</small>}
      </th>
      <Cell head={place}>
        <span className={styles["whole"]}>{placeOf(finding)}</span>
      </Cell>
      <Cell head={severity}>
        <SeverityTag severity={finding.severity} />
      </Cell>
      <Cell head={unit}>
        <UnitLink unit={finding.unit} />
      </Cell>
      <Cell head={deadline}>
        <span className={`figures ${styles["whole"]}`}>{format.day(finding.deadline)}</span>
      </Cell>
      <Cell head={status}>
        <FindingStatus finding={finding} /> <DaysOver finding={finding} />
      </Cell>
    </tr>
  );
}
