/** Above every page of inspections: rounds, one's own checks, findings, conclusions and objections. */
import { NavLink } from "react-router";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import my from "../my/my.module.css";

const SECTIONS = [
  { path: "inspections", title: "inspections.rounds" },
  { path: "inspections/mine", title: "inspections.mine" },
  { path: "inspections/findings", title: "inspections.findings" },
  { path: "inspections/objections", title: "inspections.objections" },
] as const;

export function InspectionSections() {
  const { t } = useTexts();
  const path = usePlanPath();
  const { me } = usePlan();
  // Who has no post inspects nothing.
  const shown = SECTIONS.filter(({ title }) => title !== "inspections.mine" || me.capacities.length > 0);
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
