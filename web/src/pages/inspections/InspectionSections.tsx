/** Above every page of inspections: rounds, one's own checks, those of one's group, findings, conclusions; for the office what it brings in. */
import { useQuery } from "@tanstack/react-query";
import { NavLink } from "react-router";
import * as inspections from "../../api/inspections.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import my from "../my/my.module.css";
import { useHas } from "../my/Sections.js";

const SECTIONS = [
  { path: "inspections", title: "inspections.rounds" },
  { path: "inspections/mine", title: "inspections.mine" },
  { path: "inspections/group", title: "inspections.led" },
  { path: "inspections/findings", title: "inspections.findings" },
  { path: "inspections/objections", title: "inspections.objections" },
  { path: "inspections/bring-in", title: "bringIn.title" },
] as const;

export function InspectionSections() {
  const { t } = useTexts();
  const path = usePlanPath();
  const { id, me, plan } = usePlan();
  const isOffice = useHas()(["office"]) && !plan.ended;
  const hasPost = me.capacities.length > 0;
  const { data } = useQuery({ ...inspections.myVisits(id), enabled: hasPost });
  const leads = data?.visits.some((visit) => visit.leads) === true;
  const shown = SECTIONS.filter(({ title }) => {
    // Who has no post inspects nothing.
    if (title === "inspections.mine") return hasPost;
    if (title === "inspections.led") return leads;
    return title !== "bringIn.title" || isOffice;
  });
  return (
    <nav className={my["sections"]} aria-label={t("inspections.sections")}>
      {shown.map(({ path: below, title }) => (
        <NavLink key={below} to={path(below)} end>
          {t(title)}
        </NavLink>
      ))}
    </nav>
  );
}
