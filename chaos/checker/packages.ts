/**
 * Which packages of a year (交办清单) were due, and which rungs of their ladder: an implementation of its own, from the plan's
 * documents, from whom the packages went to and who signed for them.
 */
import { dayOf, instant, type WorkingDays } from "./calendar.js";
import type { PlanData, Row } from "./rows.js";

export interface DuePackages {
  readonly cause: string;
  readonly type: "packagesAssigned" | "packagesPressed";
  readonly at: number;
}

interface Assigned {
  readonly year: number;
  readonly on: string;
  readonly policy: number;
  readonly units: readonly { readonly unit: string; readonly named: boolean }[];
}

/** All that was due by `until`; nothing of a plan that was opened before packages had rows of their own. */
export function duePackages({ documents, openedAt, rows }: PlanData, days: WorkingDays, until: number): DuePackages[] {
  const { plan, policies } = documents;
  const opening = rows.find(({ type }) => type === "planOpened");
  if (typeof opening?.payload["packagesFrom"] !== "string") return [];
  const offset = plan.timeZone.offsetMinutes;
  const firingTime = policies.get(Math.min(...policies.keys()))?.firingTime ?? "";
  const opened = dayOf(openedAt, offset);
  const from = opened > plan.start ? opened : plan.start;
  const years = plan.tasks.flatMap(({ milestones }) => milestones.map(({ deadline }) => Number(deadline.slice(0, 4))));
  const due: DuePackages[] = [];
  for (let year = Number(days.onOrAfter(from).slice(0, 4)); year <= Math.max(...years); year++) {
    const first = `${year}-01-01`;
    const at = Math.max(instant(days.onOrAfter(first > from ? first : from), firingTime, offset), openedAt);
    if (at > until) break;
    due.push({ cause: `packages/${year}`, type: "packagesAssigned", at });
  }
  const pressed = rows
    .filter(({ type }) => type === "packagesAssigned")
    .flatMap(({ payload }) => duePresses(payload as unknown as Assigned, rows, documents, days));
  return [...due, ...pressed.filter(({ at }) => at <= until)];
}

/** A rung is due while a unit that the plan names has not signed. */
function duePresses(
  { year, on, policy, units }: Assigned,
  rows: readonly Row[],
  { plan, policies }: PlanData["documents"],
  days: WorkingDays,
): DuePackages[] {
  const rules = policies.get(policy);
  return (rules?.ladders["signFor"] ?? []).flatMap(({ id, offset }): DuePackages[] => {
    const at = instant(days.add(on, offset), rules?.firingTime ?? "", plan.timeZone.offsetMinutes);
    const signed = new Set(
      rows
        .filter((row) => row.type === "packageSignedFor" && row.payload["year"] === year && row.at < at)
        .map(({ payload }) => (payload["holder"] as { readonly id: string }).id),
    );
    const waits = units.some(({ unit, named }) => named && !signed.has(unit));
    return waits ? [{ cause: `packages/${year}/${id}`, type: "packagesPressed", at }] : [];
  });
}
