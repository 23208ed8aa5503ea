/**
 * Which steps were due on an item, from the plan's documents and from what people did to it: an implementation of its own of
 * the ladder, for plans in which items are signed for, reported, verified, closed and their 督办函 signed, and every due
 * instant is passed through. What it does not know (extensions, suspensions, returns …) it refuses to judge.
 */
import { dayOf, instant, type WorkingDays } from "./calendar.js";
import type { Documents, Row, RungDocument } from "./rows.js";

/** A step that had to be recorded: its cause, the type of its row, and the plan instant at which it was due. */
export interface Due {
  readonly cause: string;
  readonly type: "assigned" | "rungFired" | "instrumentDrafted" | "instrumentLapsed" | "rungSkipped";
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

const NEVER = Number.POSITIVE_INFINITY;

/** All steps due on the item by `until`. `registered`: the row that says what the item is. */
export function dueSteps(registered: Row, life: Life, documents: Documents, days: WorkingDays, until: number): Due[] {
  return new Climb(registered, life, documents, days, until).all();
}

class Climb {
  private readonly due: Due[] = [];
  private readonly item: string;
  private readonly offset: number;

  constructor(
    private readonly registered: Row,
    private readonly life: Life,
    private readonly documents: Documents,
    private readonly days: WorkingDays,
    private readonly until: number,
  ) {
    this.item = registered.item as string;
    this.offset = documents.plan.timeZone.offsetMinutes;
  }

  all(): Due[] {
    const { assignOn } = this.registered.payload as { assignOn: string };
    const assigned = this.fireAt(assignOn);
    this.add(`assign/${this.item}`, "assigned", assigned, NEVER);
    if (assigned > this.until) return this.due;
    const { signedFor = NEVER, reported = NEVER, verified = NEVER, closed = NEVER } = this.life;
    this.simple("signFor", this.dayOf(assigned), 1, Math.min(signedFor, reported));
    this.deadlineLadder(reported);
    if (reported !== NEVER) this.simple("verification", this.dayOf(reported), 1, verified);
    if (verified !== NEVER) this.simple("verification", this.dayOf(verified), 2, closed);
    return this.due;
  }

  private dayOf(at: number): string {
    return dayOf(at, this.offset);
  }

  private fireAt(day: string): number {
    return instant(day, this.documents.policy.firingTime, this.offset);
  }

  /** What is due at the very instant of an act comes before it: `last` is the last instant that counts. */
  private add(cause: string, type: Due["type"], at: number, last: number): boolean {
    if (at > this.until || at > last) return false;
    this.due.push({ cause, type, at });
    return true;
  }

  /** A ladder whose rungs go out by themselves and do not repeat. */
  private simple(ladder: string, anchor: string, version: number, last: number): void {
    for (const rung of this.documents.policy.ladders[ladder] ?? []) {
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
    const { deadline, scope } = this.registered.payload as { deadline: string; scope: string };
    const { policy } = this.documents;
    const ladder = policy.ladders[policy.ladderByScope[scope] ?? ""] ?? [];
    for (const rung of ladder) {
      const day = this.days.add(deadline, rung.offset);
      const at = this.fireAt(day);
      if (rung.afterUnanswered && !((this.life.signed.get(rung.afterUnanswered) ?? NEVER) < at))
        this.add(this.cause("deadline", rung, 1, 0), "rungSkipped", at, last);
      else if (rung.kind === "signed") this.drafted(rung, day, at, last);
      else if (this.add(this.cause("deadline", rung, 1, 0), "rungFired", at, last)) this.repeated(rung, day, last);
    }
  }

  /** A draft that nobody signs lapses when the office's days for it are over. */
  private drafted(rung: RungDocument, day: string, at: number, last: number): void {
    if (!this.add(this.cause("deadline", rung, 1, 0), "instrumentDrafted", at, last)) return;
    const lapse = this.fireAt(this.days.add(day, this.documents.policy.signWithin));
    const signed = this.life.signed.get(rung.id) ?? NEVER;
    if (signed < lapse) return;
    this.add(`lapse/${this.item}/${rung.id}/v1`, "instrumentLapsed", lapse, last);
  }

  private repeated(rung: RungDocument, first: string, last: number): void {
    let day = first;
    for (let repetition = 1; repetition <= (rung.repeat?.times ?? 0); repetition++) {
      day = this.days.add(day, rung.repeat?.every ?? 0);
      this.add(this.cause("deadline", rung, 1, repetition), "rungFired", this.fireAt(day), last);
    }
  }
}

/** Months whose list of long-overdue items was due by `until`: each on its first working day, from the month after the opening. */
export function dueLists(
  openedAt: number,
  documents: Documents,
  days: WorkingDays,
  until: number,
): { month: string; at: number }[] {
  const offset = documents.plan.timeZone.offsetMinutes;
  const lists: { month: string; at: number }[] = [];
  let [year = 0, no = 0] = dayOf(openedAt, offset).slice(0, 7).split("-").map(Number);
  for (;;) {
    [year, no] = no === 12 ? [year + 1, 1] : [year, no + 1];
    const month = `${year}-${String(no).padStart(2, "0")}`;
    const at = instant(days.onOrAfter(`${month}-01`), documents.policy.firingTime, offset);
    if (at > until) return lists;
    lists.push({ month, at });
  }
}
