/** Photos of an inspection's visit by their hashes. */
import { photoAddress } from "../../api/inspections.js";
import { Photos as Pictures } from "../../components/Photos.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

interface Props {
  readonly round: string;
  readonly visit: string;
  readonly photos: readonly string[];
  /** What they show. */
  readonly label: string;
}

export function Photos({ round, visit, photos, label }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  return (
    <Pictures
      photos={photos.map((sha256) => ({ key: sha256, address: photoAddress(id, round, visit, sha256) }))}
      nameOf={(no) => t("inspections.photoOf", { what: label, no })}
    />
  );
}
