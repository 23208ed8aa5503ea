/** Above every page of registers: the registers, and the figures that follow from them. */
import { NavLink } from "react-router";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import my from "../my/my.module.css";

const SECTIONS = [
  { path: "registers", title: "registers.list" },
  { path: "registers/figures", title: "registers.figures" },
] as const;

export function RegisterSections() {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <nav className={my["sections"]} aria-label={t("registers.sections")}>
      {SECTIONS.map(({ path: below, title }) => (
        <NavLink key={below} to={path(below)} end>
          {t(title)}
        </NavLink>
      ))}
    </nav>
  );
}
