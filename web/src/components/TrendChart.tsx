/** Items of some lights over some days, as areas that stand on one another, the first at the bottom. */
import { dayNumber } from "../../../domain/plan/plan-date.js";
import type { Light, LightCounts } from "../api/types.js";

export interface TrendPoint {
  readonly day: string;
  /** Null while the day has not been read. */
  readonly counts: LightCounts | null;
}

const WIDTH = 1000;

interface Props {
  readonly points: readonly TrendPoint[];
  readonly lights: readonly Light[];
  readonly height: number;
  readonly label: string;
  readonly className?: string | undefined;
}

/** The most that stands on any day. */
export const highest = (points: readonly TrendPoint[], lights: readonly Light[]): number =>
  Math.max(1, ...points.map(({ counts }) => lights.reduce((sum, light) => sum + (counts?.[light] ?? 0), 0)));

export function TrendChart({ points, lights, height, label, className }: Props) {
  const most = highest(points, lights);
  // A day has its place by the calendar: the last two are seldom a whole week apart.
  const days = points.map(({ day }) => dayNumber(day));
  const [start = 0, end = 0] = [days[0], days.at(-1)];
  const x = (at: number): string =>
    (start === end ? 0 : (((days[at] ?? start) - start) / (end - start)) * WIDTH).toFixed(1);
  const y = (count: number): string => (height * (1 - count / most)).toFixed(1);
  const runs = runsOf(points);
  /** The area of the first lights together: the higher ones are drawn first, and the lower over them. */
  const area = (together: readonly Light[]): string =>
    runs
      .map(({ first, last }) => {
        const line = points
          .slice(first, last + 1)
          .map(({ counts }, index) => {
            const count = together.reduce((sum, light) => sum + (counts?.[light] ?? 0), 0);
            return `L${x(first + index)} ${y(count)}`;
          })
          .join("");
        return `M${x(first)} ${height}${line}L${x(last)} ${height}Z`;
      })
      .join("");
  return (
    <svg
      className={className}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {lights
        .map((light, at) => <path key={light} d={area(lights.slice(0, at + 1))} fill={`var(--${light})`} />)
        .reverse()}
    </svg>
  );
}

/** Stretches of days that have been read: a day that is not there yet is a gap, not a straight line. */
function runsOf(points: readonly TrendPoint[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  points.forEach(({ counts }, at) => {
    const open = runs.at(-1);
    if (counts === null) return;
    if (open && open.last === at - 1) open.last = at;
    else runs.push({ first: at, last: at });
  });
  return runs;
}
