/** Lights as they stand in text and lists: see theme/light.css for their shapes. */
import { STATUS_LIGHTS } from "../../../domain/items/light.js";
import type { Light, LightCounts } from "../api/types.js";
import { useTexts } from "../i18n/index.js";

/** From what asks for attention most. */
export const LIGHTS = STATUS_LIGHTS;

/** The shape alone; whoever hears the page is told by what stands beside it, or by `label`. */
export function LightMark({ light, label }: { readonly light: Light | "none"; readonly label?: string }) {
  return label === undefined ? (
    <span className="light-mark" data-light={light} aria-hidden="true" />
  ) : (
    <span className="light-mark" data-light={light} role="img" aria-label={label} title={label} />
  );
}

/** 红灯 with its shape. */
export function LightName({ light }: { readonly light: Light }) {
  const { t } = useTexts();
  return (
    <span className={`light-name text-${light}`}>
      <LightMark light={light} />
      {t(`light.${light}`)}
    </span>
  );
}

/** Shares of the lights, side by side. */
export function LightBar({ counts, label }: { readonly counts: LightCounts; readonly label?: string }) {
  const { t } = useTexts();
  const told = LIGHTS.filter((light) => counts[light] > 0).map((light) => `${t(`light.${light}`)} ${counts[light]}`);
  return (
    <span
      className="light-bar"
      role="img"
      aria-label={`${label === undefined ? "" : `${label}${t("colon")}`}${told.join(t("list")) || t("none")}`}
      title={told.join(t("list"))}
    >
      {LIGHTS.map(
        (light) => counts[light] > 0 && <i key={light} className={light} style={{ flexGrow: counts[light] }} />,
      )}
    </span>
  );
}
