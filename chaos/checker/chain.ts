/** Recomputes the hash chains as docs/ledger-format.md describes them. */
import { createHash } from "node:crypto";
import type { Finding } from "./findings.js";
import type { PlanData, Row } from "./rows.js";

/** JSON without white space, members sorted by name (UTF-16 code units), members without a value left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

export function hashOf(previous: string, row: Row): string {
  const { stream, seq, type, version = 1, at, cause, causeNo, payload, recipients, decided } = row;
  const content: Record<string, unknown> = { stream, seq, type, at, cause, causeNo, payload, recipients };
  if (version > 1) content.version = version;
  if (row.item !== null) content.item = row.item;
  if (row.actor !== null) content.actor = row.actor;
  if (decided !== null) content.decided = decided;
  return createHash("sha256")
    .update(`${previous}\n${canonical(content)}`, "utf8")
    .digest("hex");
}

/** Every stream's rows: numbered from 1 without a gap, each following on the one before it, up to the stream's head. */
export function checkChains({ plan, heads, rows }: PlanData): Finding[] {
  const findings: Finding[] = [];
  const streams = new Map<string, Row[]>();
  for (const row of rows) streams.set(row.stream, [...(streams.get(row.stream) ?? []), row]);
  const known = new Set(heads.map((head) => head.stream));
  for (const stream of streams.keys())
    if (!known.has(stream))
      findings.push({ what: "chainBroken", plan, stream, detail: "the stream has rows and no head" });
  for (const head of heads) {
    const broken = firstBreak(streams.get(head.stream) ?? [], head.seq, head.hash);
    if (broken) findings.push({ what: "chainBroken", plan, stream: head.stream, ...broken });
  }
  return findings;
}

function firstBreak(rows: readonly Row[], headSeq: number, headHash: string): { seq: number; detail: string } | null {
  let previous = "";
  let seq = 0;
  for (const row of rows) {
    seq++;
    if (row.seq !== seq) return { seq, detail: "the row is missing" };
    if (row.previous !== previous) return { seq, detail: "the row does not follow on the one before it" };
    if (hashOf(previous, row) !== row.hash) return { seq, detail: "the row's content is not what was hashed" };
    previous = row.hash;
  }
  if (seq !== headSeq || previous !== headHash)
    return { seq: seq + 1, detail: `the chain ends here, its head says row ${headSeq}` };
  return null;
}
