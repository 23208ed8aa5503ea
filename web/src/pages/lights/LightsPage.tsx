/** 亮灯总图: every task at every place, on any day the plan has been through. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { PageTitle } from "../../components/Panel.js";
import { useNarrow } from "../../components/useNarrow.js";
import { usePrinting } from "../../components/usePrinting.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { type CellAt, gridOf, type LightGrid } from "./axes.js";
import { CellSheet } from "./CellSheet.js";
import { framesOf } from "./frames.js";
import { Legend } from "./Legend.js";
import { LightGridTable } from "./LightGridTable.js";
import { TimeBar } from "./TimeBar.js";
import { useCalm } from "./useCalm.js";
import { useDay } from "./useDay.js";
import styles from "./lights.module.css";

export function Page() {
  const { t } = useTexts();
  useTitle(t("lights.title"));
  const { id, today, plan } = usePlan();
  const from = plan.openedAt.slice(0, 10);
  const { day, setDay, cell, setCell } = useDay(from, today);
  const asked = useCalm(day);
  const [playing, setPlaying] = useState(false);
  const [only, setOnly] = useState<string | null>(null);
  const narrow = useNarrow(900);
  const printing = usePrinting();
  const queryClient = useQueryClient();
  const query = (on: string) => queries.lights(id, on === today ? undefined : on, on !== today);
  const { data, error, refetch } = useQuery({ ...query(asked), placeholderData: keepPreviousData });
  const frames = useMemo(() => framesOf(from, today), [from, today]);
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
          planId={id}
          day={day}
          from={from}
          today={today}
          frames={frames}
          playing={playing}
          onPlay={setPlaying}
          onDay={setDay}
          ready={(on) => queryClient.ensureQueryData(query(on))}
        />
        <Legend counts={data.counts} only={only} onOnly={setOnly} />
        <div className={styles["grid"]} data-on={data.on}>
          <LightGridTable grid={grid} turned={narrow || printing} only={only} onOpen={open} />
        </div>
        <p className={styles["note"]}>
          {data.outside.villages > 0 && <b>{t("lights.otherVillages", { count: data.outside.villages })}</b>}
          {t("lights.standing")}
        </p>
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
