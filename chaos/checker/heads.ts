/** Where each stream stands: as its workflow believes, as the ledger's head says, and as the items' table does. */
import type { Life } from "./due.js";
import type { Finding } from "./findings.js";
import type { WorkflowHead } from "./journal.js";
import { isOfMonth } from "./months.js";
import { isOfRound, streamsOfFindings } from "./rounds.js";
import type { Head, ItemEntry, PlanData, Row } from "./rows.js";
import { expectedSteps } from "./rungs.js";

/** A workflow that believes other than what is recorded goes on from what never was. */
export function checkHeads({ plan, heads }: PlanData, workflows: readonly WorkflowHead[]): Finding[] {
  const known = new Map(workflows.map(({ stream, head }) => [stream, head]));
  return heads.flatMap((recorded): Finding[] => {
    const { stream } = recorded;
    const head = known.get(stream);
    const differ = head === undefined ? ["its workflow did not say"] : differences(head, recorded);
    return differ.length === 0 ? [] : [{ what: "headWrong", plan, stream, detail: differ.join("; ") }];
  });
}

function differences(believed: WorkflowHead["head"], recorded: Head): string[] {
  return (["seq", "hash", "nextDue"] as const).flatMap((member) => {
    const own = believed[member];
    // The row's number every workflow knows; a kind of workflow that has no more says no more.
    if (own === undefined ? member !== "seq" : own === recorded[member]) return [];
    return [`the workflow says ${member} ${String(own)}, the ledger's head ${String(recorded[member])}`];
  });
}

const AHEAD = 40 * 86_400_000;

/** Each stream's next due instant is that of the earliest step still ahead. */
export function checkNextDue(data: PlanData, lives: ReadonlyMap<string, Life>, clock: number): Finding[] {
  const next = new Map<string, number>();
  for (const { stream, at } of expectedSteps(data, lives, clock + AHEAD).values())
    if (at > clock) next.set(stream, Math.min(next.get(stream) ?? at, at));
  const unknown = streamsOfFindings(data);
  return data.heads.flatMap(({ stream, nextDue }): Finding[] => {
    if (isOfRound(stream) || isOfMonth(stream) || unknown.has(stream)) return [];
    const wanted = next.get(stream) ?? null;
    // Beyond what was looked at anything may be due.
    if (nextDue === wanted || (wanted === null && nextDue !== null && nextDue > clock + AHEAD)) return [];
    const detail = `falls due next at ${String(nextDue)}, and what is ahead at ${String(wanted)}`;
    return [{ what: "nextDueWrong", plan: data.plan, stream, detail }];
  });
}

/** The status that a row gives its item. */
const STATUS: Readonly<Record<string, string>> = {
  registered: "registered",
  assigned: "assigned",
  imported: "assigned",
  signedFor: "signedFor",
  progressReported: "inProgress",
  reported: "reported",
  verified: "verified",
  closed: "closed",
};

/** The items' table says of each item what its rows say. */
export function checkItems({ plan, rows, items }: PlanData): Finding[] {
  const told = new Map<string, ItemEntry>();
  for (const row of rows) if (row.item !== null) told.set(row.item, after(told.get(row.item), row));
  const listed = new Map(items.map((item) => [item.id, item]));
  const ids = new Set([...told.keys(), ...listed.keys()]);
  return [...ids].flatMap((item): Finding[] => {
    const [wanted, own] = [told.get(item), listed.get(item)].map((entry) => JSON.stringify(entry && flat(entry)));
    if (wanted === own) return [];
    return [{ what: "itemWrong", plan, item, detail: `the table says ${String(own)}, the ledger ${String(wanted)}` }];
  });
}

const flat = ({ id, stream, status, closedAt, percent }: ItemEntry): unknown[] => [
  id,
  stream,
  status,
  closedAt,
  percent,
];

function after(before: ItemEntry | undefined, { item, stream, type, at, payload }: Row): ItemEntry {
  const { percent } = payload;
  const counted = typeof percent === "number" ? percent : type === "reported" ? 100 : (before?.percent ?? 0);
  return {
    id: item as string,
    stream,
    status: STATUS[type] ?? before?.status ?? "",
    closedAt: type === "closed" ? at : (before?.closedAt ?? null),
    percent: counted,
  };
}
