/** The steps that were due against those recorded: each once, at its instant, and none besides. */
import { createHash } from "node:crypto";
import { WorkingDays } from "./calendar.js";
import { type Due, dueLists, dueSteps, type Life } from "./due.js";
import type { Finding } from "./findings.js";
import type { PlanData, Row } from "./rows.js";

/** Causes of steps that time brings. */
const BY_TIME = /^(rung|lapse|assign|list)\//;

export interface RungsChecked {
  readonly findings: Finding[];
  readonly due: number;
  /** Over the steps in the order of their causes, without sequence numbers: the same for the same story, however its rows interleaved. */
  readonly hash: string;
}

export function checkRungs(data: PlanData, lives: ReadonlyMap<string, Life>, until: number): RungsChecked {
  const { plan, rows, documents, openedAt } = data;
  const days = new WorkingDays(documents.calendar.years);
  const expected = new Map<string, { due: Omit<Due, "type"> & { type: string }; stream: string; item?: string }>();
  for (const row of rows) {
    if (row.type !== "registered") continue;
    const life = lives.get(row.item as string) ?? { signed: new Map() };
    for (const due of dueSteps(row, life, documents, days, until))
      expected.set(due.cause, { due, stream: row.stream, item: row.item as string });
  }
  for (const { month, at } of dueLists(openedAt, documents, days, until)) {
    const cause = `list/${month}`;
    expected.set(cause, { due: { cause, type: "longOverdueListed", at }, stream: "plan" });
  }
  const recorded = new Map<string, Row[]>();
  for (const row of rows)
    if (BY_TIME.test(row.cause)) recorded.set(row.cause, [...(recorded.get(row.cause) ?? []), row]);

  const findings: Finding[] = [];
  for (const [cause, { due, stream, item }] of expected) {
    const own = recorded.get(cause) ?? [];
    const where = { plan, stream, ...(item === undefined ? {} : { item }) };
    const [first, second] = own;
    if (!first)
      findings.push({
        what: "rungLost",
        ...where,
        detail: `${cause} was due at ${time(due.at)} and is not in the ledger`,
      });
    else if (second)
      findings.push({
        what: "rungTwice",
        ...where,
        seq: second.seq,
        detail: `${cause} is in the ledger ${own.length} times`,
      });
    else if (first.at !== due.at || first.type !== due.type || first.stream !== stream)
      findings.push({
        what: "rungMoved",
        ...where,
        seq: first.seq,
        detail: `${cause} was due as ${due.type} at ${time(due.at)}, recorded as ${first.type} at ${time(first.at)}`,
      });
  }
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
  return { findings, due: expected.size, hash: hashOf(recorded) };
}

const time = (at: number): string => new Date(at).toISOString();

function hashOf(recorded: ReadonlyMap<string, readonly Row[]>): string {
  const hash = createHash("sha256");
  for (const cause of [...recorded.keys()].sort())
    for (const { type, at, payload } of recorded.get(cause) ?? [])
      hash.update(
        `${cause} ${type} ${at} ${String(payload.due)} ${String(payload.instrument)} ${String(payload.overdue)}\n`,
      );
  return hash.digest("hex");
}
