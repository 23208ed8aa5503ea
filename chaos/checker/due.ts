/**
 * Which steps were due on an item, from the plan's documents and from what people did to it: an implementation of its own of
 * the ladder, for plans in which items are signed for, reported, verified, closed and their 督办函 signed, and every due
 * instant is passed through. Items may have been running before, and may go over to a policy with another firing time. What it
 * does not know (extensions, suspensions, returns …) it refuses to judge.
 */
import { dayOf, instant, type WorkingDays } from "./calendar.js";
import type { Documents, PolicyDocument, Row, RungDocument } from "./rows.js";

/** A step that had to be recorded: its cause, the type of its row, and the plan instant at which it was due. */
export interface Due {
  readonly cause: string;
  readonly type: "assigned" | "rungFired" | "instrumentDrafted" | "instrumentLapsed" | "rungSkipped" | "agendaListed";
  readonly at: number;
}

/** What people did to an item, by plan instant. Never done: undefined. */
export interface Life {
  readonly signedFor?: number;
  readonly reported?: number;
  readonly verified?: number;
  readonly closed?: number;
  /** Instants at which the item's drafts were signed, by rung. */
  readonly signed: ReadonlyMap<string, number>;
}

/** The rows that say how an item began, and by which policies it went. */
export interface Origin {
  /** What the item is. */
  readonly registered: Row;
  /** Of an item that was running before: nothing fires for the time before it. */
  readonly imported: Row | null;
  /** Other policies, in the order in which it went over to them. */
  readonly migrated: readonly Row[];
}

const NEVER = Number.POSITIVE_INFINITY;

/** All steps due on the item by `until`. */
export function dueSteps(origin: Origin, life: Life, documents: Documents, days: WorkingDays, until: number): Due[] {
  return new Climb(origin, life, documents, days, until).all();
}

/** How each item of the ledger began. */
export function originsOf(rows: readonly Row[]): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const row of rows) {
    const { type, item } = row;
    if (item === null) continue;
    const known = origins.get(item);
    if (type === "registered") origins.set(item, { registered: row, imported: null, migrated: [] });
    else if (known && type === "imported") origins.set(item, { ...known, imported: row });
    else if (known && type === "policyMigrated") origins.set(item, { ...known, migrated: [...known.migrated, row] });
  }
  return origins;
}

class Climb {
  private readonly due: Due[] = [];
  private readonly item: string;
  private readonly offset: number;
  private readonly ladders: PolicyDocument;

  constructor(
    private readonly origin: Origin,
    private readonly life: Life,
    private readonly documents: Documents,
    private readonly days: WorkingDays,
    private readonly until: number,
  ) {
    const { registered, migrated } = origin;
    this.item = registered.item as string;
    this.offset = documents.plan.timeZone.offsetMinutes;
    this.ladders = this.policy(registered.payload.policy);
    for (const { payload } of migrated)
      if (!sameButForItsTime(this.policy(payload.version), this.ladders))
        throw new Error(`the checker does not know policies that differ in more than their firing time`);
  }

  all(): Due[] {
    const assigned = this.begin();
    if (assigned > this.until) return this.due;
    const { signedFor = NEVER, reported = NEVER, verified = NEVER, closed = NEVER } = this.life;
    this.simple("signFor", this.dayOf(assigned), 1, Math.min(signedFor, reported));
    this.deadlineLadder(reported);
    if (reported !== NEVER) this.simple("verification", this.dayOf(reported), 1, verified);
    if (verified !== NEVER) this.simple("verification", this.dayOf(verified), 2, closed);
    return this.due;
  }

  /** The instant from which its unit has it. */
  private begin(): number {
    const { registered, imported } = this.origin;
    if (imported) {
      const { status } = imported.payload;
      if (status !== "assigned") throw new Error(`the checker does not know items imported as ${String(status)}`);
      return imported.at;
    }
    const { assignOn } = registered.payload as { assignOn: string };
    const assigned = this.fireAt(assignOn);
    this.add(`assign/${this.item}`, "assigned", assigned, NEVER);
    return assigned;
  }

  private policy(version: unknown): PolicyDocument {
    const found = this.documents.policies.get(Number(version));
    if (!found) throw new Error(`the plan has no policy version ${String(version)}`);
    return found;
  }

  private dayOf(at: number): string {
    return dayOf(at, this.offset);
  }

  /** By the policy that the item is on until then: what was due before it went over to another keeps its instant. */
  private fireAt(day: string): number {
    let at = instant(day, this.ladders.firingTime, this.offset);
    for (const { at: migratedAt, payload } of this.origin.migrated) {
      if (at <= migratedAt) return at;
      at = instant(day, this.policy(payload.version).firingTime, this.offset);
      if (at < migratedAt) throw new Error("the checker does not know rungs that a new policy leaves behind");
    }
    return at;
  }

  /** What is due at the very instant of an act comes before it: `last` is the last instant that counts. */
  private add(cause: string, type: Due["type"], at: number, last: number): boolean {
    if (at > this.until || at > last) return false;
    this.due.push({ cause, type, at });
    return true;
  }

  /** A ladder whose rungs go out by themselves and do not repeat. */
  private simple(ladder: string, anchor: string, version: number, last: number): void {
    for (const rung of this.ladders.ladders[ladder] ?? []) {
      if (rung.kind !== "auto" || rung.repeat || rung.afterUnanswered)
        throw new Error(`the checker does not know rungs like ${rung.id} on the ladder ${ladder}`);
      this.add(
        this.cause(ladder, rung, version, 0),
        "rungFired",
        this.fireAt(this.days.add(anchor, rung.offset)),
        last,
      );
    }
  }

  private cause(run: string, rung: RungDocument, version: number, repetition: number): string {
    return `rung/${this.item}/${run}/${rung.id}/v${version}/r${repetition}`;
  }

  private deadlineLadder(last: number): void {
    const { registered, imported } = this.origin;
    const { deadline, scope } = registered.payload as { deadline: string; scope: string };
    const ladder = this.ladders.ladders[this.ladders.ladderByScope[scope] ?? ""] ?? [];
    const apart = this.ladders.apart?.[this.ladders.ladderByScope[scope] ?? ""] ?? 0;
    let before: string | undefined;
    for (const rung of ladder) {
      const own = this.days.add(deadline, rung.offset);
      const apartFrom = before === undefined ? own : this.days.add(before, apart);
      const day = apartFrom > own ? apartFrom : own;
      if (day !== own && rung.offset < 0 && day > deadline)
        throw new Error(`the checker does not know reminders that are pushed past their deadline (${rung.id})`);
      const at = this.fireAt(day);
      if (imported && at < imported.at) this.add(this.cause("deadline", rung, 1, 0), "rungSkipped", imported.at, last);
      else if (rung.afterUnanswered && !((this.life.signed.get(rung.afterUnanswered) ?? NEVER) < at))
        this.add(this.cause("deadline", rung, 1, 0), "rungSkipped", at, last);
      else {
        before = day;
        if (rung.kind === "signed") this.drafted(rung, day, at, last);
        else if (this.add(this.cause("deadline", rung, 1, 0), "rungFired", at, last)) this.repeated(rung, day, last);
      }
    }
  }

  /** A draft that nobody signs lapses when the office's days for it are over. */
  private drafted(rung: RungDocument, day: string, at: number, last: number): void {
    if (!this.add(this.cause("deadline", rung, 1, 0), "instrumentDrafted", at, last)) return;
    const lapse = this.fireAt(this.days.add(day, this.ladders.signWithin));
    const signed = this.life.signed.get(rung.id) ?? NEVER;
    if (signed < lapse) return;
    this.add(`lapse/${this.item}/${rung.id}/v1`, "instrumentLapsed", lapse, last);
  }

  private repeated(rung: RungDocument, first: string, last: number): void {
    let day = first;
    for (let repetition = 1; repetition <= (rung.repeat?.times ?? 0); repetition++) {
      day = this.days.add(day, this.interval(rung, repetition));
      this.add(this.cause("deadline", rung, 1, repetition), "rungFired", this.fireAt(day), last);
    }
    const { thenAgenda } = rung.repeat ?? {};
    if (thenAgenda === undefined) return;
    this.add(`agenda/${this.item}/deadline/v1`, "agendaListed", this.fireAt(this.days.add(day, thenAgenda)), last);
  }

  private interval({ repeat }: RungDocument, repetition: number): number {
    const { every = 0 } = repeat ?? {};
    return typeof every === "number" ? every : (every[repetition - 1] ?? 0);
  }
}

function sameButForItsTime(one: PolicyDocument, other: PolicyDocument): boolean {
  const rules = ({ ladders, ladderByScope, signWithin, apart }: PolicyDocument): string =>
    JSON.stringify([ladders, ladderByScope, signWithin, apart]);
  return rules(one) === rules(other);
}

/** Months whose list of long-overdue items was due by `until`: each on its first working day, from the month after the opening. */
export function dueLists(
  openedAt: number,
  documents: Documents,
  days: WorkingDays,
  until: number,
): { month: string; at: number }[] {
  const offset = documents.plan.timeZone.offsetMinutes;
  // The plan itself stays on the policy that it was opened with: others are adopted for some milestones only.
  const firingTime = documents.policies.get(Math.min(...documents.policies.keys()))?.firingTime ?? "";
  const lists: { month: string; at: number }[] = [];
  let [year = 0, no = 0] = dayOf(openedAt, offset).slice(0, 7).split("-").map(Number);
  for (;;) {
    [year, no] = no === 12 ? [year + 1, 1] : [year, no + 1];
    const month = `${year}-${String(no).padStart(2, "0")}`;
    const at = instant(days.onOrAfter(`${month}-01`), firingTime, offset);
    if (at > until) return lists;
    lists.push({ month, at });
  }
}
