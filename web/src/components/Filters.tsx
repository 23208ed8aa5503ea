/** A row of filters. On a narrow screen they lie behind a button, which says how many are set. */
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { Icon } from "./Icon.js";
import { useNarrow } from "./useNarrow.js";
import styles from "./filters.module.css";

interface Props {
  readonly set: number;
  readonly onClear: () => void;
  /** The rest lies behind the button on every screen: where the list itself is narrow. */
  readonly folded?: boolean;
  /** Always in sight: the search. */
  readonly first: ReactNode;
  readonly children: ReactNode;
}

export function Filters({ set, onClear, folded = false, first, children }: Props) {
  const { t } = useTexts();
  const folds = useNarrow(768) || folded;
  const [open, setOpen] = useState(false);
  return (
    <div className={styles["filters"]} data-folds={folds} role="search">
      <div className={styles["first"]}>
        {first}
        {folds && (
          <Button icon={<Icon name="filter" />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("items.filters")}
            {set > 0 && ` ${set}`}
          </Button>
        )}
      </div>
      {(!folds || open) && (
        <div className={styles["rest"]}>
          {children}
          {set > 0 && (
            <Button type="link" onClick={onClear}>
              {t("clear")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
