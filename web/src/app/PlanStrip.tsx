/** On every screen: whether this is a rehearsal, whose names are samples, and what day it is in the plan. */
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";
import { usePlan } from "../plan/plan.js";
import styles from "./shell.module.css";

export function PlanStrip() {
  const { t } = useTexts();
  const format = useFormat();
  const { plan, clock } = usePlan();
  const rehearsal = plan.mode === "rehearsal";
  const time = t(rehearsal ? "plan.planTime" : "clock.liveTitle");
  return (
    <div className={`${styles["strip"]} ${rehearsal ? styles["rehearsal"] : ""}`} data-mode={plan.mode}>
      <span className={styles["badge"]}>{t(rehearsal ? "plan.rehearsal" : "plan.live")}</span>
      {plan.ended && <span className={styles["badge"]}>{t("plan.ended")}</span>}
      {rehearsal && <span className={styles["wide"]}>{t("plan.rehearsalNote")}</span>}
      {plan.sampleRoster && (
        <>
          <span className={styles["badge"]}>{t("plan.sample")}</span>
          <span className={styles["wide"]}>{t("plan.sampleNote")}</span>
        </>
      )}
      <time className={`${styles["now"]} figures`} dateTime={clock.now} title={time}>
        <span className={styles["wide"]}>{time}</span> {format.moment(clock.now)}{" "}
        <span className={styles["wide"]}>{format.weekday(clock.today)}</span>
      </time>
    </div>
  );
}
