/** The seat that a page is of, and what it is called. */
import type { LeaderPage } from "../../api/types.js";
import { postName } from "../../components/people.js";
import { useTexts } from "../../i18n/index.js";

export type Seat = LeaderPage["seats"][number];

export const seatOf = ({ seats, seat }: Pick<LeaderPage, "seats" | "seat">): Seat | null =>
  seats.find(({ post }) => post.id === seat) ?? null;

/** Leaders come to read; others to look at their villages. */
export const reads = ({ kind }: Pick<Seat, "kind">): boolean => kind === "countyLeader" || kind === "leadingGroup";

/** 区领导二 李某同志 */
export function useSeatName(): (seat: Seat) => string {
  const { t } = useTexts();
  return ({ post, holder }) =>
    holder.person === null
      ? `${postName(post)}（${t("item.vacant")}）`
      : `${postName(post)} ${t("leader.of", { name: holder.person.name })}`;
}
