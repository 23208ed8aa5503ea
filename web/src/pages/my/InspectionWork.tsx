/** What of inspections waits for the reader: checks to file, lines and objections to decide, drafts to reply to, bulletins to bring out. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as inspections from "../../api/inspections.js";
import type { InspectionWork as Work } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import styles from "./my.module.css";

type One = Work["work"][number];

/** Where it is done, below a plan's pages. */
function placeOf({ what, round, visit }: One): string {
  const at = `inspections/rounds/${encodeURIComponent(round)}`;
  // Several visits of one's group are decided from its page.
  if (what === "decideLines" && visit === null) return "inspections/group";
  if (visit !== null && what !== "file") return `${at}/visits/${encodeURIComponent(visit)}`;
  if (what === "file") return "inspections/mine";
  if (what === "replyBulletin" || what === "bulletin") return `${at}/bulletin`;
  return what === "decideObjections" || what === "readConclusions" ? "inspections/objections" : at;
}

export function useInspectionWork(): readonly One[] {
  const { id } = usePlan();
  return useQuery(inspections.myWork(id)).data?.work ?? [];
}

export function InspectionWork({ work }: { readonly work: readonly One[] }) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const path = usePlanPath();
  if (work.length === 0) return null;
  return (
    <Panel title={t("my.inspections")} flush>
      <ul className={styles["letters"]}>
        {work.map((one) => (
          <li key={`${one.round} ${one.what}`}>
            <Link to={path(placeOf(one))}>
              <b>{t(`my.inspection.${one.what}`, { round: say(one.roundName), count: one.count })}</b>
              {one.by !== null && (
                <span className="quiet figures">{t("my.inspection.by", { date: format.day(one.by) })}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
