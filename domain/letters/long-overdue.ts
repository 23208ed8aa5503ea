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
import { rosterIndex } from "../people/directory.js";
import { type ItemPlace, type Recipient, resolveRecipients } from "../people/recipients.js";
import type { Addressee } from "../ledger/record.js";
import { type ItemState, reportedBy } from "../items/work-item.js";
import type { LadderRun } from "../ladder/run.js";

/** What the list needs of an open item whose ladder has run out. */
export type LongOverdueItem = Pick<
  ItemState,
  "id" | "village" | "township" | "primaryUnit" | "deadline" | "suspensions" | "suspendedSince"
> &
  Partial<
    Pick<
      ItemState,
      "reportedOn" | "deadlineRun" | "answer" | "lastWords" | "percent" | "supervision" | "instructions" | "heeded"
    >
  > & {
    /** The unit whose move it waits for (卡在谁), where that is not the primary unit: a verifier, a decider. */
    readonly awaited?: string;
  };

/** An item that has ended since the last list: closed or cancelled, on a plan day. */
export type EndedItem = Pick<ItemState, "id" | "primaryUnit" | "deadline" | "suspensions"> &
  Partial<Pick<ItemState, "reportedOn">> & {
    readonly status: "closed" | "cancelled";
    readonly endedOn: PlanDate;
  };

/** That an item was submitted (呈阅) to a post. `recent`: since the last list; else before it. */
export interface Submission {
  readonly item: string;
  /** The post that was meant, whoever took it in. */
  readonly post: string;
  readonly recent: boolean;
}

/** What has ended since the last list, and to whom items were submitted. */
export interface SinceLastList {
  readonly ended: readonly EndedItem[];
  readonly submissions: readonly Submission[];
}

/** How a 批示 stands: its reply is awaited, late, or before the office or the leader; or the leader has accepted it. */
export type InstructionStanding = "running" | "late" | "replied" | "accepted";

/**
 * A line of a list, as the ledger keeps it. `overdue`: working days. Texts are the unit's and the leader's own words; posts are ids.
 * Lists of earlier releases have neither words nor what has ended.
 */
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
  /** From the unit's last 书面答复, unless it was returned: cause, measures, promised date, who is responsible. */
  readonly cause?: string;
  readonly causeOn?: PlanDate;
  readonly measures?: string;
  readonly promised?: PlanDate;
  readonly responsible?: string;
  /** What the unit last said, in percent and words. */
  readonly progress?: number;
  readonly lastWords?: string;
  readonly lastWordsOn?: PlanDate;
  /** The last signed 督办函. */
  readonly supervisedNo?: string;
  readonly supervisedOn?: PlanDate;
  /** The newest 批示 on it. */
  readonly instructorPost?: string;
  readonly instructionText?: string;
  readonly instructionOn?: PlanDate;
  readonly instructionReplyBy?: PlanDate;
  readonly instructionStanding?: InstructionStanding;
  /** It has ended since the last list: on this day, so. Absent: it is open. */
  readonly endedOn?: PlanDate;
  readonly status?: EndedItem["status"];
}

/** One addressee with the items of their list: the open ones, the longest overdue first, then those that have ended. */
export interface LongOverdueList extends ListFigures {
  readonly recipient: Recipient;
  readonly items: readonly ListedItem[];
}

/** 上月呈阅的12项已办结9项: of a leader's list. Absent: nothing was submitted to them. */
export interface ListFigures {
  /** How many items were submitted to them since the last list. */
  readonly submitted?: number;
  /** Of those that have ended, how many had been submitted to them before that. */
  readonly earlier?: number;
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

/** The unit's own words: of its answer, unless that was returned, and what it said last. */
function words({ answer, lastWords, percent, supervision }: LongOverdueItem): Partial<ListedItem> {
  const given = answer && answer.state !== "returned" ? answer : undefined;
  return {
    ...(given && {
      cause: given.cause,
      causeOn: given.on,
      measures: given.measures,
      promised: given.promised,
      responsible: given.responsible,
    }),
    ...(percent === undefined ? {} : { progress: percent }),
    ...(lastWords && lastWords.text !== "" && { lastWords: lastWords.text, lastWordsOn: lastWords.on }),
    ...(supervision && { supervisedNo: supervision.no, supervisedOn: supervision.on }),
  };
}

/** The newest 批示 and how it stands. */
function instruction({ instructions = [], heeded }: LongOverdueItem, day: PlanDate): Partial<ListedItem> {
  const open = instructions.at(-1);
  if (open === undefined) {
    if (heeded === undefined) return {};
    const { post, text, on } = heeded;
    return { instructorPost: post, instructionText: text, instructionOn: on, instructionStanding: "accepted" };
  }
  const { instructorPost, text, on, replyBy, replied } = open;
  return {
    instructorPost,
    instructionText: text,
    instructionOn: on,
    instructionReplyBy: replyBy,
    instructionStanding: replied ? "replied" : replyBy < day ? "late" : "running",
  };
}

/** Whom a role means is found once for each place, though many items lie there. */
type Finder = (role: RecipientRole, where: ItemPlace) => readonly Recipient[];

function finder(roster: Roster, day: PlanDate): Finder {
  const found = new Map<string, readonly Recipient[]>();
  return (role, { village, township, primaryUnit }) => {
    const place = `${role}|${village}|${township}|${primaryUnit}`;
    const recipients =
      found.get(place) ??
      resolveRecipients(roster, draftTo({ role }), { village, township, primaryUnit }, day, () => false);
    found.set(place, recipients);
    return recipients;
  };
}

const draftTo = (to: Addressee) =>
  ({ instrument: "longOverdueList", delivery: "batched", to: [to], copy: [], facts: {} }) as const;

interface Making {
  readonly order: number;
  readonly recipient: Recipient;
  readonly items: ListedItem[];
}

const keyOf = ({ addressed, post, person }: Recipient): string => `${addressed}|${post}|${person}`;

/** The open items, by addressee. */
function openLists(
  items: readonly LongOverdueItem[],
  find: Finder,
  day: PlanDate,
  calendar: WorkingCalendar,
): Map<string, Making> {
  const lists = new Map<string, Making>();
  for (const item of items) {
    if (item.suspendedSince !== null) continue;
    const awaited = item.awaited ?? item.primaryUnit;
    const line: ListedItem = {
      item: item.id,
      deadline: item.deadline,
      overdue: workingDaysOverdue(item, reportedBy({ reportedOn: item.reportedOn ?? null }, day), calendar),
      awaited,
      ...pressed(item.deadlineRun ?? null),
      ...words(item),
      ...instruction(item, day),
    };
    if (line.overdue <= 0) continue;
    for (const role of rolesOf(item))
      for (const recipient of find(role, { ...item, primaryUnit: awaited })) {
        const list = lists.get(keyOf(recipient)) ?? { order: ROLE_ORDER.indexOf(role), recipient, items: [] };
        if (list.items.at(-1)?.item !== item.id) list.items.push(line);
        lists.set(keyOf(recipient), list);
      }
  }
  return lists;
}

const endedLine = (
  { id, deadline, primaryUnit, endedOn, status, ...item }: EndedItem,
  calendar: WorkingCalendar,
): ListedItem => ({
  item: id,
  deadline,
  overdue: workingDaysOverdue(
    { ...item, deadline, suspendedSince: null },
    reportedBy({ reportedOn: item.reportedOn ?? null }, endedOn),
    calendar,
  ),
  awaited: primaryUnit,
  endedOn,
  status,
});

/** Of what was submitted to a leader's post: how many since the last list, and the items that have ended. */
interface Settled {
  readonly submitted: number;
  readonly earlier: number;
  readonly lines: readonly ListedItem[];
}

/** By post: only leaders are submitted to. */
function settledByPost(
  { ended, submissions }: SinceLastList,
  roster: Roster,
  calendar: WorkingCalendar,
): Map<string, Settled> {
  const { posts } = rosterIndex(roster);
  const recent = new Map<string, Map<string, boolean>>();
  for (const { item, post, recent: isRecent } of submissions) {
    const level = posts.get(post)?.level;
    if (level !== "countyLeader" && level !== "leadingGroup") continue;
    const items = recent.get(post) ?? new Map<string, boolean>();
    items.set(item, isRecent || items.get(item) === true);
    recent.set(post, items);
  }
  return new Map(
    [...recent].map(([post, items]) => {
      const own = ended.filter(({ id }) => items.has(id));
      const settled: Settled = {
        submitted: [...items.values()].filter(Boolean).length,
        earlier: own.filter(({ id }) => items.get(id) === false).length,
        lines: own
          .map((item) => endedLine(item, calendar))
          .sort((a, b) => compareText(a.endedOn ?? "", b.endedOn ?? "") || compareText(a.item, b.item)),
      };
      return [post, settled] as const;
    }),
  );
}

const longestFirst = (a: ListedItem, b: ListedItem): number => b.overdue - a.overdue || compareText(a.item, b.item);

/**
 * The lists of a day. Suspended items wait, and so does what is not overdue yet. A leader's list says what became of what was submitted
 * to them since the last one; with nothing open it says that alone. Nothing to say, no list.
 */
export function longOverdueLists(
  items: readonly LongOverdueItem[],
  roster: Roster,
  day: PlanDate,
  calendar: WorkingCalendar,
  since: SinceLastList = { ended: [], submissions: [] },
): LongOverdueList[] {
  const lists = openLists(items, finder(roster, day), day, calendar);
  const settled = settledByPost(since, roster, calendar);
  for (const [post, { lines }] of settled) {
    if (lines.length === 0 || [...lists.values()].some(({ recipient }) => recipient.addressed === post)) continue;
    const nowhere = { village: null, township: null, primaryUnit: "" };
    const order = ROLE_ORDER.indexOf(
      rosterIndex(roster).posts.get(post)?.level === "leadingGroup" ? "leadingGroup" : "villageCountyLeader",
    );
    for (const recipient of resolveRecipients(roster, draftTo({ post }), nowhere, day, () => false))
      lists.set(keyOf(recipient), { order, recipient, items: [] });
  }
  return [...lists.entries()]
    .sort(([a, one], [b, other]) => one.order - other.order || compareText(a, b))
    .map(([, { recipient, items: open }]): LongOverdueList => {
      const { submitted, earlier = 0, lines = [] } = settled.get(recipient.addressed) ?? {};
      return {
        recipient,
        items: [...open.sort(longestFirst), ...lines],
        ...(submitted === undefined ? {} : { submitted }),
        ...(earlier > 0 ? { earlier } : {}),
      };
    });
}
