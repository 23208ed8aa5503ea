/** What a package is called, and whether it is signed for: by whom and when, or by when it is to be. */
import type { Package } from "../../api/types.js";
import { postName } from "../../components/people.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";

/** A unit's list of tasks, or the list of the villages of a seat or of a unit that only helps some. */
export function useListName(): (of: Pick<Package, "year" | "holder" | "named">) => string {
  const { t } = useTexts();
  return ({ year, holder, named }) =>
    t(holder.kind === "unit" && named ? "packages.ofUnit" : "packages.ofSeat", { year });
}

export function Signature({ of: { signed, signBy, assignedOn } }: { readonly of: Package }) {
  const { t } = useTexts();
  const format = useFormat();
  if (signed)
    return (
      <span className="text-green">
        {t("packages.signed", { date: format.day(signed.on), name: signed.by.name, post: postName(signed.post) })}
      </span>
    );
  return (
    <span>
      <b className="text-red">{t("packages.waits")}</b>{" "}
      <small className="quiet">
        {signBy === null
          ? t("packages.assigned", { date: format.day(assignedOn) })
          : t("packages.signBy", { date: format.day(signBy) })}
      </small>
    </span>
  );
}
