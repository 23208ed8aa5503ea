/** An item in a list, with names of the day. */
import { dateAt } from "../../domain/plan/plan-date.js";
import type { PlanView } from "../views/plan-view.js";
import type { Item } from "./schemas.js";
import type { LitItem } from "../views/standings.js";

export function itemView({ item, reason }: LitItem, plan: PlanView, day: string): Item {
  const { names, ruleSet } = plan;
  return {
    id: item.id,
    task: item.task,
    milestone: item.milestone,
    title: names.milestoneTitle(item.milestone),
    scope: item.scope,
    village: item.village === null ? null : names.village(item.village),
    township: item.township === null ? null : names.township(item.township),
    primaryUnit: names.unitRef(item.primaryUnit, day),
    status: item.status,
    suspended: item.suspendedSince !== null && item.closedAt === null,
    deadline: item.deadline,
    originalDeadline: item.originalDeadline,
    deadlineVersion: item.deadlineVersion,
    percent: item.percent,
    light: reason.light,
    rule: reason.rule,
    workingDaysOverdue: reason.workingDaysOverdue,
    workingDaysLeft: reason.workingDaysLeft,
    due: reason.due,
    overdueFrom: reason.overdueFrom,
    closedOn: item.closedAt === null ? null : dateAt(item.closedAt, ruleSet.offsetMinutes),
  };
}
