/** Red and yellow items over the plan's days, as two stacked areas behind the slider. */
import { memo } from "react";
import { TrendChart } from "../../components/TrendChart.js";
import type { Frames } from "./frames.js";
import { useTrend } from "./useTrend.js";
import styles from "./time-bar.module.css";

const HEIGHT = 40;

interface Props {
  readonly planId: string;
  readonly frames: Frames;
  readonly label: string;
}

/** Left alone while the slider moves. */
export const Trend = memo(function Trend({ planId, frames, label }: Props) {
  const points = useTrend(planId, frames);
  return (
    <TrendChart className={styles["trend"]} points={points} lights={["red", "yellow"]} height={HEIGHT} label={label} />
  );
});
