/** 亮灯总图: every task at every place, on any day the plan has been through. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../app/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { PageTitle } from "../../components/Panel.js";
import { useNarrow } from "../../components/useNarrow.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { gridOf, type LightGrid } from "./axes.js";
import { CellSheet } from "./CellSheet.js";
import { framesOf } from "./frames.js";
import { Legend } from "./Legend.js";
import { type CellAt, LightGridTable } from "./LightGridTable.js";
import { TimeBar } from "./TimeBar.js";
import { useTrend } from "./useTrend.js";
import styles from "./lights.module.css";

export function Page() {
  const { t } = useTexts();
  useTitle(t("lights.title"));
  const { id, today, plan } = usePlan();
  const from = plan.openedAt.slice(0, 10);
  const { day, setDay, cell, setCell } = useAddress(from, today);
  const [playing, setPlaying] = useState(false);
  const [only, setOnly] = useState<string | null>(null);
  const narrow = useNarrow(900);
  const queryClient = useQueryClient();
  const query = (on: string) => queries.lights(id, on === today ? undefined : on, on !== today);
  const { data, error, refetch } = useQuery({ ...query(day), placeholderData: keepPreviousData });
  const frames = useMemo(() => framesOf(from, today), [from, today]);
  const points = useTrend(id, frames, today);
  const wholeCounty = t("wholeCounty");
  const grid = useMemo(() => (data ? gridOf(data, wholeCounty) : null), [data, wholeCounty]);
  const open = useCallback(({ task, place }: CellAt) => setCell(`${task.no}.${place.key}`), [setCell]);

  if (!data || !grid) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={18} />;
  const opened = cell === null ? null : cellNamed(grid, cell);
  return (
    <>
      <PageTitle>{t("lights.title")}</PageTitle>
      <div className={styles["map"]}>
        <TimeBar
          day={day}
          from={from}
          today={today}
          frames={frames}
          points={points}
          playing={playing}
          onPlay={setPlaying}
          onDay={setDay}
          ready={(on) => queryClient.ensureQueryData(query(on))}
        />
        <Legend counts={data.counts} only={only} onOnly={setOnly} />
        <div className={styles["grid"]} data-on={data.on}>
          <LightGridTable grid={grid} turned={narrow} only={only} onOpen={open} />
        </div>
        <p className={styles["note"]}>{t("lights.standing")}</p>
      </div>
      {opened && <CellSheet at={opened} day={day} onClose={() => setCell(null)} key={cell} />}
    </>
  );
}

/** The cell that an address names: `6.v:v012`. */
function cellNamed(grid: LightGrid, name: string): CellAt | null {
  const dot = name.indexOf(".");
  const task = grid.tasks.find(({ no }) => String(no) === name.slice(0, dot));
  const placeAt = grid.places.findIndex(({ key }) => key === name.slice(dot + 1));
  const place = grid.places[placeAt];
  const cell = task?.cells[placeAt];
  return task && place && cell ? { task, place, cell } : null;
}

/** Day and open cell stand in the address, so that it can be passed on. Today is not named: it moves. */
function useAddress(from: string, today: string) {
  const [params, setParams] = useSearchParams();
  const on = params.get("on");
  const day = on !== null && on >= from && on < today && !Number.isNaN(Date.parse(on)) ? on : today;
  const change = useCallback(
    (name: string, value: string | null) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );
  const setDay = useCallback((value: string) => change("on", value === today ? null : value), [change, today]);
  const setCell = useCallback((value: string | null) => change("cell", value), [change]);
  return { day, setDay, cell: params.get("cell"), setCell };
}
