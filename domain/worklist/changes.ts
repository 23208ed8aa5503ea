/** What became of an item between two days: the line that an office reads first in a month's list. */
import type { StatusLight } from "../items/light.js";
import type { ItemStatus } from "../items/work-item.js";
import type { Words } from "../language/words.js";
import { dayEn, dayZh } from "../language/dates.js";
import type { PlanDate } from "../plan/plan.js";

/** How an item stood at the end of a day. */
export interface Stood {
  readonly status: ItemStatus;
  readonly suspended: boolean;
  readonly light: StatusLight;
  readonly percent: number;
  readonly deadline: PlanDate;
  readonly primaryUnit: string;
  readonly returns: number;
}

export const WORKLIST_CHANGES = [
  "new",
  "closed",
  "cancelled",
  "reopened",
  "turnedRed",
  "noLongerRed",
  "suspended",
  "resumed",
  "deadlineMoved",
  "reassigned",
  "returned",
  "progressed",
  "fellBack",
] as const;
export interface WorklistChange {
  readonly kind: (typeof WORKLIST_CHANGES)[number];
  readonly words: Words;
}

const change = (kind: WorklistChange["kind"], zh: string, en: string): WorklistChange => ({ kind, words: { zh, en } });
const ended = ({ status }: Stood): boolean => status === "closed" || status === "cancelled";
/** Points of progress, without the dust of binary fractions. */
const points = (from: number, to: number): number => Math.round(Math.abs(to - from) * 10) / 10;

function ofLife(before: Stood, now: Stood): WorklistChange[] {
  if (now.status === before.status) return [];
  if (now.status === "closed") return [change("closed", "已销号", "closed")];
  if (now.status === "cancelled") return [change("cancelled", "已撤销", "cancelled")];
  return ended(before) ? [change("reopened", "重新办理", "worked on again")] : [];
}

/** What changed, what matters most first; nothing where it stands as it stood. `before` undefined: it was not there yet. */
export function worklistChanges(before: Stood | undefined, now: Stood): WorklistChange[] {
  if (before === undefined) return [change("new", "新立项", "registered since")];
  const found = ofLife(before, now);
  if (now.light === "red" && before.light !== "red") found.push(change("turnedRed", "转为红灯", "turned red"));
  // Closing says it already.
  if (before.light === "red" && now.light !== "red" && !ended(now))
    found.push(change("noLongerRed", "红灯解除", "no longer red"));
  if (now.suspended && !before.suspended) found.push(change("suspended", "暂缓", "suspended"));
  if (before.suspended && !now.suspended && !ended(now)) found.push(change("resumed", "恢复办理", "resumed"));
  if (now.deadline !== before.deadline)
    found.push(
      change(
        "deadlineMoved",
        `时限由${dayZh(before.deadline)}调整为${dayZh(now.deadline)}`,
        `deadline moved from ${dayEn(before.deadline)} to ${dayEn(now.deadline)}`,
      ),
    );
  if (now.primaryUnit !== before.primaryUnit) found.push(change("reassigned", "主办单位调整", "another primary unit"));
  if (now.returns > before.returns)
    found.push(
      change("returned", `退办${now.returns - before.returns}次`, `sent back ${now.returns - before.returns}×`),
    );
  const moved = points(before.percent, now.percent);
  if (now.percent > before.percent)
    found.push(change("progressed", `进度提高${moved}个百分点`, `${moved} points further`));
  if (now.percent < before.percent) found.push(change("fellBack", `进度下调${moved}个百分点`, `${moved} points less`));
  return found;
}
