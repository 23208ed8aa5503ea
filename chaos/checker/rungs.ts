/**
 * The steps that were due against those recorded: each once and none besides; in a rehearsal at its instant, on a live plan
 * not before it and late only by what was broken.
 */
import { createHash } from "node:crypto";
import { WorkingDays } from "./calendar.js";
import { dueLists, dueSteps, type Life, originsOf } from "./due.js";
import type { Finding } from "./findings.js";
import type { Outage } from "./journal.js";
import { duePackages } from "./packages.js";
import { isRectification } from "./rounds.js";
import type { PlanData, Row } from "./rows.js";

/** What time brings to rounds and months: a list that falls due with their opening waits for the tasks, the opening doesn't. */
const OF_ROUNDS = /^(round|month|due|chase)\//;

/** Causes of steps that time brings. */
const BY_TIME = /^(rung|lapse|assign|list|agenda|packages)\//;

export interface RungsChecked {
  readonly findings: Finding[];
  readonly due: number;
  /** Over the steps in the order of their causes, without sequence numbers: the same for the same story, however its rows interleaved. */
  readonly hash: string;
}

export function checkRungs(
  data: PlanData,
  lives: ReadonlyMap<string, Life>,
  outages: readonly Outage[],
  until: number,
): RungsChecked {
  const { plan, rows } = data;
  const expected = expectedSteps(data, lives, until);
  const recorded = new Map<string, Row[]>();
  for (const row of rows)
    if (BY_TIME.test(row.cause) && !isRectification(row.item))
      recorded.set(row.cause, [...(recorded.get(row.cause) ?? []), row]);

  const findings: Finding[] = [];
  for (const [cause, step] of expected) findings.push(...checkStep(data, step, recorded.get(cause) ?? [], outages));
  for (const [cause, [row]] of recorded)
    if (!expected.has(cause) && row)
      findings.push({
        what: "rungNotDue",
        plan,
        stream: row.stream,
        ...(row.item === null ? {} : { item: row.item }),
        seq: row.seq,
        detail: `${cause} was not due by ${time(until)}`,
      });
  return {
    findings: [...findings, ...checkPassedOver(data, expected)],
    due: expected.size,
    hash: hashOf(data.live, recorded),
  };
}

/** A step that had to be recorded, and where. */
interface Step {
  readonly cause: string;
  readonly type: string;
  readonly at: number;
  readonly stream: string;
  readonly item: string | null;
}

/** All steps due by `until`, by cause. */
export function expectedSteps(data: PlanData, lives: ReadonlyMap<string, Life>, until: number): Map<string, Step> {
  const { rows, documents, openedAt } = data;
  const days = new WorkingDays(documents.calendar.years);
  const expected = new Map<string, Step>();
  for (const [item, origin] of originsOf(rows)) {
    if (isRectification(item)) continue;
    const life = lives.get(item) ?? { signed: new Map() };
    const { stream } = origin.registered;
    for (const due of dueSteps(origin, life, documents, days, until)) expected.set(due.cause, { ...due, stream, item });
  }
  for (const { month, at } of dueLists(openedAt, documents, days, until)) {
    const cause = `list/${month}`;
    expected.set(cause, { cause, type: "longOverdueListed", at, stream: "plan", item: null });
  }
  for (const due of duePackages(data, days, until)) expected.set(due.cause, { ...due, stream: "plan", item: null });
  return expected;
}

function checkStep({ plan, live }: PlanData, step: Step, own: readonly Row[], outages: readonly Outage[]): Finding[] {
  const { cause, type, at, stream, item } = step;
  const where = { plan, stream, ...(item === null ? {} : { item }) };
  const [first, second] = own;
  if (!first)
    return [{ what: "rungLost", ...where, detail: `${cause} was due at ${time(at)} and is not in the ledger` }];
  const found = (what: Finding["what"], detail: string, seq = first.seq): Finding[] => [
    { what, ...where, seq, detail },
  ];
  if (second) return found("rungTwice", `${cause} is in the ledger ${own.length} times`, second.seq);
  const told = `${cause} was due as ${type} at ${time(at)}, recorded as ${first.type} at ${time(first.at)}`;
  if (first.type !== type || first.stream !== stream || (!live && first.at !== at)) return found("rungMoved", told);
  if (first.at < at) return found("rungEarly", told);
  return first.at > latest(at, outages) ? found("rungLate", told) : [];
}

/** Undisturbed a step is recorded within this time on a machine with much to do (milliseconds). */
const PROMPT = 10_000;
/** The same after whatever was broken is whole again: workers and servers find each other, and others' work comes first. */
const RECOVERY = 30_000;

/** Until when a live plan's step may be recorded: soon, or within the recovery from the outages that it fell into or followed. */
function latest(due: number, outages: readonly Outage[]): number {
  let until = due + PROMPT;
  for (const outage of [...outages].sort((a, b) => a.from - b.from))
    if (outage.from <= until && outage.until + RECOVERY > due) until = Math.max(until, outage.until + RECOVERY);
  return until;
}

/** What people do is decided after what was due by then: nothing of a stream is recorded between a step's instant and the step. */
function checkPassedOver({ plan, rows }: PlanData, expected: ReadonlyMap<string, Step>): Finding[] {
  const findings: Finding[] = [];
  /** The latest of what was not brought by time, of each stream so far. */
  const latestOf = new Map<string, Row>();
  const seen = new Set<string>();
  for (const row of rows) {
    const { stream, cause, item, seq, at } = row;
    const before = latestOf.get(stream);
    const due = expected.get(cause)?.at;
    if (due === undefined) {
      if (OF_ROUNDS.test(cause)) continue;
      if (!before || at > before.at) latestOf.set(stream, row);
    } else if (before && before.at > due && !seen.has(cause))
      findings.push({
        what: "rungPassedOver",
        plan,
        stream,
        ...(item === null ? {} : { item }),
        seq,
        detail: `${cause} was due at ${time(due)}, and ${before.cause} of ${time(before.at)} was recorded before it`,
      });
    seen.add(cause);
  }
  return findings;
}

const time = (at: number): string => new Date(at).toISOString();

/** Of a live plan without the instants, which no two runs have in common. */
function hashOf(live: boolean, recorded: ReadonlyMap<string, readonly Row[]>): string {
  const hash = createHash("sha256");
  for (const cause of [...recorded.keys()].sort())
    for (const { type, at, payload } of recorded.get(cause) ?? [])
      hash.update(
        `${cause} ${type} ${live ? "" : at} ${String(payload.due)} ${String(payload.instrument)} ${String(payload.overdue)}\n`,
      );
  return hash.digest("hex");
}
