/** Red and yellow items over the plan's days, as two stacked areas behind the slider. */
import { memo } from "react";
import type { Frames } from "./frames.js";
import { type Point, useTrend } from "./useTrend.js";
import styles from "./time-bar.module.css";

const WIDTH = 1000;
const HEIGHT = 40;

type Count = (point: Point) => number;
const red: Count = ({ counts }) => counts?.red ?? 0;
const redAndYellow: Count = (point) => red(point) + (point.counts?.yellow ?? 0);

interface Props {
  readonly planId: string;
  readonly frames: Frames;
  readonly today: string;
  readonly label: string;
}

/** Left alone while the slider moves. */
export const Trend = memo(function Trend({ planId, frames, today, label }: Props) {
  const points = useTrend(planId, frames, today);
  const most = Math.max(1, ...points.map(redAndYellow));
  const x = (at: number): string => (points.length < 2 ? 0 : (at / (points.length - 1)) * WIDTH).toFixed(1);
  const y = (count: number): string => (HEIGHT * (1 - count / most)).toFixed(1);
  const runs = runsOf(points);
  const path = (count: Count): string =>
    runs
      .map(
        ({ first, last }) =>
          `M${x(first)} ${HEIGHT}${points
            .slice(first, last + 1)
            .map((point, index) => `L${x(first + index)} ${y(count(point))}`)
            .join("")}L${x(last)} ${HEIGHT}Z`,
      )
      .join("");
  return (
    <svg
      className={styles["trend"]}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={path(redAndYellow)} fill="var(--yellow)" opacity="0.75" />
      <path d={path(red)} fill="var(--red)" />
    </svg>
  );
});

/** Stretches of days that have been read: a day that is not there yet is a gap, not a straight line. */
function runsOf(points: readonly Point[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  points.forEach(({ counts }, at) => {
    const open = runs.at(-1);
    if (counts === null) return;
    if (open && open.last === at - 1) open.last = at;
    else runs.push({ first: at, last: at });
  });
  return runs;
}
