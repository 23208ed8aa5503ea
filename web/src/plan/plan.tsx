/** The plan whose pages are open. */
import { createContext, use } from "react";
import type { Clock, PlanDetail, PlanMe } from "../api/types.js";

export interface OpenPlan {
  readonly id: string;
  readonly plan: PlanDetail;
  readonly clock: Clock;
  /** The plan's own today. */
  readonly today: string;
  /** Who the reader is in it. */
  readonly me: PlanMe;
}

export const PlanContext = createContext<OpenPlan | null>(null);

export function usePlan(): OpenPlan {
  const plan = use(PlanContext);
  if (!plan) throw new Error("this is shown inside a plan only");
  return plan;
}

/** Addresses below the open plan. */
export function usePlanPath(): (path: string) => string {
  const { id } = usePlan();
  return (path) => `/plans/${encodeURIComponent(id)}${path === "" ? "" : `/${path}`}`;
}
