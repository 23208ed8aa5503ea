/** The report's first part: how the whole stands, who was told when, what went wrong. */
import type { SkipReason } from "../../domain/ledger/item-pressure-events.js";
import type { Directory } from "../../domain/people/directory.js";
import { workingDaysOverdue } from "../../domain/ladder/counted-days.js";
import { type Instrument, SIGNED_INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { valueOn } from "../../domain/plan/dated.js";
import { isFrozen, isOpen, isSuspended, isWithUnit, reportedBy } from "../../domain/items/work-item.js";
import type { Alarm } from "../../prisma/alarms/alarm-store.js";
import { VACANCIES } from "../../prisma/alarms/vacancy-report.js";
import type {
  DraftCount,
  Escalation,
  FailedLetter,
  LetterCounts,
  MonthLetters,
  NoticeCount,
  StepCount,
} from "../../prisma/reports/report-facts.js";
import { countsOf } from "./counts.js";
import type { AlarmLine, Course, DraftTotals, LetterTotals, OwnLeaderReach, ReachGap, Timeline } from "./model.js";
import { type Standing, type Viewpoint, workingOf } from "./standing.js";
import { type RecipientKind, recipientKind } from "../../domain/story/who.js";

/** The first submission of each village item to the county leader paired with its village on that day, by item. */
export function ownLeaderSubmissions(
  standings: readonly Standing[],
  escalations: readonly Escalation[],
  bundle: PlanBundle,
): Map<string, Escalation> {
  const villages = new Map(bundle.roster.villages.map((village) => [village.id, village]));
  const villageOf = new Map(standings.map(({ item }) => [item.id, item.village]));
  const own = new Map<string, Escalation>();
  for (const escalation of escalations) {
    const village = villages.get(villageOf.get(escalation.item) ?? "");
    const leader = valueOn(village?.pairing ?? [], escalation.first)?.countyLeader;
    const known = own.get(escalation.item);
    if (escalation.ofDeadline && escalation.addressed === leader && (!known || escalation.first < known.first))
      own.set(escalation.item, escalation);
  }
  return own;
}

export function ownLeaderReach(
  standings: readonly Standing[],
  own: ReadonlyMap<string, Escalation>,
  bundle: PlanBundle,
  view: Viewpoint,
): OwnLeaderReach {
  const inVillages = standings.filter(({ item }) => item.village !== null);
  const reached = inVillages.flatMap(({ item }) => own.get(item.id) ?? []);
  const limit = bundle.policy.ladders.village.find((rung) => rung.to.includes("villageCountyLeader"))?.offset ?? null;
  const missing: Record<ReachGap, number> = {
    reportedBefore: 0,
    stopped: 0,
    deadlineMoved: 0,
    notYetDue: 0,
    unexplained: 0,
  };
  for (const standing of inVillages) {
    if (standing.everOverdue && !own.has(standing.item.id)) missing[gapOf(standing, limit, view)]++;
  }
  return {
    villageItems: inVillages.length,
    everOverdue: inVillages.filter(({ everOverdue }) => everOverdue).length,
    reached: reached.length,
    workingDays: workingOf(reached.map(({ overdueAtFirst }) => overdueAtFirst)),
    limit,
    withinLimit: reached.filter(({ overdueAtFirst }) => limit !== null && overdueAtFirst <= limit).length,
    fellBack: reached.filter(({ fellBack }) => fellBack).length,
    missing,
  };
}

/** Why an overdue item was not put before its own county leader. */
function gapOf({ item }: Standing, limit: number | null, view: Viewpoint): ReachGap {
  if (!isOpen(item) || !isWithUnit(item)) return "reportedBefore";
  if (isSuspended(item) || isFrozen(item)) return "stopped";
  const overdue = workingDaysOverdue(item, reportedBy(item, view.today), view.calendar);
  if (overdue === 0 && item.deadlineVersion > 1) return "deadlineMoved";
  return limit !== null && overdue <= limit ? "notYetDue" : "unexplained";
}

export function letterTotals({ states, noticesWithoutLetter }: LetterCounts): LetterTotals {
  const of = (state: string): number => states[state] ?? 0;
  const waiting = of("queued");
  const made = of("sent") + waiting + of("failed") + of("manual");
  return { made, sent: of("sent"), waiting, failed: of("failed"), byHand: of("manual"), noticesWithoutLetter };
}

/** The usual signed instruments always, others where there are any. */
export function draftTotals(rows: readonly DraftCount[]): DraftTotals[] {
  const instruments: Instrument[] = [...SIGNED_INSTRUMENTS, ...rows.map((row) => row.instrument)];
  return [...new Set(instruments)].map((instrument) => {
    const of = (type: DraftCount["type"]): number =>
      rows.find((row) => row.instrument === instrument && row.type === type)?.count ?? 0;
    const drafted = of("instrumentDrafted");
    const [signed, lapsed, withdrawn] = [of("instrumentSigned"), of("instrumentLapsed"), of("instrumentWithdrawn")];
    const waiting = drafted - signed - lapsed - withdrawn;
    return { instrument, drafted, signed, lapsed, withdrawn, held: of("instrumentHeld"), waiting };
  });
}

export function courseOf(steps: readonly StepCount[]): Course {
  const find = (type: string, detail?: string): StepCount[] =>
    steps.filter((step) => step.type === type && (detail === undefined || step.detail === detail));
  const of = (type: string, detail?: string): number => find(type, detail).reduce((sum, step) => sum + step.count, 0);
  const skipped = (reason: SkipReason): number => of("rungSkipped", reason);
  const requested = of("extensionRequested");
  const [granted, refused] = [of("extensionDecided", "true"), of("extensionDecided", "false")];
  const withdrawn = of("extensionWithdrawn");
  return {
    extensions: {
      requested,
      late: of("extensionRequested", "true"),
      granted,
      refused,
      withdrawn,
      pending: requested - granted - refused - withdrawn,
    },
    returns: of("returned"),
    returnedItems: find("returned").reduce((sum, step) => sum + step.items, 0),
    suspensions: of("suspended"),
    resumed: of("resumed"),
    reassigned: of("reassigned"),
    readingsChanged: of("readingChanged"),
    acknowledged: of("acknowledged"),
    instructions: {
      given: of("instructed"),
      replied: of("instructionReplied"),
      accepted: of("instructionAccepted"),
    },
    answers: { given: of("answered"), accepted: of("answerAccepted"), returned: of("answerReturned") },
    escalationsHeld: of("escalationHeld"),
    onAgenda: of("agendaListed"),
    calls: of("callLogged"),
    skipped: {
      beforeStart: skipped("beforeStart"),
      passedWhileStopped: skipped("passedWhileStopped"),
      noUnansweredSupervision: skipped("noUnansweredSupervision"),
      headVacant: skipped("headVacant"),
    },
  };
}

/** The gravest kinds first, then the most frequent. */
const GRAVITY = ["nobody", "unreachable", "letterFailed", "vacantPost", "noEmail"];

export function alarmLines(
  alarms: readonly Alarm[],
  failed: readonly FailedLetter[],
  names: Directory,
  view: Viewpoint,
): AlarmLine[] {
  const lettersTo = new Map(failed.map(({ id, person }) => [id, person]));
  const lines: AlarmLine[] = [];
  for (const alarm of alarms) {
    const { kind, detail, count } = alarm;
    // What went wrong with letters is told here: a list of who is missing is the roster's.
    if (kind === VACANCIES) continue;
    const told = (name: string): string | null => (typeof detail[name] === "string" ? (detail[name] as string) : null);
    const last = dateAt(alarm.planAt, view.offsetMinutes);
    const [post, fellTo, letter] = [told("post"), told("fellTo"), told("letter")];
    const person = told("person") ?? (letter === null ? null : (lettersTo.get(letter) ?? null));
    const line: AlarmLine = {
      kind,
      subject: post === null ? (person === null ? alarm.key : names.person(person).name) : names.fullTitle(post, last),
      instead: fellTo === null ? null : names.fullTitle(fellTo, last),
      error: told("error"),
      count,
      last,
    };
    // Letters to one person that failed for one reason are one cause.
    const same = lines.findIndex(
      (other) => other.kind === kind && other.subject === line.subject && other.error === line.error,
    );
    const known = lines[same];
    if (known) lines[same] = { ...known, count: known.count + count, last: known.last > last ? known.last : last };
    else lines.push(line);
  }
  const gravity = (kind: string): number => (GRAVITY.includes(kind) ? GRAVITY.indexOf(kind) : GRAVITY.length);
  // Alarms come in an order of their own that is the same every time: a stable sort keeps it among equals.
  return lines.sort((a, b) => gravity(a.kind) - gravity(b.kind) || b.count - a.count);
}

const RECIPIENT_KINDS: readonly RecipientKind[] = [
  "unitDesk",
  "townshipDesk",
  "unitHead",
  "townshipHead",
  "countyLeader",
  "leadingGroup",
  "office",
  "supervisionOffice",
  "other",
];

export function timelineOf(
  notices: readonly NoticeCount[],
  letters: readonly MonthLetters[],
  names: Directory,
): Timeline {
  const months = [...notices, ...letters].map(({ month }) => month).sort();
  const range = months.length === 0 ? [] : monthRange(months[0] as string, months.at(-1) as string);
  const quarterOf = (month: string): string => `${month.slice(0, 4)}-${Math.ceil(Number(month.slice(5)) / 3)}`;
  return {
    months: range.map((month) => {
      const told = notices.filter((notice) => notice.month === month);
      const recipients: Partial<Record<RecipientKind, number>> = {};
      for (const { post, count } of told) {
        const kind = recipientKind(post, names);
        recipients[kind] = (recipients[kind] ?? 0) + count;
      }
      return {
        month,
        notices: told.reduce((sum, notice) => sum + notice.count, 0),
        counts: countsOf(told),
        letters: countsOf(letters.filter((letter) => letter.month === month)),
        recipients,
      };
    }),
    quarters: [...new Set(range.map(quarterOf))].map((quarter) => ({
      year: Number(quarter.slice(0, 4)),
      quarter: Number(quarter.slice(5)) as 1 | 2 | 3 | 4,
      counts: countsOf(notices.filter((notice) => quarterOf(notice.month) === quarter)),
    })),
    recipients: RECIPIENT_KINDS.map((kind) => ({
      kind,
      counts: countsOf(notices.filter((notice) => recipientKind(notice.post, names) === kind)),
    })).filter(({ counts }) => Object.keys(counts).length > 0),
  };
}

function monthRange(first: string, last: string): string[] {
  const months: string[] = [];
  for (
    let index = Number(first.slice(0, 4)) * 12 + Number(first.slice(5)) - 1;
    months.at(-1) !== last && months.length < 1200;
    index++
  )
    months.push(`${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`);
  return months;
}
