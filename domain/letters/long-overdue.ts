/**
 * 久拖未决清单: what is still open after its ladder has run out. On the first working day of each month each county leader
 * and head is told of theirs, the office and the leading group of all (docs/domain.md, "The ladder").
 */
import { compareText } from "../ledger/canonical.js";
import type { WorkingCalendar } from "../plan/calendar.js";
import { workingDaysOverdue } from "../ladder/counted-days.js";
import type { PlanDate } from "../plan/plan.js";
import type { RecipientRole } from "../plan/policy.js";
import type { Roster } from "../plan/roster.js";
import { type Recipient, resolveRecipients } from "../people/recipients.js";
import { type ItemState, reportedBy } from "../items/work-item.js";
import type { LadderRun } from "../ladder/run.js";

/** What the list needs of an open item whose ladder has run out. */
export type LongOverdueItem = Pick<
  ItemState,
  "id" | "village" | "township" | "primaryUnit" | "deadline" | "suspensions" | "suspendedSince"
> &
  Partial<Pick<ItemState, "reportedOn" | "deadlineRun">> & {
    /** The unit whose move it waits for (卡在谁), where that is not the primary unit: a verifier, a decider. */
    readonly awaited?: string;
  };

/** A line of a list. `overdue`: working days. */
export interface ListedItem {
  readonly item: string;
  readonly deadline: PlanDate;
  readonly overdue: number;
  /** The unit whose step the item waits for. */
  readonly awaited: string;
  /** Since when it is on the leading group's agenda list. */
  readonly agendaOn?: PlanDate;
  /** A 呈阅件 about it that was held: due when, for how many working days, and why. */
  readonly heldFrom?: PlanDate;
  readonly heldDays?: number;
  readonly heldReason?: string;
}

/** One addressee with the items of their list, the longest overdue first. */
export interface LongOverdueList {
  readonly recipient: Recipient;
  readonly items: readonly ListedItem[];
}

/**
 * A village's item is its own county leader's, any other that of the leader in charge of the unit it waits for; the head
 * is that unit's.
 */
const rolesOf = (item: LongOverdueItem): readonly RecipientRole[] => [
  item.village === null ? "leaderInCharge" : "villageCountyLeader",
  "primaryUnitHead",
  "office",
  "leadingGroup",
];

const ROLE_ORDER: readonly RecipientRole[] = [
  "leadingGroup",
  "villageCountyLeader",
  "leaderInCharge",
  "primaryUnitHead",
  "office",
];

/** What the list says of the escalations before it. */
function pressed(run: LadderRun | null): Pick<ListedItem, "agendaOn" | "heldFrom" | "heldDays" | "heldReason"> {
  const { agendaOn, hold } = run ?? {};
  return {
    ...(agendaOn === undefined ? {} : { agendaOn }),
    ...(hold ? { heldFrom: hold.from, heldDays: hold.days, heldReason: hold.reason } : {}),
  };
}

/** The lists of a day. Suspended items wait, and so does what is not overdue yet; nothing to say, no list. */
export function longOverdueLists(
  items: readonly LongOverdueItem[],
  roster: Roster,
  day: PlanDate,
  calendar: WorkingCalendar,
): LongOverdueList[] {
  const lists = new Map<string, { order: number; recipient: Recipient; items: ListedItem[] }>();
  // Many items lie at the same place: whom a role means there is found once.
  const found = new Map<string, readonly Recipient[]>();
  for (const item of items) {
    if (item.suspendedSince !== null) continue;
    const awaited = item.awaited ?? item.primaryUnit;
    const line: ListedItem = {
      item: item.id,
      deadline: item.deadline,
      overdue: workingDaysOverdue(item, reportedBy({ reportedOn: item.reportedOn ?? null }, day), calendar),
      awaited,
      ...pressed(item.deadlineRun ?? null),
    };
    if (line.overdue <= 0) continue;
    const where = { ...item, primaryUnit: awaited };
    for (const role of rolesOf(item)) {
      const place = `${role}|${item.village}|${item.township}|${where.primaryUnit}`;
      const draft = {
        instrument: "longOverdueList",
        delivery: "batched",
        to: [{ role }],
        copy: [],
        facts: {},
      } as const;
      const recipients = found.get(place) ?? resolveRecipients(roster, draft, where, day, () => false);
      found.set(place, recipients);
      for (const recipient of recipients) {
        const key = `${recipient.addressed}|${recipient.post}|${recipient.person}`;
        const list = lists.get(key) ?? { order: ROLE_ORDER.indexOf(role), recipient, items: [] };
        if (list.items.at(-1)?.item !== item.id) list.items.push(line);
        lists.set(key, list);
      }
    }
  }
  return [...lists.entries()]
    .sort(([a, one], [b, other]) => one.order - other.order || compareText(a, b))
    .map(([, { recipient, items: lines }]) => ({
      recipient,
      items: lines.sort((a, b) => b.overdue - a.overdue || compareText(a.item, b.item)),
    }));
}
