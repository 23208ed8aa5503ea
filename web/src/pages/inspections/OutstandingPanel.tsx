/** 带走未交: what is out on devices, with whom, how much of it has arrived, and when it was last heard of. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import type { OutstandingList, Round } from "../../api/types.js";
import { Refused } from "../../api/client.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Cell, Table } from "../people/table.js";
import styles from "./inspections.module.css";

export function OutstandingPanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const begun = round.status !== "draft" && round.status !== "skipped";
  const { data, error, refetch } = useQuery({ ...inspections.outstanding(id, round.round), enabled: begun });
  // What is submitted has arrived whole, and is locked.
  const out = (data?.visits ?? []).filter(({ status }) => status !== "submitted");
  // It is the office's and the group's leaders': for everybody else there is no such panel.
  if (!begun || (error instanceof Refused && error.status === 403)) return null;
  return (
    <Panel title={t("inspections.out.title")} flush>
      <p className={`${styles["intro"]} quiet`}>{t("inspections.out.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={4} />
        )
      ) : out.length === 0 ? (
        <Nothing title={t("inspections.out.none")} />
      ) : (
        <OutTable round={round.round} visits={out} late={round.visitsUntil} />
      )}
    </Panel>
  );
}

type OutVisit = OutstandingList["visits"][number];

interface TableProps extends Pick<OutstandingList, "round" | "visits"> {
  /** The last day of the visits: what is out later is late. */
  readonly late: string;
  /** What is done about a visit, in a column of its own. */
  readonly act?: { readonly head: string; readonly of: (visit: OutVisit) => ReactNode };
}

export function OutTable({ round, visits, late, act }: TableProps) {
  const { t } = useTexts();
  const heads = [
    t("inspections.out.place"),
    t("inspections.out.by"),
    t("inspections.out.lines"),
    t("inspections.out.photos"),
    t("inspections.out.contact"),
    ...(act ? [act.head] : []),
  ];
  return (
    <Table heads={heads}>
      {visits.map((visit) => (
        <OutRow key={visit.visit} round={round} visit={visit} late={late} heads={heads} {...(act ? { act } : {})} />
      ))}
    </Table>
  );
}

interface RowProps extends Pick<TableProps, "round" | "late" | "act"> {
  readonly visit: OutVisit;
  readonly heads: readonly string[];
}

function OutRow({ round, visit, late, heads, act }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { today } = usePlan();
  const [, by = "", lines = "", photos = "", contact = ""] = heads;
  return (
    <tr data-out={visit.visit}>
      <th scope="row">
        <Link to={path(`inspections/rounds/${encodeURIComponent(round)}/visits/${encodeURIComponent(visit.visit)}`)}>
          {visit.place.name}
        </Link>
        {late < today && visit.status !== "submitted" && (
          <small className="text-red"> {t("inspections.out.late")}</small>
        )}
      </th>
      <Cell head={by}>
        {visit.takenBy.length === 0 && <span className="quiet">{t("inspections.out.nobody")}</span>}
        <ul>
          {visit.takenBy.map(({ person, at, device }) => (
            <li key={`${person.id} ${at} ${device}`}>
              {person.name}{" "}
              <small className="quiet">
                {[t("inspections.out.at", { moment: format.moment(at) }), device].filter(Boolean).join(" · ")}
              </small>
            </li>
          ))}
        </ul>
      </Cell>
      <Cell head={lines}>
        <span className="figures">
          {t("inspections.out.delivered", { arrived: visit.lines.arrived, all: visit.lines.asked })}
        </span>
        {visit.disputed > 0 && (
          <small className="text-yellow"> {t("inspections.out.disputed", { count: visit.disputed })}</small>
        )}
        {visit.status === "submitted" && <small className="text-green"> {t("inspections.my.recorded")}</small>}
      </Cell>
      <Cell head={photos}>
        {visit.photos.named === 0 ? (
          <span className="quiet">{t("inspections.out.noPhotos")}</span>
        ) : (
          <span className="figures">
            {t("inspections.out.delivered", { arrived: visit.photos.arrived, all: visit.photos.named })}
          </span>
        )}
      </Cell>
      <Cell head={contact}>
        {visit.lastContact === null ? t("inspections.out.never") : format.moment(visit.lastContact)}
      </Cell>
      {act && <Cell head={act.head}>{act.of(visit)}</Cell>}
    </tr>
  );
}
