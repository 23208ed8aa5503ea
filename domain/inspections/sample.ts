/**
 * Which villages are visited in a round. Nobody picks them: villages are put in the order of SHA-256(seed + "/" + village id), and the
 * seed is the ledger's heads at the opening instant, which stand in the 督查方案. Anybody can redo it with `sha256sum`.
 */
import type { VisitReason } from "../ledger/inspection-events.js";
import { sha256 } from "../ledger/sha256.js";

export interface SampleOf {
  readonly seed: string;
  /** Village ids. */
  readonly villages: readonly string[];
  /** Those that were visited in this calendar year already: a visit that was never submitted is none. */
  readonly visitedThisYear: ReadonlySet<string>;
  /** 上次亮红: those whose last check found something serious. They are always in. */
  readonly redLastTime: ReadonlySet<string>;
  /** Of all villages, at least. */
  readonly share: number;
  /** The year's last round: whatever was not visited this year is in. */
  readonly last: boolean;
}

/** The villages in the order of the draw. */
export function drawOrder(seed: string, villages: readonly string[]): string[] {
  const places = new Map(villages.map((village) => [village, sha256(`${seed}/${village}`)]));
  const placeOf = (village: string): string => places.get(village) ?? "";
  return [...villages].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** By each village why it is visited; one that is not visited is looked at by papers (`desk`). In the order of `villages`. */
export function drawVillages({
  seed,
  villages,
  visitedThisYear,
  redLastTime,
  share,
  last,
}: SampleOf): Map<string, VisitReason> {
  const reasons = new Map<string, VisitReason>();
  for (const village of villages) {
    if (redLastTime.has(village)) reasons.set(village, "redLastTime");
    else if (last && !visitedThisYear.has(village)) reasons.set(village, "notYetThisYear");
  }
  const wanted = Math.min(villages.length, Math.ceil(share * villages.length));
  const order = drawOrder(seed, villages);
  // Whoever was not visited yet this year comes first.
  const candidates = [
    ...order.filter((one) => !visitedThisYear.has(one)),
    ...order.filter((one) => visitedThisYear.has(one)),
  ];
  for (const village of candidates) {
    if (reasons.size >= wanted) break;
    if (!reasons.has(village)) reasons.set(village, "drawn");
  }
  return new Map(villages.map((village) => [village, reasons.get(village) ?? "desk"]));
}
