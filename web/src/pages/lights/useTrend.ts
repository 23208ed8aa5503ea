/** How many items had which light at the end of each frame's day: one answer of the API, the same days as the map steps through. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as queries from "../../api/queries.js";
import type { TrendPoint } from "../../components/TrendChart.js";
import type { Frames } from "./frames.js";

export function useTrend(planId: string, { days, step }: Frames): TrendPoint[] {
  const from = days[0] ?? "";
  const { data } = useQuery({ ...queries.lightTrend(planId, { from, every: step }), enabled: from !== "" });
  return useMemo(() => data?.days.map(({ on, counts }) => ({ day: on, counts })) ?? [], [data]);
}
