/** Logs a call: first the items that it was about, found by name; then who was called, and what was said. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import type { Item } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { ActForm } from "../../actions/ActSheet.js";
import { actForm } from "../../actions/acts.js";
import { OPEN } from "../../actions/fields.js";
import { LightMark } from "../../components/Light.js";
import { Nothing } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { Search } from "../../components/Search.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./desk.module.css";

const SHOWN = 20;

export function CallSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [chosen, setChosen] = useState(false);
  return (
    <Sheet title={t("act.logCall")} onClose={onClose} form>
      {chosen ? (
        <ActForm
          name="logCall"
          act={actForm("logCall")}
          title={t("act.logCall")}
          items={items}
          capacities={[]}
          onClose={onClose}
        />
      ) : (
        <ItemSearch items={items} onItems={setItems} onChosen={() => setChosen(true)} />
      )}
    </Sheet>
  );
}

interface SearchProps {
  readonly items: readonly Item[];
  readonly onItems: (items: readonly Item[]) => void;
  readonly onChosen: () => void;
}

function ItemSearch({ items, onItems, onChosen }: SearchProps) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [words, setWords] = useState("");
  const { data } = useQuery(
    queries.itemList(id, { q: words, status: OPEN, sort: "overdue", order: "desc", limit: SHOWN }),
  );
  const isChosen = (item: Item): boolean => items.some((one) => one.id === item.id);
  const rows = [...items, ...(data?.rows.filter((item) => !isChosen(item)) ?? [])];
  return (
    <div className={styles["search"]}>
      <Search label={t("items.search")} value={words} onSearch={setWords} />
      {data && rows.length === 0 && <Nothing title={t("items.empty")} />}
      <ul className={styles["found"]} aria-label={t("field.about")}>
        {rows.map((item) => (
          <li key={item.id}>
            <label>
              <input
                type="checkbox"
                checked={isChosen(item)}
                onChange={(event) =>
                  onItems(event.target.checked ? [...items, item] : items.filter((one) => one.id !== item.id))
                }
              />
              <LightMark light={item.light} label={t(`light.${item.light}`)} />
              <span>
                <b>{placeName(item, t("wholeCounty"))}</b> {item.title} <small>{item.primaryUnit.name}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Button type="primary" size="large" disabled={items.length === 0} onClick={onChosen}>
        {t("desk.next", { count: items.length })}
      </Button>
    </div>
  );
}
