/** A numbered task of the plan: who leads, who answers, what is due when, what stands without a date. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import * as queries from "../../api/queries.js";
import type { Named, TaskDetail } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure, NotFound } from "../../components/Failure.js";
import { LightBar } from "../../components/Light.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { UnitLink } from "../../components/people.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./task.module.css";

export function Page() {
  const { no = "" } = useParams();
  const { id } = usePlan();
  const number = Number(no);
  const known = Number.isInteger(number) && number > 0;
  const { data, error, refetch } = useQuery({ ...queries.task(id, number), enabled: known });
  if (!known) return <NotFound />;
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  return <Shown task={data} />;
}

function Shown({ task }: { readonly task: TaskDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  useTitle(`${t("task.title", { no: task.no })} ${task.title}`);
  return (
    <>
      <p className={styles["crumbs"]}>
        {task.group.no}. {task.group.title} · {task.clause}
      </p>
      <PageTitle
        aside={
          task.items > 0 && (
            <Link to={`${path("items")}?task=${task.no}`}>
              {t("task.seeItems")} {task.items}
            </Link>
          )
        }
      >
        {t("task.title", { no: task.no })} {task.title}
      </PageTitle>
      <div className={styles["page"]}>
        <Panel title={t("task.leads")}>
          <Units units={task.leadUnits} />
        </Panel>
        <Panel title={t("task.answers")}>
          <Units units={task.responsibleUnits} />
        </Panel>
        {task.milestones.length > 0 && <Milestones task={task} />}
        {task.standingDuties.length > 0 && (
          <Panel title={t("task.standing")} aside={t("task.standingHint")} className={styles["wide"]}>
            <ul className={styles["duties"]}>
              {task.standingDuties.map((duty) => (
                <li key={duty.id}>
                  {duty.text}
                  {duty.source === "office" && t("task.drafted")}
                  {duty.overtaken && (
                    <small className="quiet">
                      {" "}
                      {t("task.overtaken", { by: duty.overtaken.by, since: format.day(duty.overtaken.since) })}
                    </small>
                  )}
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </>
  );
}

/** All townships together are no unit with a page of its own. */
const ALL_TOWNSHIPS = "townships";

function Units({ units }: { readonly units: readonly Named[] }) {
  const { t } = useTexts();
  return (
    <p>
      {units.map((unit, at) => (
        <span key={unit.id}>
          {at > 0 && t("list")}
          {unit.id === ALL_TOWNSHIPS ? unit.name : <UnitLink unit={unit} />}
        </span>
      ))}
    </p>
  );
}

function Milestones({ task }: { readonly task: TaskDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  return (
    <Panel
      title={t("task.milestones")}
      aside={<span className="figures">{task.milestones.length}</span>}
      className={styles["wide"]}
      flush
    >
      <ol className={styles["milestones"]}>
        {task.milestones.map((milestone) => (
          <li key={milestone.id}>
            <div className={styles["due"]}>
              <b className="figures">{format.day(milestone.deadline)}</b>
              <small className="quiet">
                “{milestone.reading.text}” {t(milestone.reading.basis === "literal" ? "item.literal" : "item.inferred")}
              </small>
            </div>
            <div className={styles["what"]}>
              <Link to={`${path("items")}?milestone=${encodeURIComponent(milestone.id)}`}>{milestone.title}</Link>
              <p className="quiet">
                {t("task.criteria")}
                {t("colon")}
                {milestone.closeCriteria}
                {milestone.criteriaSource === "office" && t("task.drafted")}
              </p>
            </div>
            <div className={styles["who"]}>
              <span>
                {t(`scope.${milestone.scope}`)} · {milestone.owes.name}
                {milestone.owesBasis === "inferred" && ` ${t("item.inferred")}`}
              </span>
              <LightBar counts={milestone.lights} label={milestone.title} />
              <small className="quiet figures">
                {milestone.items === 0 && milestone.outside > 0
                  ? t("reach.outside")
                  : t("plan.items", { count: milestone.items })}
                {milestone.items > 0 && milestone.outside > 0 && ` · ${t("reach.more", { count: milestone.outside })}`}
              </small>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
