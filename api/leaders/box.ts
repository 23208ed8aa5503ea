/** What was submitted to a seat and waits to be read, by the 呈阅件 that it stands in. */
import { listLetters } from "../../prisma/letters/read-letters.js";
import { listNotices, type ToldNotice } from "../../prisma/notices/read-notices.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { PlanCall } from "../serving/route.js";
import type { LitItem } from "../views/standings.js";
import type { Seat } from "./seats.js";

type Call = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "services" | "sight">;

/** More than any seat is told in a term of office. */
const MOST = 5_000;

/** The newest notice of each item by which it was submitted to the seat. */
export async function submissionsTo(
  seat: Seat,
  { plan, services, sight }: Call,
): Promise<ReadonlyMap<string, ToldNotice>> {
  // A vacant post's come to its stand-in's.
  const posts = [...new Set([seat.post, seat.capacity.post])];
  const filter = { posts, instrument: "escalate", given: true, within: await sight.rows() };
  const notices = await listNotices(services.pool, plan.id, filter, null, MOST);
  const newest = new Map<string, ToldNotice>();
  for (const notice of notices)
    if (notice.item !== null && [notice.post, notice.fallbackFor].includes(seat.post) && !newest.has(notice.item))
      newest.set(notice.item, notice);
  return newest;
}

export interface Submitted {
  readonly letter: string | null;
  readonly on: string | null;
  readonly documentNo: string | null;
  readonly items: readonly LitItem[];
}

/** Items that wait to be read, by their newest 呈阅件, the newest first. A letter that says more than the caller may read is not named. */
export async function boxOf(
  waiting: readonly LitItem[],
  submissions: ReadonlyMap<string, ToldNotice>,
  { plan, services, sight }: Call,
): Promise<Submitted[]> {
  const visible = await sight.letters();
  const letterOf = ({ item }: LitItem): string | null => {
    const letter = submissions.get(item.id)?.letter ?? null;
    return letter !== null && (visible === null || visible.includes(letter)) ? letter : null;
  };
  const dayOf = ({ item }: LitItem): string | null => submissions.get(item.id)?.planDay ?? null;
  const groups = [...groupBy(waiting, (lit) => `${dayOf(lit) ?? ""} ${letterOf(lit) ?? ""}`).values()];
  const ids = groups.flatMap(([first]) => (first && letterOf(first)) ?? []);
  const letters = new Map(
    (ids.length === 0 ? [] : await listLetters(services.pool, plan.id, { ids }, null, ids.length)).map((one) => [
      one.id,
      one,
    ]),
  );
  return groups
    .flatMap((items): Submitted[] => {
      const [first] = items;
      if (!first) return [];
      const letter = letterOf(first);
      return [{ letter, on: dayOf(first), documentNo: letters.get(letter ?? "")?.documentNo ?? null, items }];
    })
    .sort((a, b) => ((a.on ?? "") < (b.on ?? "") ? 1 : (a.on ?? "") > (b.on ?? "") ? -1 : 0));
}
