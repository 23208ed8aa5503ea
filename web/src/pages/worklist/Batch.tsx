/** What can be done to all rows that are selected: the acts that wait for the reader in every one of them, as in 待办. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import type { My, WorklistLine } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { type OpenedAct, OpenedSheet } from "../my/OpenedSheet.js";
import { TURNS } from "../my/turns.js";
import styles from "./worklist.module.css";

interface Props {
  readonly rows: readonly WorklistLine[];
  readonly chosen: ReadonlySet<string>;
  readonly onClear: () => void;
}

export function Batch({ rows, chosen, onClear }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const selected = rows.filter((row) => chosen.has(row.id));
  const { data: my } = useQuery({ ...queries.my(id), enabled: selected.length > 0 });
  const [opened, setOpened] = useState<OpenedAct | null>(null);
  const items = my ? itemsOf(my, selected) : [];
  const acts = my ? actsOn(my, selected) : [];
  return (
    <>
      {selected.length > 0 && (
        <fieldset
          className={`${styles["batch"]} ${styles["screen"]}`}
          aria-label={t("worklist.selected", { count: selected.length })}
        >
          <output className="figures">{t("worklist.selected", { count: selected.length })}</output>
          {acts.map((act, at) => (
            <Button
              key={act}
              type={at === 0 ? "primary" : "default"}
              data-act={act}
              onClick={() => setOpened({ name: act, items })}
            >
              {t(`act.${act}`)}
            </Button>
          ))}
          {my && acts.length === 0 && <span className="quiet">{t("worklist.noActs")}</span>}
          <Button type="link" onClick={onClear}>
            {t("my.clear")}
          </Button>
        </fieldset>
      )}
      {opened && my && <OpenedSheet opened={opened} my={my} onDone={onClear} onClose={() => setOpened(null)} />}
    </>
  );
}

const itemsOf = (my: My, selected: readonly WorklistLine[]) => {
  const wanted = new Set(selected.map(({ id }) => id));
  return my.items.map(({ item }) => item).filter(({ id }) => wanted.has(id));
};

/** Acts of which every selected row is asked, in the order of 待办. */
function actsOn(my: My, selected: readonly WorklistLine[]) {
  const asked = new Map(my.items.map(({ item, asked: turns }) => [item.id, new Set(turns.map(({ turn }) => turn))]));
  return TURNS.filter(({ turn }) => selected.every(({ id }) => asked.get(id)?.has(turn) ?? false)).flatMap(
    ({ together }) => together,
  );
}
