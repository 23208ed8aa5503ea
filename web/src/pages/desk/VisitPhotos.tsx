/** Photos of a 包抓 visit, where there are any. */
import { API } from "../../api/client.js";
import { Photos } from "../../components/Photos.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

interface Props {
  readonly photos: readonly string[];
  /** The village and day of the visit. */
  readonly label: string;
}

export function VisitPhotos({ photos, label }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  if (photos.length === 0) return null;
  const address = (sha256: string): string => `${API}/plans/${encodeURIComponent(id)}/visits/photos/${sha256}`;
  return (
    <Photos
      photos={photos.map((sha256) => ({ key: sha256, address: address(sha256) }))}
      nameOf={(no) => t("desk.photoOf", { what: label, no })}
    />
  );
}
