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
  /** Always in sight: the search. */
  readonly first: ReactNode;
  readonly children: ReactNode;
}

export function Filters({ set, onClear, first, children }: Props) {
  const { t } = useTexts();
  const narrow = useNarrow(768);
  const [open, setOpen] = useState(false);
  return (
    <div className={styles["filters"]} role="search">
      <div className={styles["first"]}>
        {first}
        {narrow && (
          <Button icon={<Icon name="filter" />} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("items.filters")}
            {set > 0 && ` ${set}`}
          </Button>
        )}
      </div>
      {(!narrow || open) && <div className={styles["rest"]}>{children}</div>}
      {set > 0 && (
        <Button type="link" onClick={onClear}>
          {t("clear")}
        </Button>
      )}
    </div>
  );
}
