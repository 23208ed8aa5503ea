/** The day whose lights one sees: a slider over the plan's days, with how red and yellow went drawn behind it. */
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { dateOfDay, dayNumber } from "../../../../domain/plan/plan-date.js";
import { Icon } from "../../components/Icon.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import type { Frames } from "./frames.js";
import { nextFrame, shifted } from "./frames.js";
import { Trend } from "./Trend.js";
import styles from "./time-bar.module.css";

/** Between two steps while it plays (milliseconds); a slower answer is waited for. */
const FRAME = 280;

interface Props {
  readonly planId: string;
  readonly day: string;
  readonly from: string;
  readonly today: string;
  readonly frames: Frames;
  readonly playing: boolean;
  readonly onPlay: (playing: boolean) => void;
  readonly onDay: (day: string) => void;
  /** Resolves when the lights of a day are there. */
  readonly ready: (day: string) => Promise<unknown>;
}

export function TimeBar({ planId, day, from, today, frames, playing, onPlay, onDay, ready }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  usePlaying({ day, from, today, frames, playing, onPlay, onDay, ready });
  const go = (days: number): void => {
    onPlay(false);
    onDay(shifted(day, days, from, today));
  };
  return (
    <div className={styles["bar"]}>
      <div className={styles["day"]}>
        <span className="quiet">{t("lights.asOf")}</span>
        <strong className="figures">{format.day(day)}</strong>
        <span className={styles["weekday"]}>{format.weekday(day)}</span>
      </div>
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          icon={<Icon name={playing ? "pause" : "play"} />}
          title={t("lights.playHint")}
          disabled={from === today}
          onClick={() => {
            if (!playing && day === today) onDay(from);
            onPlay(!playing);
          }}
        >
          {t(playing ? "lights.stop" : "lights.play")}
        </Button>
        <Button
          icon={<Icon name="left" />}
          aria-label={t("lights.earlier")}
          title={t("lights.earlier")}
          disabled={day <= from}
          onClick={() => go(-7)}
        />
        <Button
          icon={<Icon name="right" />}
          aria-label={t("lights.later")}
          title={t("lights.later")}
          disabled={day >= today}
          onClick={() => go(7)}
        />
        <Button disabled={day === today} onClick={() => go(Number.MAX_SAFE_INTEGER)}>
          {t("lights.today")}
        </Button>
      </div>
      <div className={styles["track"]}>
        <Trend planId={planId} frames={frames} label={t("lights.trend")} />
        <input
          type="range"
          className={styles["slider"]}
          aria-label={t("lights.slider")}
          aria-valuetext={format.day(day)}
          min={dayNumber(from)}
          max={dayNumber(today)}
          value={dayNumber(day)}
          disabled={from === today}
          onChange={(event) => {
            onPlay(false);
            onDay(dateOfDay(Number(event.target.value)));
          }}
        />
        <div className={`${styles["ends"]} quiet figures`}>
          <span>{format.day(from)}</span>
          <span>{format.day(today)}</span>
        </div>
      </div>
    </div>
  );
}

type Playing = Pick<Props, "day" | "from" | "today" | "frames" | "playing" | "onPlay" | "onDay" | "ready">;

/** From frame to frame until today. Each is shown when it is there, not before. */
function usePlaying(now: Playing): void {
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  const { playing } = now;
  useEffect(() => {
    if (!playing) return;
    let stopped = false;
    void (async () => {
      while (!stopped) {
        const { day, today, frames, onPlay, onDay, ready } = latest.current;
        if (day >= today) return onPlay(false);
        const next = nextFrame(frames, day);
        const shownFor = new Promise((resolve) => setTimeout(resolve, FRAME));
        try {
          await Promise.all([ready(next), shownFor]);
        } catch {
          return onPlay(false); // the page says what is the matter
        }
        if (!stopped) onDay(next);
        // The frame is painted before the next is asked for.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    })();
    return () => {
      stopped = true;
    };
  }, [playing]);
}
