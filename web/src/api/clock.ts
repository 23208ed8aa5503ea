/**
 * Moves a rehearsal's clock. The page knows no more of it than this: what is asked for, and the clock as it then stands. A
 * live plan refuses, as does one whose workflows have ended; the refusal says so in words.
 */
import { post } from "./client.js";
import type { Clock } from "./types.js";

/** How fast a rehearsal runs by itself, in plan days for each real second. */
export const RATES = [1, 7, 30] as const;
export type Rate = (typeof RATES)[number];

export type ClockAction =
  /** Plays on by itself. */
  | { readonly action: "resume"; readonly rate: Rate }
  | { readonly action: "pause" }
  /** To the next instant at which something falls due. */
  | { readonly action: "jumpNext" }
  /** To the end of a later day, through every due instant between. */
  | { readonly action: "jumpTo"; readonly date: string };

/**
 * What the clock says beside where it stands, once the API can move it. `playing`: by itself at a rate; `jumping`: on its
 * way to a day. Absent: the API has no way to move it.
 */
export interface Driving {
  readonly state: "paused" | "playing" | "jumping";
  readonly rate: number | null;
  readonly to: string | null;
}
export type DrivenClock = Clock & { readonly driving?: Driving | null };

export function moveClock(plan: string, action: ClockAction): Promise<DrivenClock> {
  return post<DrivenClock>(`/plans/${encodeURIComponent(plan)}/clock`, action);
}
