/** The plan's clock: where it stands, what comes next, and for a rehearsal the means to move it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Suspense, useState } from "react";
import { lazyPart } from "../../app/part.js";
import { isRoundStream, roundName, roundOf } from "../../../../domain/inspections/round-name.js";
import { addDays } from "../../../../domain/plan/plan-date.js";
import { Away, Refused } from "../../api/client.js";
import { type ClockAction, type DrivenClock, moveClock, type Rate, RATES } from "../../api/clock.js";
import * as queries from "../../api/queries.js";
import type { Clock } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { Icon } from "../../components/Icon.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { monthLater } from "./month-later.js";
import styles from "./clock.module.css";

const DayPicker = lazyPart(async () => (await import("./DayPicker.js")).default);

/** While the clock moves (milliseconds). */
const WHILE_MOVING = 700;

export function ClockPanel() {
  const { t } = useTexts();
  const format = useFormat();
  const { plan, clock, me } = usePlan();
  const mayMove = me.roles.some(({ role }) => role === "office");
  const live = clock.mode === "live";
  return (
    <section className={styles["clock"]} aria-label={t(live ? "clock.liveTitle" : "clock.title")}>
      <div className={styles["now"]}>
        <span className="quiet">{t(live ? "clock.liveTitle" : "clock.now")}</span>
        <time dateTime={clock.now} className="figures">
          {format.day(clock.today)}
        </time>
        <span className="figures">
          {format.weekday(clock.today)} {format.time(clock.now)}
        </span>
      </div>
      <Next clock={clock} />
      {live ? (
        <p className={styles["note"]}>{t("clock.live")}</p>
      ) : plan.ended ? (
        <p className={styles["note"]}>{t("clock.endedNote")}</p>
      ) : mayMove ? (
        <Buttons clock={clock} />
      ) : (
        <p className={styles["note"]}>{t("clock.office")}</p>
      )}
    </section>
  );
}

/** What falls due next, and in which tasks. */
function Next({ clock }: { readonly clock: Clock }) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const [soonest] = clock.due;
  if (!soonest)
    return (
      <div className={styles["next"]}>
        <span className="quiet">{t("clock.next")}</span>
        <span>{t("clock.nothingNext")}</span>
      </div>
    );
  const streams = clock.due.filter(({ at }) => at === soonest.at).map(({ stream }) => stream);
  const nameOf = (stream: string): string => {
    if (stream.startsWith("task/")) return t("clock.task", { no: stream.split("/")[1] });
    return isRoundStream(stream) ? t("clock.round", { round: say(roundName(roundOf(stream))) }) : t("clock.planStream");
  };
  const names = streams.slice(0, 4).map(nameOf).join(t("list"));
  return (
    <div className={styles["next"]}>
      <span className="quiet">{t("clock.next")}</span>
      <time dateTime={soonest.at} className="figures">
        {format.moment(soonest.at)}
      </time>
      <span>
        {streams.length > 4 ? t("clock.streamsMore", { names, count: streams.length }) : t("clock.streams", { names })}
      </span>
    </div>
  );
}

function Buttons({ clock }: { readonly clock: Clock }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, today } = usePlan();
  const [rate, setRate] = useState<Rate>(7);
  const [picking, setPicking] = useState(false);
  const { move, moving, error, driving } = useClock(id, clock);
  const playing = driving?.state === "playing";
  const busy = moving || driving?.state === "jumping";
  const jumpTo = (date: string): void => {
    setPicking(false);
    move({ action: "jumpTo", date });
  };
  return (
    <div className={styles["control"]}>
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          icon={<Icon name="next" />}
          disabled={busy || playing || clock.due.length === 0}
          onClick={() => move({ action: "jumpNext" })}
        >
          {t("clock.jumpNext")}
        </Button>
        <Button disabled={busy || playing} onClick={() => jumpTo(addDays(today, 7))}>
          {t("clock.week")}
        </Button>
        <Button disabled={busy || playing} onClick={() => jumpTo(monthLater(today))}>
          {t("clock.month")}
        </Button>
        {picking ? (
          <Suspense fallback={<Button loading>{t("clock.pick")}</Button>}>
            <DayPicker after={today} onDay={jumpTo} onClose={() => setPicking(false)} />
          </Suspense>
        ) : (
          <Button disabled={busy || playing} onClick={() => setPicking(true)}>
            {t("clock.pick")}
          </Button>
        )}
        <span className={styles["play"]}>
          <Button
            icon={<Icon name={playing ? "pause" : "play"} />}
            disabled={busy}
            onClick={() => move(playing ? { action: "pause" } : { action: "resume", rate })}
          >
            {t(playing ? "clock.pause" : "clock.play")}
          </Button>
          <select
            aria-label={t("clock.rate")}
            value={rate}
            disabled={busy || playing}
            onChange={(event) => setRate(Number(event.target.value) as Rate)}
          >
            {RATES.map((each) => (
              <option key={each} value={each}>
                {t("clock.perSecond", { count: each })}
              </option>
            ))}
          </select>
        </span>
      </div>
      <output className={styles["state"]}>
        {playing
          ? t("clock.playing", { count: driving.rate ?? rate })
          : driving?.state === "jumping" && driving.to
            ? t("clock.jumping", { date: format.day(driving.to) })
            : moving
              ? t("clock.moving")
              : ""}
      </output>
      {error && (
        <p className={styles["refused"]} role="alert">
          <strong>{t("clock.refused")}</strong> <span>{wordsOf(error) ?? t("away.noAnswer")}</span>
        </p>
      )}
    </div>
  );
}

function wordsOf(error: Error): string | null {
  if (error instanceof Refused) return error.detail || error.title;
  return error instanceof Away ? error.detail : error.message;
}

function useClock(id: string, clock: DrivenClock) {
  const queryClient = useQueryClient();
  const query = queries.clock(id);
  const mutation = useMutation({
    mutationFn: (action: ClockAction) => moveClock(id, action),
    onSuccess: (answer) => queryClient.setQueryData(query.queryKey, answer),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["plan", id] }),
  });
  const driving = clock.driving ?? null;
  const moves = mutation.isPending || (driving !== null && driving.state !== "paused");
  // Looked at more often while it moves: the date runs along.
  useQuery({ ...query, refetchInterval: WHILE_MOVING, enabled: moves });
  return { move: mutation.mutate, moving: mutation.isPending, error: mutation.error, driving };
}
