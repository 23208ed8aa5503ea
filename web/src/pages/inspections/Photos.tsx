/** Photos of a visit by their hashes, as small pictures that open whole. */
import { photoAddress } from "../../api/inspections.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./inspections.module.css";

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
    <ul className={styles["photos"]}>
      {photos.map((sha256, at) => {
        const address = photoAddress(id, round, visit, sha256);
        return (
          <li key={sha256}>
            <a href={address} target="_blank" rel="noreferrer">
              <img src={address} alt={t("inspections.photoOf", { what: label, no: at + 1 })} loading="lazy" />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
