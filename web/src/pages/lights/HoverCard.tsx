/** What a cell is about, beside the pointer or the focus. What it says stands in the cell's own label too. */
import type { CSSProperties } from "react";
import { LIGHTS, LightMark } from "../../components/Light.js";
import { useTexts } from "../../i18n/index.js";
import { type CellAt, EMPTY_WORDS } from "./axes.js";
import styles from "./grid.module.css";
import { LastGrade } from "./LastGrade.js";

export interface Hovered extends CellAt {
  readonly box: DOMRect;
}

const WIDTH = 260;
const HEIGHT = 150;

/** Below the cell, and above it near the window's lower end. */
function placed({ left, top, bottom, width }: DOMRect): CSSProperties {
  const x = Math.max(8, Math.min(left + width / 2 - WIDTH / 2, window.innerWidth - WIDTH - 8));
  return bottom + HEIGHT > window.innerHeight
    ? { left: x, bottom: window.innerHeight - top + 6, width: WIDTH }
    : { left: x, top: bottom + 6, width: WIDTH };
}

export function HoverCard({ task, place, cell, box }: Hovered) {
  const { t } = useTexts();
  const empty = cell.total === 0;
  return (
    <div className={styles["card"]} style={placed(box)} aria-hidden="true">
      <strong>{place.name}</strong>
      <p>
        {t("task.title", { no: task.no })} {task.title}
      </p>
      {empty ? (
        <p className="quiet">
          {cell.empty === "standing" ? <LastGrade grade={cell.grade} /> : t(EMPTY_WORDS[cell.empty ?? "nothing"])}
        </p>
      ) : (
        <ul>
          {LIGHTS.filter((light) => cell.counts[light] > 0).map((light) => (
            <li key={light} className="light-name">
              <LightMark light={light} />
              <span>
                {t(`light.${light}`)} {cell.counts[light]}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
