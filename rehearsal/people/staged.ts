/** What a scenario has happen on its day to many items at once: 批量暂缓 of an area, a changed reading of a date. */
import type { PlanDate } from "../../domain/plan.js";
import { isSuspended } from "../../domain/work-item.js";
import type { ScenarioEvent, ScenarioEventOf } from "../../loader/scenario-schema.js";
import type { ActBody } from "./intents.js";
import type { Carried, World } from "./world.js";

export type Staged = ScenarioEventOf<"suspendArea"> | ScenarioEventOf<"changeReading">;

export function isStaged(event: ScenarioEvent): event is Staged {
  return event.kind === "suspendArea" || event.kind === "changeReading";
}

/** The items that an event is about as things stand, each with what the office does to it: one command per stream. */
export function stagedActs(event: Staged, world: World, today: PlanDate): { carried: Carried; act: ActBody }[] {
  const [concerns, act] = event.kind === "suspendArea" ? suspension(event, today) : reading(event);
  if (!act) return [];
  return [...world.open()].filter((carried) => concerns(carried)).map((carried) => ({ carried, act }));
}

type Chosen = readonly [(carried: Carried) => boolean, ActBody | null];

function suspension(event: ScenarioEventOf<"suspendArea">, today: PlanDate): Chosen {
  const { until, reason, approver } = event;
  const villages = new Set(event.villages);
  const townships = new Set(event.townships);
  return [
    ({ item }) =>
      item.status !== "registered" &&
      !isSuspended(item) &&
      (villages.has(item.village ?? "") || townships.has(item.township ?? "")),
    until > today ? { kind: "suspend", reason, approver, until } : null,
  ];
}

function reading(event: ScenarioEventOf<"changeReading">): Chosen {
  const { milestone, deadline, reason } = event;
  return [
    ({ item }) => item.milestone === milestone && item.deadline !== deadline,
    { kind: "changeReading", deadline, reason },
  ];
}
