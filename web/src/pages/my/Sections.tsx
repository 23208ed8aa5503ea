/** Above everything that is done rather than read: one's tasks, and what one's posts have beside them. */
import { NavLink } from "react-router";
import type { PlanMe } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../app/plan.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./my.module.css";

type Role = PlanMe["roles"][number]["role"];
type Title =
  | "my.title"
  | "drafts.title"
  | "desk.orders"
  | "desk.visits"
  | "desk.delegations"
  | "desk.calls"
  | "audit.title";

interface Section {
  readonly path: string;
  readonly title: Title;
  /** Who has it; absent: everybody with a post. */
  readonly roles?: readonly Role[];
}

const SEES_ALL: readonly Role[] = ["office", "supervisionOffice", "leadingGroup", "auditor"];

const SECTIONS: readonly Section[] = [
  { path: "my", title: "my.title" },
  { path: "my/drafts", title: "drafts.title", roles: ["office", "supervisionOffice"] },
  { path: "my/orders", title: "desk.orders", roles: ["office"] },
  { path: "my/visits", title: "desk.visits" },
  { path: "my/delegations", title: "desk.delegations" },
  { path: "my/calls", title: "desk.calls", roles: SEES_ALL },
  { path: "my/audit", title: "audit.title", roles: ["office", "auditor"] },
];

/** Whether the reader has one of the roles. */
export function useHas(): (roles: readonly Role[]) => boolean {
  const { me } = usePlan();
  return (roles) => me.roles.some(({ role }) => roles.includes(role));
}

export function Sections() {
  const { t } = useTexts();
  const path = usePlanPath();
  const has = useHas();
  return (
    <nav className={styles["sections"]} aria-label={t("my.sections")}>
      {SECTIONS.filter(({ roles }) => roles === undefined || has(roles)).map(({ path: below, title }) => (
        <NavLink key={below} to={path(below)} end>
          {t(title)}
        </NavLink>
      ))}
    </nav>
  );
}
