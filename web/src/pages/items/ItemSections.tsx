/** Above the lists of items: as a list, as the worklist. */
import { NavLink } from "react-router";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import styles from "../my/my.module.css";

export function ItemSections() {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <nav className={styles["sections"]} aria-label={t("worklist.sections")}>
      <NavLink to={path("items")} end>
        {t("worklist.items")}
      </NavLink>
      <NavLink to={path("worklist")} end>
        {t("worklist.title")}
      </NavLink>
      <NavLink to={path("instructions")} end>
        {t("instructions.title")}
      </NavLink>
      <NavLink to={path("plan")} end>
        {t("planPage.title")}
      </NavLink>
    </nav>
  );
}
