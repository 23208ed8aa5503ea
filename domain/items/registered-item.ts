/** An item right after 立项, and the ladders that it may come to climb. */
import type { LadderName, PlanDate, SupportingUnit } from "../plan/plan.js";
import type { LedgerRow, NewRow } from "../ledger/record.js";
import type { ItemState, LadderRun, Support } from "./work-item.js";

type Payload = Readonly<Record<string, unknown>>;

const text = (payload: Payload, name: string): string => String(payload[name]);
const number = (payload: Payload, name: string): number => Number(payload[name]);

export function newRun(ladder: LadderName, key: string, anchor: PlanDate, version: number, floor: number): LadderRun {
  return { ladder, key, anchor, version, done: [], floor, imported: false, catchUp: null, repeat: null };
}

function supportOf(units: readonly SupportingUnit[]): Pick<ItemState, "supporting" | "supports"> {
  const supports = units.flatMap(({ unit, workingDaysBefore: before }): Support[] =>
    before === undefined ? [] : [{ unit, before, delivered: false, run: null }],
  );
  return { supporting: units.map(({ unit }) => unit), supports };
}

/** The state of an item right after 立项. */
export function registeredItem(
  row: Pick<LedgerRow | NewRow, "at" | "payload"> & { readonly item?: string },
): ItemState {
  const p = row.payload;
  const deadline = text(p, "deadline");
  return {
    id: row.item as string,
    task: number(p, "task"),
    milestone: text(p, "milestone"),
    target: text(p, "target"),
    scope: p.scope as ItemState["scope"],
    village: (p.village as string | null) ?? null,
    township: (p.township as string | null) ?? null,
    primaryUnit: text(p, "primaryUnit"),
    leadUnit: text(p, "leadUnit"),
    ...supportOf((p.supporting as readonly SupportingUnit[] | undefined) ?? []),
    ...(p.metric ? { metric: p.metric as NonNullable<ItemState["metric"]> } : {}),
    status: "registered",
    assignOn: text(p, "assignOn"),
    deadline,
    // Imported with a deadline that had been moved before.
    originalDeadline: typeof p.originalDeadline === "string" ? p.originalDeadline : deadline,
    deadlineVersion: 1,
    policy: number(p, "policy"),
    registeredAt: row.at,
    closedAt: null,
    percent: 0,
    assignments: 0,
    returns: 0,
    reportedBy: null,
    reporters: [],
    reportedOn: null,
    deadlineRun: null,
    signForRun: null,
    verificationRun: null,
    verifications: 0,
    extension: null,
    extensions: 0,
    instructions: [],
    drafts: [],
    supervision: null,
    causeReview: false,
    suspendedSince: null,
    suspendedUntil: null,
    suspensions: [],
    nextDue: null,
    beyondCalendar: null,
  };
}
