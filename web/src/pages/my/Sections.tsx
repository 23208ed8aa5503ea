/** Above everything that is done rather than read: one's tasks, and what one's posts have beside them. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import * as queries from "../../api/queries.js";
import type { PlanMe } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./my.module.css";

type Role = PlanMe["roles"][number]["role"];
type Title =
  | "my.title"
  | "leader.title"
  | "leader.villages"
  | "drafts.title"
  | "desk.orders"
  | "desk.visits"
  | "pairing.title"
  | "reports.title"
  | "packages.title"
  | "months.title"
  | "timetables.title"
  | "planAccounts.title"
  | "desk.delegations"
  | "desk.calls"
  | "numbers.title"
  | "paper.title"
  | "audit.title";

interface Section {
  readonly path: string;
  readonly title: Title;
  /** Who has it; absent: everybody with a post. */
  readonly roles?: readonly Role[];
  /** Who has not, having another one. */
  readonly butNot?: readonly Role[];
  /** What the account itself must have been granted: it is about no plan. */
  readonly grants?: readonly string[];
}

const SEES_ALL: readonly Role[] = ["office", "supervisionOffice", "leadingGroup", "auditor"];

/** To whom matters are submitted. */
export const LEADERS: readonly Role[] = ["countyLeader", "liaison", "leadingGroup"];
/** Who is paired with villages, or helps some. */
export const PAIRED: readonly Role[] = ["departmentHead", "helpingUnit"];

const SECTIONS: readonly Section[] = [
  { path: "my/leader", title: "leader.title", roles: LEADERS },
  { path: "my", title: "my.title" },
  { path: "my/leader", title: "leader.villages", roles: PAIRED, butNot: LEADERS },
  { path: "my/drafts", title: "drafts.title", roles: ["office", "supervisionOffice"] },
  { path: "my/orders", title: "desk.orders", roles: ["office"] },
  { path: "my/packages", title: "packages.title" },
  { path: "months", title: "months.title" },
  { path: "my/timetables", title: "timetables.title", roles: ["unitClerk", "unitHead", "township", "office"] },
  { path: "my/pairing", title: "pairing.title", roles: ["countyLeader", "liaison", ...PAIRED] },
  { path: "my/visits", title: "desk.visits" },
  { path: "my/delegations", title: "desk.delegations" },
  { path: "my/numbers", title: "numbers.title", roles: ["office", "supervisionOffice", "auditor"] },
  { path: "my/paper", title: "paper.title", roles: ["office"] },
  { path: "my/accounts", title: "planAccounts.title", roles: ["office"] },
  { path: "my/reports", title: "reports.title", roles: SEES_ALL },
  { path: "my/calls", title: "desk.calls", roles: SEES_ALL },
  { path: "my/audit", title: "audit.title", grants: ["office", "auditor"] },
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
  const { data: me } = useQuery(queries.me);
  const isShown = ({ roles, butNot, grants }: Section): boolean =>
    (roles === undefined || has(roles)) &&
    (butNot === undefined || !has(butNot)) &&
    (grants?.some((grant) => me?.grants.includes(grant)) ?? true);
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a telephone the row of sections is longer than the screen.
  useEffect(() => {
    nav.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname, me]);
  return (
    <nav ref={nav} className={styles["sections"]} aria-label={t("my.sections")}>
      {SECTIONS.filter(isShown).map(({ path: below, title }) => (
        <NavLink key={below} to={path(below)} end>
          {t(title)}
        </NavLink>
      ))}
    </nav>
  );
}
