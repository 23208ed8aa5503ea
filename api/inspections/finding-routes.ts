/** Findings (问题) within reach, with what became of them: each is its rectification item. */
import { type ItemState, reportedBy } from "../../domain/items/work-item.js";
import { workingDaysOverdue } from "../../domain/ladder/counted-days.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { CalendarYearMissing, calendarOf } from "../../domain/plan/calendar.js";
import { listFindings } from "../../prisma/items/findings.js";
import { type PlanCall, planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import type { z } from "zod";
import { type finding as findingSchema, findings, findingsQuery } from "./schemas.js";
import { placeView, visitsWithin } from "./view.js";
import { remarksView, visitSeen } from "./visit-view.js";

type FindingView = z.input<typeof findingSchema>;

export const standingOf = ({ status }: Pick<ItemState, "status">): FindingView["status"] =>
  status === "closed" ? "closed" : status === "cancelled" ? "withdrawn" : "open";

/** Days over of an open one today, of one that ended as at its end: what has ended counts no further. */
function daysOver(item: ItemState, { bundle, today, ruleSet }: PlanView): number {
  const end: PlanDate = item.closedAt === null ? today : dateAt(item.closedAt, ruleSet.offsetMinutes);
  try {
    return workingDaysOverdue(item, reportedBy(item, end), calendarOf(bundle.calendar));
  } catch (error) {
    if (error instanceof CalendarYearMissing) return 0;
    throw error;
  }
}

type Remarks = FindingView["found"][number]["remarks"];

/** What the inspected said to the conclusions that some findings were a part of, as far as the caller reads these whole. */
async function remarksOn(
  call: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "sight" | "services">,
  items: readonly ItemState[],
): Promise<(found: { readonly round: string; readonly visit: string }) => Remarks> {
  const { plan, caller, sight, services } = call;
  const rounds = [...new Set(items.flatMap(({ finding }) => finding?.found.map(({ round }) => round) ?? []))];
  const remarks = new Map<string, Remarks>();
  for (const read of await Promise.all(rounds.map((round) => services.rounds.read(plan.id, round)))) {
    if (!read) continue;
    const within = new Set(visitsWithin(read.state, caller, sight, plan));
    for (const visit of Object.values(read.state.visits))
      if (visit.remarks.length > 0 && visitSeen(call, read.state, visit, within.has(visit))?.lines === null)
        remarks.set(`${read.state.round} ${visit.plan.id}`, remarksView(visit, plan));
  }
  return ({ round, visit }) => remarks.get(`${round} ${visit}`) ?? [];
}

function findingView(item: ItemState, plan: PlanView, remarksOf: Awaited<ReturnType<typeof remarksOn>>): FindingView[] {
  const { finding, village, target, township } = item;
  if (!finding) return [];
  const { names, today } = plan;
  const newest = finding.found.at(-1);
  return [
    {
      id: item.id,
      title: names.milestoneTitle(item.milestone),
      task: item.task,
      place: placeView(
        { kind: village === null ? "unit" : "village", id: target, ...(township === null ? {} : { township }) },
        plan,
      ),
      line: finding.line,
      cause: finding.cause,
      severity: finding.severity,
      proposedSeverity: finding.proposed,
      status: standingOf(item),
      count: finding.found.length,
      reopened: item.reopenings,
      firstFoundOn: finding.firstFoundOn,
      lastFoundOn: newest?.on ?? finding.firstFoundOn,
      lastRound: newest?.round ?? "",
      unit: names.unitRef(item.primaryUnit, today),
      deadline: item.deadline,
      daysOver: daysOver(item, plan),
      alike: [...finding.alike],
      systemic: [...finding.systemic],
      found: finding.found.map(({ photos, ...one }) => ({ ...one, photos: [...photos], remarks: remarksOf(one) })),
    },
  ];
}

export const getFindings = planRoute({
  method: "get",
  path: "/inspections/findings",
  tag: "inspections",
  summary: "Findings 检查发现的问题",
  description: "Those whose rectification items are within reach. Open = all − closed − withdrawn, in every answer.",
  query: findingsQuery,
  response: findings,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, query, sight, services } = call;
    const { status, overdue, ...filter } = query;
    const within = await sight.rows();
    const items = await listFindings(services.pool, plan.id, filter, within && within.items);
    const isOverdue = (item: ItemState): boolean => standingOf(item) === "open" && daysOver(item, plan) > 0;
    const counts = { all: items.length, open: 0, overdue: 0, closed: 0, withdrawn: 0 };
    for (const item of items) {
      counts[standingOf(item)]++;
      if (isOverdue(item)) counts.overdue++;
    }
    const shown = items.filter(
      (item) => (status === undefined || standingOf(item) === status) && (overdue === undefined || isOverdue(item)),
    );
    const remarksOf = await remarksOn(call, shown);
    return { findings: shown.flatMap((item) => findingView(item, plan, remarksOf)), counts };
  },
});
