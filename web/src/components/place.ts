/** Where an item is owed. */
import type { Named } from "../api/types.js";

export function placeName(
  { village, township }: { readonly village: Named | null; readonly township: Named | null },
  wholeCounty: string,
): string {
  return village?.name ?? township?.name ?? wholeCounty;
}
