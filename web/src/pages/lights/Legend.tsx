/** How many items have which light, and what it means. Pressed, a light stands out alone in the map. */
import type { LightCounts } from "../../api/types.js";
import { LIGHTS, LightMark } from "../../components/Light.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./lights.module.css";

interface Props {
  readonly counts: LightCounts;
  readonly only: string | null;
  readonly onOnly: (light: string | null) => void;
}

export function Legend({ counts, only, onOnly }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <div className={styles["legend"]} role="group" aria-label={t("lights.legend")}>
      {([...LIGHTS, "none"] as const).map((light) => (
        <button
          key={light}
          type="button"
          aria-pressed={only === light}
          title={t("lights.only", { light: t(`light.${light}`) })}
          onClick={() => onOnly(only === light ? null : light)}
        >
          <LightMark light={light} />
          <span>{t(`light.${light}`)}</span>
          {light !== "none" && <b className="figures">{format.count(counts[light])}</b>}
          <small>{t(`lightMeans.${light}`)}</small>
        </button>
      ))}
    </div>
  );
}
