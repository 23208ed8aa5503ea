/** Posts, people and units by name, each leading to its own page. */
import { Link } from "react-router";
import type { Holder, Named, PostRef } from "../api/types.js";
import { usePlanPath } from "../app/plan.js";
import { useTexts } from "../i18n/index.js";

export function UnitLink({ unit }: { readonly unit: Named }) {
  const path = usePlanPath();
  return <Link to={path(`units/${encodeURIComponent(unit.id)}`)}>{unit.name}</Link>;
}

/** 水务局主要负责人 */
export function postName({ unit, title }: PostRef): string {
  return `${unit?.name ?? ""}${title}`;
}

export function PostLink({ post, short = false }: { readonly post: PostRef; readonly short?: boolean }) {
  const path = usePlanPath();
  return <Link to={path(`posts/${encodeURIComponent(post.id)}`)}>{short ? post.title : postName(post)}</Link>;
}

/** A post with whoever holds it; a vacant one says so. `short`: the unit is known from what stands around it. */
export function HolderName({ holder, short = false }: { readonly holder: Holder; readonly short?: boolean }) {
  const { t } = useTexts();
  return (
    <>
      {holder.person === null ? <span className="text-red">{t("item.vacant")}</span> : holder.person.name}{" "}
      <span className="quiet">
        <PostLink post={holder.post} short={short} />
      </span>
    </>
  );
}
