/** Items by light. */
import type { LightReason, StatusLight } from "../../domain/items/light.js";
import type { LightCounts } from "./schemas.js";

export function countLights(items: Iterable<{ readonly reason: Pick<LightReason, "light"> }>): LightCounts {
  const counts = { red: 0, yellow: 0, green: 0, blue: 0, grey: 0 } satisfies Record<StatusLight, number>;
  for (const { reason } of items) counts[reason.light]++;
  return counts;
}
