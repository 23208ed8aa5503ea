/** 总览: where the plan stands, what stands out, and what happens. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { LightBar, LightMark } from "../../components/Light.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { TimeLeft } from "../../components/TimeLeft.js";
import { placeName } from "../../components/place.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { Alarms } from "./Alarms.js";
import { ClockPanel } from "./ClockPanel.js";
import { Feed } from "./Feed.js";
import { Figures } from "./Figures.js";
import { Trend } from "./Trend.js";
import styles from "./overview.module.css";

export function Page() {
  const { t } = useTexts();
  useTitle(t("nav.overview"));
  return (
    <div className={styles["page"]}>
      <Masthead />
      <ClockPanel />
      <Figures />
      <Feed />
      <Trend />
      <Longest />
      <HeavyUnits />
      <Tasks />
      <Alarms />
    </div>
  );
}

function Masthead() {
  const { t } = useTexts();
  const format = useFormat();
  const { plan } = usePlan();
  const { counts } = plan;
  const facts = [
    t("plan.begun", { date: format.day(plan.start) }),
    t("plan.tasks", { count: counts.tasks }),
    t("plan.items", { count: counts.items }),
    ...(counts.outside > 0 ? [t("reach.more", { count: counts.outside })] : []),
    t("plan.villages", { count: counts.villages }),
    t("plan.townships", { count: counts.townships }),
    ...(plan.scenario ? [`${t("plan.scenario")} ${plan.scenario}`] : []),
  ];
  return (
    <div className={styles["masthead"]}>
      <h1>{plan.title}</h1>
      <p className="figures">{facts.join(" · ")}</p>
    </div>
  );
}

/** Nothing overdue is said of what one sees: who sees nothing is told that. */
function useSeesNone(): boolean {
  const { counts } = usePlan().plan;
  return counts.items === 0 && counts.outside > 0;
}

/** The items that have been overdue longest. */
function Longest() {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(
    queries.itemList(id, { overdue: true, sort: "overdue", order: "desc", limit: 6 }),
  );
  const seesNone = useSeesNone();
  const all = data && data.total > 0 && (
    <Link to={`${path("items")}?light=red&sort=overdue&order=desc`}>
      {t("overview.allOverdue")} {data.total}
    </Link>
  );
  return (
    <Panel title={t("overview.worst")} aside={all} className={styles["longest"]} flush>
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={6} />
      ) : data.rows.length === 0 ? (
        <Nothing title={t(seesNone ? "reach.none" : "overview.nothingOverdue")} />
      ) : (
        <ol className={styles["rows"]}>
          {data.rows.map((item) => (
            <li key={item.id}>
              <Link to={path(`items/${itemAddress(item.id)}`)} className={styles["row"]}>
                <LightMark light={item.light} label={t(`light.${item.light}`)} />
                <span className={styles["main"]}>
                  <b>{placeName(item, t("wholeCounty"))}</b>
                  <span>{item.title}</span>
                  <small>{item.primaryUnit.name}</small>
                </span>
                <span className={styles["end"]}>
                  <TimeLeft item={item} />
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

const MOST_UNITS = 6;

function HeavyUnits() {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(queries.units(id));
  const heavy = (data?.units ?? [])
    .filter(({ lights }) => lights.red > 0)
    .sort((a, b) => b.lights.red - a.lights.red)
    .slice(0, MOST_UNITS);
  const most = heavy[0]?.lights.red ?? 1;
  const seesNone = useSeesNone();
  return (
    <Panel
      title={t("overview.heavy")}
      aside={<Link to={path("roster")}>{t("roster.units")}</Link>}
      className={styles["heavy"]}
      flush
    >
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={6} />
      ) : heavy.length === 0 ? (
        <Nothing title={t(seesNone ? "reach.none" : "overview.nothingHeavy")} />
      ) : (
        <ol className={styles["rows"]}>
          {heavy.map((unit) => (
            <li key={unit.id}>
              <Link to={path(`units/${encodeURIComponent(unit.id)}`)} className={styles["unit"]}>
                <span>{unit.name}</span>
                <span className={styles["reds"]}>
                  <i style={{ width: `${(100 * unit.lights.red) / most}%` }} />
                </span>
                <b className="text-red figures">{unit.lights.red}</b>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Tasks() {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(queries.tasks(id));
  return (
    <Panel
      title={t("overview.tasks")}
      aside={<Link to={path("lights")}>{t("lights.title")}</Link>}
      className={styles["tasks"]}
      flush
    >
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={18} />
      ) : (
        <ol className={styles["rows"]}>
          {data.tasks.map((task) => (
            <li key={task.no}>
              <Link to={path(`tasks/${task.no}`)} className={styles["task"]}>
                <span className={`${styles["no"]} figures`}>{task.no}</span>
                <span className={styles["name"]}>{task.title}</span>
                {task.items === 0 ? (
                  <span className={`quiet ${styles["standing"]}`}>
                    {t(task.standing ? "overview.noItems" : task.outside > 0 ? "reach.outside" : "reach.noItems")}
                  </span>
                ) : (
                  <LightBar counts={task.lights} label={t("task.title", { no: task.no })} />
                )}
                <span className={`${styles["end"]} figures`}>
                  {task.lights.red > 0 && <b className="text-red">{task.lights.red}</b>}
                  {task.items > 0 && (
                    <span className="quiet">
                      {task.lights.red > 0 && " / "}
                      {task.items}
                    </span>
                  )}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
