/** What the ledger says of items beside how they stand: up to the rows that the request's answer is made of, so that pieces are of one moment. */
import { isMonthStream, monthOfStream } from "../../domain/months/month-name.js";
import type { WorklistFacts } from "../../domain/worklist/facts.js";
import type { Pool } from "../../prisma/database/pool.js";
import { readWorklistFacts } from "../../prisma/worklist/worklist-facts.js";
import type { PlanView } from "./plan-view.js";

/** Facts by item, up to and including a plan instant. */
export function factsOfItems(
  pool: Pool,
  { id, head, ruleSet }: Pick<PlanView, "id" | "head" | "ruleSet">,
  items: readonly { readonly id: string; readonly stream: string }[],
  at: number,
): Promise<Map<string, WorklistFacts>> {
  const heads = new Map(head.streams.map(({ stream, seq }) => [stream, seq]));
  const asked = items.map((item) => ({ item: item.id, upTo: heads.get(item.stream) ?? 0 }));
  const months = head.streams.flatMap(({ stream, seq }) =>
    isMonthStream(stream) ? [{ month: monthOfStream(stream), upTo: seq }] : [],
  );
  return readWorklistFacts(pool, id, asked, months, at, ruleSet.offsetMinutes);
}
