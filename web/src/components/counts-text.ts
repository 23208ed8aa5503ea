/** How many items have which light, in words. */
import type { LightCounts } from "../api/types.js";
import { useTexts } from "../i18n/index.js";
import { LIGHTS } from "./Light.js";

/** 红灯2、绿灯5: how many items stand so. */
export function useCountsText(): (counts: LightCounts) => string {
  const { t } = useTexts();
  return (counts) =>
    LIGHTS.filter((light) => counts[light] > 0)
      .map((light) => `${t(`light.${light}`)}${counts[light]}`)
      .join(t("list"));
}
