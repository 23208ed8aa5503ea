/** What a device may forget: the receipt of one person's lines of a visit, and what is still out. Made of the round's state alone. */
import type { RoundState, VisitState } from "./round-types.js";
import { progressOf } from "./filed.js";
import type { FiledRow, OfferedVersion, OutstandingVisit, Receipt } from "./types.js";

/** Where the stream ended when it was asked. */
interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** SHA-256 of each photo that some lines name, with these lines' keys. */
function photosNamed(filed: readonly FiledRow[]): Map<string, string[]> {
  const named = new Map<string, string[]>();
  for (const { line, answer } of filed)
    for (const { sha256 } of answer.photos) {
      const lines = named.get(sha256) ?? [];
      if (!lines.includes(line)) named.set(sha256, [...lines, line]);
    }
  return named;
}

/** What whoever has a visit with them is told of a version adopted meanwhile; nothing once it is submitted. */
export const offeredOf = ({ submitted, offered }: Pick<VisitState, "submitted" | "offered">): OfferedVersion | null =>
  submitted ? null : offered;

/** `stored`: photos of the visit of which the server has the bytes. */
export function receiptOf(
  plan: string,
  { round, stream }: Pick<RoundState, "round" | "stream">,
  visit: VisitState,
  person: string,
  stored: ReadonlySet<string>,
  head: Head,
): Receipt {
  const { status, lines, photos, missing } = progressOf(visit, stored);
  const own = visit.filed.filter((row) => row.person === person);
  return {
    plan,
    round,
    visit: visit.plan.id,
    stream,
    status,
    lines,
    photos,
    rows: own.map(({ line, revision, row, content, conflicting }) => ({ line, revision, row, content, conflicting })),
    files: [...photosNamed(own)].map(([sha256, of]) => ({ sha256, stored: stored.has(sha256), lines: of })),
    missing,
    submittedRow: visit.submitted?.row ?? null,
    offered: offeredOf(visit),
    head: { seq: head.seq, hash: head.hash },
  };
}

/** How far a visit is that somebody has taken along, or begun to file. */
export function outstandingOf(visit: VisitState, stored: ReadonlySet<string>): OutstandingVisit {
  const { status, lines, photos, missing } = progressOf(visit, stored);
  return {
    visit: visit.plan.id,
    place: visit.plan.place,
    status,
    takenBy: visit.taken.map(({ person, at, device }) => ({ person, at, device })),
    lines,
    photos,
    disputed: missing.disputed.length,
    lastContact: visit.lastContact,
  };
}
