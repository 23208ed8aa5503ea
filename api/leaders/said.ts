/** What was said from a seat, and what came of it: from the ledger rows of the items that the caller sees. */
import { actingPost } from "../../domain/items/capacity.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Pool } from "../../prisma/database/pool.js";
import { type RecordedRow, rowsAbout } from "../../prisma/ledger/ledger-rows.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { itemView } from "../items/view.js";
import { rowWords } from "../ledger/words.js";
import type { PlanView } from "../views/plan-view.js";
import { instructionOf, isUnchecked } from "./checked.js";
import type { LitItem } from "../views/standings.js";
import type { Outcome, Said } from "./schemas.js";

const SAID = ["instructed", "acknowledged"] as const satisfies readonly ItemEventType[];
const ANSWERS = [
  "instructionReplied",
  "instructionForwarded",
  "instructionAccepted",
  "instructionReturned",
] as const satisfies readonly ItemEventType[];

type Spoken = Extract<RecordedRow, { readonly type: (typeof SAID)[number] }>;

/** Of this row, the post in whose name it was said; null where it is no such row. */
function spokenFrom(row: RecordedRow): string | null {
  if ("unknown" in row) return null;
  if (row.type === "instructed") return row.payload.instructorPost;
  return row.type === "acknowledged" && row.actor ? actingPost(row.actor) : null;
}

/** By the newest of the rows that answer it. */
function outcomeOf(row: Spoken, answers: readonly RecordedRow[], lit: LitItem, plan: PlanView): Outcome | null {
  if (row.type !== "instructed") return null;
  const offset = plan.ruleSet.offsetMinutes;
  const since = answers.filter(({ seq }) => seq > row.seq);
  const after = since.filter((each) => !isUnchecked(each, since));
  const returned = after.findLast(({ type }) => type === "instructionReturned");
  const replyBy =
    returned && "replyBy" in returned.payload ? (returned.payload.replyBy as PlanDate) : row.payload.replyBy;
  const newest = after.at(-1);
  const on = newest ? dateAt(newest.at, offset) : null;
  const reply = after.findLast(({ type }) => type === "instructionReplied");
  const answer = reply && "text" in reply.payload ? String(reply.payload.text) : null;
  if (newest?.type === "instructionAccepted") return { state: "accepted", on, text: answer, replyBy };
  const { closedAt } = lit.item;
  if (closedAt !== null) return { state: "closed", on: dateAt(closedAt, offset), text: answer, replyBy };
  if (newest?.type === "instructionReplied" || newest?.type === "instructionForwarded")
    return { state: "replied", on, text: answer, replyBy };
  if (newest?.type === "instructionReturned" && replyBy >= plan.today)
    return { state: "returned", on, text: "reason" in newest.payload ? String(newest.payload.reason) : null, replyBy };
  // A unit that reported in time isn't late while the office looks at it.
  const last = since.at(-1);
  const isLate = plan.today > replyBy && !(last !== undefined && isUnchecked(last, since));
  return { state: isLate ? "late" : "waiting", on: null, text: null, replyBy };
}

/** Rows that are one word: said on one day, by one person, with the same text and reply-by. */
function breath(row: Spoken, { ruleSet }: PlanView): string {
  const { actor, at, payload, type } = row;
  const replyBy = "replyBy" in payload ? payload.replyBy : "";
  return JSON.stringify([
    type,
    dateAt(at, ruleSet.offsetMinutes),
    actor?.person,
    actor?.onBehalfOf?.person,
    payload.text,
    replyBy,
  ]);
}

function saidView(rows: readonly Spoken[], post: string, around: Around): Said | null {
  const { plan, seen, answers } = around;
  const [first] = rows;
  if (!first?.actor) return null;
  const { names, ruleSet } = plan;
  const on = dateAt(first.at, ruleSet.offsetMinutes);
  const { actor, payload } = first;
  const entered = actor.onBehalfOf !== undefined;
  return {
    kind: first.type,
    on,
    text: payload.text,
    by: { person: names.person(actor.onBehalfOf?.person ?? actor.person), post: names.post(post, on) },
    enteredBy: entered ? { person: names.person(actor.person), post: names.post(actor.post, on) } : null,
    written: payload.scan !== undefined,
    replyBy: "replyBy" in payload ? payload.replyBy : null,
    items: rows.flatMap((row) => {
      const lit = seen.get(row.item);
      if (!lit) return [];
      return [
        {
          item: itemView(lit, plan, plan.today),
          unit: row.type === "instructed" ? names.unitRef(row.payload.unit, on) : null,
          words: rowWords(row, on, plan),
          outcome: outcomeOf(row, answers.get(instructionOf(row)) ?? [], lit, plan),
        },
      ];
    }),
  };
}

interface Around {
  readonly plan: PlanView;
  readonly seen: ReadonlyMap<string, LitItem>;
  /** By item and instruction. */
  readonly answers: ReadonlyMap<string, readonly RecordedRow[]>;
}

const isSpoken = (row: RecordedRow): row is Spoken =>
  !("unknown" in row) && (SAID as readonly string[]).includes(row.type);

/** Words listed; a term of office has many. */
const NEWEST = 30;

/**
 * What was said from a post about the items given: those that the caller sees. `all`: they are all of the plan's.
 * Rows of a newer release that are of no kind known here are passed over: they stand in the item's own ledger.
 */
export async function saidFrom(
  pool: Pool,
  post: string,
  items: readonly LitItem[],
  all: boolean,
  plan: PlanView,
): Promise<{ readonly said: Said[]; readonly saidInAll: number }> {
  const seen = new Map(items.map((lit) => [lit.item.id, lit]));
  const rows = await rowsAbout(pool, plan.id, all ? null : [...seen.keys()], [...SAID, ...ANSWERS]);
  const own = rows.filter(isSpoken).filter((row) => spokenFrom(row) === post && seen.has(row.item));
  const answers = groupBy(
    rows.filter((row) => !isSpoken(row)),
    instructionOf,
  );
  const breaths = [...groupBy(own.toReversed(), (row) => breath(row, plan)).values()];
  const around = { plan, seen, answers };
  return {
    said: breaths.slice(0, NEWEST).flatMap((each) => saidView(each, post, around) ?? []),
    saidInAll: breaths.length,
  };
}
