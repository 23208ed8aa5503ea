/**
 * Contradictions (疑点): what does not fit together, listed for the office to look into. An entry is a pair of records that disagree and
 * nothing more: it accuses nobody, and stands in no document.
 */
import { groupBy } from "../plan/group-by.js";
import type { ChecklistLine } from "../plan/checklists.js";
import type { ClaimFact, LineFact, RoundRecord } from "./facts.js";

export const CONTRADICTIONS = ["reportedButFails", "belowMilestone", "sameText", "samePhoto", "olderPhoto"] as const;
export type ContradictionKind = (typeof CONTRADICTIONS)[number];

/** A line of a visit, an item of the plan: what an entry leads to. */
export interface Pointed {
  /** Of a check in an earlier round. */
  readonly round?: string;
  readonly visit?: string;
  readonly line?: string;
  readonly row?: number;
  readonly item?: string;
  readonly unit: string | null;
}

export interface Contradiction {
  readonly kind: ContradictionKind;
  /** The records, in the order in which they were made; each kind's say of what: a text, a photo's SHA-256, a percentage. */
  readonly of: readonly Pointed[];
  readonly said: string;
}

/** Reports say the same by accident if they say little: shorter ones are not compared. */
const LEAST_TEXT = 12;

const pointLine = ({ visit, line, row, unit }: LineFact): Pointed => ({
  visit,
  line,
  ...(row === null ? {} : { row }),
  unit,
});
const pointClaim = ({ item, unit }: ClaimFact): Pointed => ({ item, unit });

const CLAIMS_DONE: ReadonlySet<string> = new Set(["reported", "verified", "closed"]);

/** Whether a claim is about what a line looks at, at its place. */
function isAbout(claim: ClaimFact, { from, task }: ChecklistLine, place: LineFact["place"]): boolean {
  if (claim.task !== task || from.kind !== "milestone") return false;
  const named =
    from.milestones.includes(claim.milestone) || (claim.series !== null && from.milestones.includes(claim.series));
  if (!named) return false;
  if (claim.village !== null) return claim.village === place.id;
  return claim.township === null
    ? place.kind === "unit"
    : claim.township === place.id || claim.township === place.township;
}

/** Reported or closed as done, but the check fails; or the inspector says 与所报不符. */
function reportedButFails(lines: readonly LineFact[], claims: readonly ClaimFact[], lineOf: LineOf): Contradiction[] {
  const byTask = groupBy(claims, ({ status, task }) => (CLAIMS_DONE.has(status) ? task : null));
  return lines.flatMap((row): Contradiction[] => {
    if (row.grade !== "fail" && !row.contradicts) return [];
    const line = lineOf(row.line);
    const about = line ? (byTask.get(row.task) ?? []).filter((claim) => isAbout(claim, line, row.place)) : [];
    return about.length === 0 && !row.contradicts
      ? []
      : [{ kind: "reportedButFails", of: [...about.map(pointClaim), pointLine(row)], said: row.text }];
  });
}

/** Reported as done, or due, with a metric below what the milestone asks. */
function belowMilestone(claims: readonly ClaimFact[], day: string): Contradiction[] {
  return claims.flatMap((claim): Contradiction[] =>
    claim.target !== null && claim.percent < claim.target && (CLAIMS_DONE.has(claim.status) || claim.deadline < day)
      ? [{ kind: "belowMilestone", of: [pointClaim(claim)], said: `${claim.percent}% < ${claim.target}%` }]
      : [],
  );
}

const plainText = (text: string): string => text.normalize("NFKC").replace(/[\s\p{P}]/gu, "");

function sameText(claims: readonly ClaimFact[]): Contradiction[] {
  const byText = groupBy(claims, (claim) => {
    const text = plainText(claim.text);
    return text.length >= LEAST_TEXT ? text : null;
  });
  return [...byText.values()].flatMap((same): Contradiction[] =>
    same.length > 1 ? [{ kind: "sameText", of: same.map(pointClaim), said: same[0]?.text ?? "" }] : [],
  );
}

/** The same bytes at two places, in two items, or in a report and in a check elsewhere. */
function samePhoto(
  lines: readonly LineFact[],
  claims: readonly ClaimFact[],
  before: Pick<RoundRecord, "round" | "lines"> | null,
): Contradiction[] {
  const uses = new Map<string, Map<string, Pointed>>();
  const add = (sha256: string, where: string, pointed: Pointed): void => {
    const places = uses.get(sha256) ?? new Map<string, Pointed>();
    if (!places.has(where)) places.set(where, pointed);
    uses.set(sha256, places);
  };
  const earlier = before?.lines ?? [];
  for (const row of earlier)
    for (const { sha256 } of row.photos)
      add(sha256, `visit ${before?.round}/${row.visit}`, { round: before?.round ?? "", ...pointLine(row) });
  for (const claim of claims) for (const photo of claim.photos) add(photo, `item ${claim.item}`, pointClaim(claim));
  // Two lines of one visit may show the same thing.
  for (const row of lines) for (const { sha256 } of row.photos) add(sha256, `visit ${row.visit}`, pointLine(row));
  return [...uses].flatMap(([sha256, places]): Contradiction[] =>
    places.size > 1 ? [{ kind: "samePhoto", of: [...places.values()], said: sha256 }] : [],
  );
}

/** Taken before the visit was taken along, by the server's clock. */
const olderPhoto = (lines: readonly LineFact[]): Contradiction[] =>
  lines.flatMap((row) =>
    row.photos.flatMap(({ sha256, takenAt }): Contradiction[] =>
      takenAt !== null && row.takenAlongAt !== null && takenAt < row.takenAlongAt
        ? [{ kind: "olderPhoto", of: [pointLine(row)], said: sha256 }]
        : [],
    ),
  );

type LineOf = (key: string) => ChecklistLine | undefined;

/** Everything that disagrees, by kind. `day`: the day of the figures; `before`: the round before, whose photos are compared too. */
export function contradictionsOf(
  { lines }: Pick<RoundRecord, "lines">,
  before: Pick<RoundRecord, "round" | "lines"> | null,
  claims: readonly ClaimFact[],
  lineOf: LineOf,
  day: string,
): Contradiction[] {
  return [
    ...reportedButFails(lines, claims, lineOf),
    ...belowMilestone(claims, day),
    ...sameText(claims),
    ...samePhoto(lines, claims, before),
    ...olderPhoto(lines),
  ];
}
