/** What is filed for a visit: what stands for each line, what is disputed, what is missing. The server counts; nobody else does. */
import type { FiledLine } from "../ledger/inspection-events.js";
import type { VisitState } from "./round-types.js";
import type { FiledRow, VisitLine, VisitStatus } from "./types.js";

/** What of a filed answer has to agree for two inspectors to have said the same. */
const sameAnswer = (a: FiledLine, b: FiledLine): boolean =>
  a.grade === b.grade && a.cause === b.cause && a.severity === b.severity;

/** Rows that could stand: not those that a taken key kept out, nor what is in quarantine. */
const counts = ({ conflicting, quarantined }: FiledRow): boolean => !conflicting && !quarantined;

/** The newest revision of each author, in the order in which they first filed. */
function newestByAuthor(filed: readonly FiledRow[]): FiledRow[] {
  const newest = new Map<string, FiledRow>();
  for (const row of filed) {
    const before = newest.get(row.person);
    if (!before || row.revision >= before.revision) newest.set(row.person, row);
  }
  return [...newest.values()];
}

/** A line of a visit with what stands for it. */
export function visitLine({ filed, decided }: Pick<VisitState, "filed" | "decided">, line: string): VisitLine {
  const own = filed.filter((row) => row.line === line);
  const candidates = newestByAuthor(own.filter(counts));
  const decision = decided[line];
  // What was filed after the 组长 had decided is decided anew.
  if (decision && candidates.every(({ row }) => row < decision.by)) {
    const standing = own.find(({ row }) => row === decision.row) ?? null;
    return { line, standing, filed: own, disputed: false };
  }
  const [first] = candidates;
  if (first === undefined) return { line, standing: null, filed: own, disputed: false };
  const agree = candidates.every(({ answer, reassigned }) => sameAnswer(answer, first.answer) && !reassigned);
  return { line, standing: agree ? first : null, filed: own, disputed: !agree };
}

/** All lines of a visit: those that it asks, then those that were answered though it asks them no longer. */
export function visitLines(visit: Pick<VisitState, "plan" | "filed" | "decided">): VisitLine[] {
  return visit.plan.lines.map((line) => visitLine(visit, line));
}

export interface Progress {
  readonly status: VisitStatus;
  readonly lines: { readonly asked: number; readonly arrived: number };
  readonly photos: { readonly named: number; readonly arrived: number };
  readonly missing: {
    readonly lines: readonly string[];
    readonly photos: readonly { readonly sha256: string; readonly lines: readonly string[] }[];
    readonly disputed: readonly string[];
  };
}

/** By photo the lines of some rows that name it. */
export function photosOf(rows: readonly Pick<FiledRow, "line" | "answer">[]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const { line, answer } of rows)
    for (const { sha256 } of answer.photos) {
      const known = lines.get(sha256) ?? [];
      if (!known.includes(line)) lines.set(sha256, [...known, line]);
    }
  return lines;
}

/** How far a visit is. `stored`: photos of which the server has the bytes. */
export function progressOf(visit: VisitState, stored: ReadonlySet<string>): Progress {
  const lines = visitLines(visit);
  const arrived = lines.filter(({ standing, disputed }) => standing !== null || disputed);
  const named = photosOf(lines.flatMap(({ standing, filed }) => (standing ? [standing] : filed.filter(counts))));
  const photos = [...named].filter(([sha256]) => !stored.has(sha256));
  return {
    status: statusOf(visit),
    lines: { asked: lines.length, arrived: arrived.length },
    photos: { named: named.size, arrived: named.size - photos.length },
    missing: {
      lines: lines.flatMap(({ line, standing, disputed }) => (standing === null && !disputed ? [line] : [])),
      photos: photos.map(([sha256, of]) => ({ sha256, lines: of })),
      disputed: lines.flatMap(({ line, disputed }) => (disputed ? [line] : [])),
    },
  };
}

export function statusOf({ submitted, filed, taken }: Pick<VisitState, "submitted" | "filed" | "taken">): VisitStatus {
  if (submitted) return "submitted";
  if (filed.length > 0) return "partlyFiled";
  return taken.length > 0 ? "takenAlong" : "planned";
}

/** What keeps a visit from being submitted, in English; null: nothing. */
export function incompleteReason({ missing: { lines, photos, disputed } }: Pick<Progress, "missing">): string | null {
  const parts = [
    ...(lines.length > 0 ? [`lines not checked: ${lines.join(", ")}`] : []),
    ...(photos.length > 0 ? [`photos not here: ${photos.map(({ sha256 }) => sha256).join(", ")}`] : []),
    ...(disputed.length > 0 ? [`lines for the group's leader to decide: ${disputed.join(", ")}`] : []),
  ];
  return parts.length === 0 ? null : parts.join("; ");
}
