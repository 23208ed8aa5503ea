/** 亮灯走势: red and yellow items from the plan's first day to its today. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { LightMark } from "../../components/Light.js";
import { Panel } from "../../components/Panel.js";
import { highest, TrendChart, type TrendPoint } from "../../components/TrendChart.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { framesOf } from "../lights/frames.js";
import styles from "./trend.module.css";

const LIGHTS = ["red", "yellow"] as const;
const HEIGHT = 72;

export function Trend({ className }: { readonly className?: string | undefined }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, plan, today } = usePlan();
  const from = plan.openedAt.slice(0, 10);
  const every = framesOf(from, today).step;
  const { data, error, refetch } = useQuery(queries.lightTrend(id, { from, every }));
  const points = useMemo<TrendPoint[]>(() => data?.days.map(({ on, counts }) => ({ day: on, counts })) ?? [], [data]);
  const [first, last] = [points[0], points.at(-1)];
  const newest = data?.days.at(-1);
  if (newest && newest.total === 0)
    return (
      <Panel title={t("overview.trend")} className={className}>
        <p className={styles["firstDay"]}>{t(newest.outside > 0 ? "reach.none" : "reach.noItems")}</p>
      </Panel>
    );
  if (error && !data)
    return (
      <Panel title={t("overview.trend")} className={className}>
        <Failure error={error} retry={() => void refetch()} />
      </Panel>
    );
  const count = (light: (typeof LIGHTS)[number], point: TrendPoint | undefined): number => point?.counts?.[light] ?? 0;
  const told = t("overview.trendTold", {
    redFirst: count("red", first),
    redLast: count("red", last),
    redMost: Math.max(0, ...points.map((point) => count("red", point))),
    yellowFirst: count("yellow", first),
    yellowLast: count("yellow", last),
  });
  const legend = (
    <span className={styles["legend"]}>
      {LIGHTS.map((light) => (
        <span key={light}>
          <LightMark light={light} /> {t(`light.${light}`)}{" "}
          <b className={`figures text-${light}`}>{count(light, last)}</b>
        </span>
      ))}
    </span>
  );
  return (
    <Panel title={t("overview.trend")} aside={legend} className={className}>
      {first && first === last ? (
        <p className={styles["firstDay"]}>{t("overview.trendFirstDay")}</p>
      ) : first && last ? (
        <div className={styles["trend"]}>
          <span className={`${styles["most"]} figures quiet`} aria-hidden="true">
            {format.count(highest(points, LIGHTS))}
          </span>
          <TrendChart className={styles["chart"]} points={points} lights={LIGHTS} height={HEIGHT} label={told} />
          <p className={`${styles["days"]} figures quiet`}>
            <span>{format.day(first.day)}</span>
            <span>{format.day(last.day)}</span>
          </p>
        </div>
      ) : (
        <Waiting rows={2} />
      )}
    </Panel>
  );
}
