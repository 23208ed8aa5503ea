/** Posts, people and units by name, each leading to its own page. */
import { Link } from "react-router";
import type { ActingAs, Holder, Named, PostRef } from "../api/types.js";
import { usePlanPath } from "../plan/plan.js";
import { useTexts } from "../i18n/index.js";

export function UnitLink({ unit }: { readonly unit: Named }) {
  const path = usePlanPath();
  return <Link to={path(`units/${encodeURIComponent(unit.id)}`)}>{unit.name}</Link>;
}

/** 水务局主要负责人 */
export function postName({ unit, title }: PostRef): string {
  return `${unit?.name ?? ""}${title}`;
}

export function PostLink({ post }: { readonly post: PostRef }) {
  const path = usePlanPath();
  return <Link to={path(`posts/${encodeURIComponent(post.id)}`)}>{postName(post)}</Link>;
}

/** A post with whoever holds it; a vacant one says so. */
export function HolderName({ holder }: { readonly holder: Holder }) {
  const { t } = useTexts();
  return (
    <>
      {holder.person === null ? <span className="text-red">{t("item.vacant")}</span> : holder.person.name}{" "}
      <PostLink post={holder.post} />
    </>
  );
}

/** Whoever holds a post, where what stands beside it says which post that is. */
export function HolderOnly({ holder }: { readonly holder: Holder }) {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <Link to={path(`posts/${encodeURIComponent(holder.post.id)}`)} title={postName(holder.post)}>
      {holder.person === null ? <span className="text-red">{t("item.vacant")}</span> : holder.person.name}
    </Link>
  );
}

/** 县领导一（联络员…）: a capacity in which somebody acts. */
export function useCapacityName(): (
  capacity: Omit<ActingAs, "substituteFor"> & Partial<Pick<ActingAs, "substituteFor">>,
) => string {
  const { t } = useTexts();
  return ({ post, onBehalfOf, inPlaceOf, substituteFor }) =>
    [
      postName(post),
      ...(onBehalfOf ? [t("account.for", { post: onBehalfOf.title })] : []),
      ...(inPlaceOf ? [t("account.inPlaceOf", { post: postName(inPlaceOf) })] : []),
      ...(substituteFor ? [t("account.standsIn", { person: substituteFor.name })] : []),
    ].join(" ");
}
