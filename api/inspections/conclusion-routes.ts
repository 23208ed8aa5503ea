/** Conclusions that were served: the inspected read theirs here, with what was objected and decided. */
import { listRounds } from "../../prisma/inspections/read-rounds.js";
import { planRoute } from "../serving/route.js";
import * as filing from "./filing-schemas.js";
import { visitsWithin } from "./view.js";
import { visitSeen, visitView } from "./visit-view.js";

export const getConclusions = planRoute({
  method: "get",
  path: "/inspections/conclusions",
  tag: "inspections",
  summary: "Conclusions served, with objections 检查结论与异议",
  description:
    "Of visits within reach, the newest first: to the inspected all of a visit, to whoever owes some of its lines these alone.",
  response: filing.conclusions,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, services, caller, sight } = call;
    const found = await listRounds(services.pool, plan.id);
    const read = await Promise.all(found.map(({ round }) => services.rounds.read(plan.id, round)));
    const conclusions = read.flatMap((one) => {
      if (!one) return [];
      const { state } = one;
      const within = new Set(visitsWithin(state, caller, sight, plan));
      return Object.values(state.visits).flatMap((visit) => {
        const seen = visit.conclusion && visitSeen(call, state, visit, within.has(visit));
        return seen ? [visitView(call, state, visit, seen)] : [];
      });
    });
    const servedOn = (one: (typeof conclusions)[number]): string => one.conclusion?.on ?? "";
    return { conclusions: conclusions.sort((a, b) => (servedOn(a) < servedOn(b) ? 1 : -1)) };
  },
});
