/** Which leaders' posts, and which of those that watch over the office, have another holder by a changed roster. */
import { needsConsent } from "../domain/people/delegations.js";
import { valueOn } from "../domain/plan/dated.js";
import type { Dated, PlanDate } from "../domain/plan/plan.js";
import type { Post, Roster } from "../domain/plan/roster.js";

/** Who holds a post from a day on, and who would have. */
export interface HolderChange {
  readonly post: string;
  readonly from: PlanDate;
  readonly former: string | null;
  readonly next: string | null;
}

/** Whom the office must not quietly replace: leaders, the leading group, and the supervision office. */
const isWatched = (post: Post, roster: Roster): boolean =>
  needsConsent(post, roster) || (post.unit !== undefined && post.unit === roster.bodies.supervisionOffice);

/** From today on: what is said of the past moves nobody's rights. The first day on which the two rosters differ is told. */
export function holderChanges(before: Roster, after: Roster, today: PlanDate): HolderChange[] {
  const posts = new Map([...before.posts, ...after.posts].map((post) => [post.id, post]));
  return [...posts.values()].flatMap((post) => {
    const was = before.posts.find(({ id }) => id === post.id);
    const is = after.posts.find(({ id }) => id === post.id);
    if (!(was && isWatched(was, before)) && !(is && isWatched(is, after))) return [];
    const [old = [], now = []] = [was?.holders, is?.holders];
    for (const from of daysOf([...old, ...now], today)) {
      const [former = null, next = null] = [valueOn(old, from), valueOn(now, from)];
      if (former !== next) return [{ post: post.id, from, former, next }];
    }
    return [];
  });
}

/** Today, and the days after it on which one of the values begins or ends. */
function daysOf(values: readonly Dated<string>[], today: PlanDate): PlanDate[] {
  const days = values.flatMap(({ from, to }) => [from, to]).filter((day) => day !== undefined && day > today);
  return [today, ...new Set(days as PlanDate[])].sort();
}
