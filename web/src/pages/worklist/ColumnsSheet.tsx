/** Which columns are shown, printed and exported. */
import { Button, Checkbox } from "antd";
import { useState } from "react";
import {
  USUAL_COLUMNS,
  WORKLIST_COLUMN_IDS,
  WORKLIST_COLUMNS,
  type WorklistColumnId,
} from "../../../../domain/worklist/columns.js";
import { inWords } from "../../../../domain/plan/words.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { useAppearance } from "../../theme/appearance.js";
import styles from "./worklist.module.css";

interface Props {
  readonly columns: readonly WorklistColumnId[];
  /** Null: the usual ones again. */
  readonly onChange: (columns: readonly WorklistColumnId[] | null) => void;
  readonly onClose: () => void;
}

export function ColumnsSheet({ columns, onChange, onClose }: Props) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const { language } = useAppearance();
  // The address follows a moment later: two columns chosen in a row must not undo each other.
  const [chosen, setChosen] = useState<ReadonlySet<WorklistColumnId>>(new Set(columns));
  const become = (next: readonly WorklistColumnId[]): void => {
    setChosen(new Set(next));
    onChange(next.join() === USUAL_COLUMNS.join() ? null : next);
  };
  const toggle = (id: WorklistColumnId): void => {
    const next = WORKLIST_COLUMN_IDS.filter((one) => (one === id ? !chosen.has(one) : chosen.has(one)));
    if (next.length > 0) become(next);
  };
  return (
    <Sheet title={t("worklist.columns")} onClose={onClose}>
      <p className="quiet">{t("worklist.columnsHint")}</p>
      <div className={styles["choice"]}>
        {WORKLIST_COLUMN_IDS.map((id) => (
          <Checkbox key={id} checked={chosen.has(id)} onChange={() => toggle(id)}>
            {inWords(WORKLIST_COLUMNS[id].title[language], plan.words[language])}
          </Checkbox>
        ))}
      </div>
      <p>
        <Button type="link" onClick={() => become(USUAL_COLUMNS)}>
          {t("worklist.usualColumns")}
        </Button>
      </p>
    </Sheet>
  );
}
