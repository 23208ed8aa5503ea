/** 我的视图: ways of looking at the worklist that somebody keeps for themselves. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { SavedViewList } from "../../api/types.js";
import { deleteView, saveView, views } from "../../api/worklist.js";
import { say } from "../../app/said.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./worklist.module.css";

export function ViewsSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [params, setParams] = useSearchParams();
  const [name, setName] = useState("");
  const list = useQuery(views(id));
  const client = useQueryClient();
  const kept = (answer: SavedViewList): void => {
    client.setQueryData(views(id).queryKey, answer);
  };
  const saving = useMutation({
    mutationFn: () => {
      const { columns, query } = contentOf(params);
      return saveView(id, { name: name.trim(), query, columns });
    },
    onSuccess: (answer) => {
      kept(answer);
      say(t("worklist.saved", { name: name.trim() }));
      setName("");
    },
  });
  const deleting = useMutation({ mutationFn: (view: string) => deleteView(id, view), onSuccess: kept });
  const error = saving.error ?? deleting.error ?? list.error;
  return (
    <Sheet title={t("worklist.views")} onClose={onClose}>
      <p className="quiet">{t("worklist.viewsHint")}</p>
      <form
        className={styles["saving"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") saving.mutate();
        }}
      >
        <Input
          aria-label={t("worklist.viewName")}
          placeholder={t("worklist.viewName")}
          maxLength={40}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={name.trim() === ""} loading={saving.isPending}>
          {t("worklist.save")}
        </Button>
      </form>
      {error && <Failure error={error} />}
      {!list.data ? (
        <Waiting rows={3} />
      ) : list.data.views.length === 0 ? (
        <p className="quiet">{t("worklist.noViews")}</p>
      ) : (
        <ul className={styles["views"]}>
          {list.data.views.map((view) => (
            <li key={view.name}>
              <Button
                type="link"
                onClick={() => {
                  setParams(paramsOf(view));
                  onClose();
                }}
              >
                {view.name}
              </Button>
              <Button
                aria-label={t("worklist.deleteView", { name: view.name })}
                icon={<Icon name="close" />}
                onClick={() => deleting.mutate(view.name)}
              />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

/** Filters and order as they stand in the address, and the columns beside them. */
function contentOf(params: URLSearchParams): { readonly query: string; readonly columns: readonly string[] } {
  const query = new URLSearchParams(params);
  const columns = query.getAll("columns");
  query.delete("columns");
  return { query: query.toString(), columns };
}

function paramsOf({ query, columns }: { readonly query: string; readonly columns: readonly string[] }) {
  const params = new URLSearchParams(query);
  for (const column of columns) params.append("columns", column);
  return params;
}
