/** Lights of the days between, read while nothing else is to be done: for the trend, and so that playing does not wait. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import * as queries from "../../api/queries.js";
import type { LightCounts, LightMap } from "../../api/types.js";
import type { TrendPoint } from "../../components/TrendChart.js";
import type { Frames } from "./frames.js";

/** Read at the same time: few, so that what the reader asks for comes first. */
const TOGETHER = 2;
/** Until the page itself has been shown (milliseconds). */
const AFTER = 600;

const countsOf = (map: LightMap): LightCounts => map.counts;

export function useTrend(planId: string, { days }: Frames, today: string): TrendPoint[] {
  const queryClient = useQueryClient();
  useEffect(() => {
    let stopped = false;
    const timer = setTimeout(() => void readAll(), AFTER);
    async function readAll(): Promise<void> {
      const waiting = days.filter((day) => day !== today);
      const one = async (): Promise<void> => {
        for (let day = waiting.shift(); day !== undefined && !stopped; day = waiting.shift()) {
          // A day that cannot be read leaves a gap in the line; the page says by itself that the API is away.
          await queryClient.prefetchQuery(queries.lights(planId, day, true));
        }
      };
      await Promise.all(Array.from({ length: TOGETHER }, one));
    }
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [queryClient, planId, days, today]);
  return useQueries({
    queries: days.map((day) => ({
      ...queries.lights(planId, day === today ? undefined : day, day !== today),
      // Read above, in turn.
      enabled: false,
      select: countsOf,
    })),
    combine: (results) => results.map(({ data }, at) => ({ day: days[at] ?? "", counts: data ?? null })),
  });
}
