/** Items by light. */
import type { LightReason, StatusLight } from "../../domain/items/light.js";

export type LightCounts = Record<StatusLight, number>;

export function countLights(items: Iterable<{ readonly reason: Pick<LightReason, "light"> }>): LightCounts {
  const counts: LightCounts = { red: 0, yellow: 0, green: 0, blue: 0, grey: 0, notStarted: 0 };
  for (const { reason } of items) counts[reason.light]++;
  return counts;
}
