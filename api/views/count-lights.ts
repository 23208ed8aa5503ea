/** Items by light. */
import { type LightReason, STATUS_LIGHTS, type StatusLight } from "../../domain/items/light.js";

export type LightCounts = Record<StatusLight, number>;

export function countLights(items: Iterable<{ readonly reason: Pick<LightReason, "light"> }>): LightCounts {
  const counts = Object.fromEntries(STATUS_LIGHTS.map((light) => [light, 0])) as LightCounts;
  for (const { reason } of items) counts[reason.light]++;
  return counts;
}
