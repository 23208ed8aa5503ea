/** What was changed and is not saved: how much, what of it is wrong, what others have changed meanwhile; saved or given up. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { post } from "../../api/client.js";
import * as registers from "../../api/registers.js";
import type { Register, RegisterChanged } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { say as announce } from "../../app/said.js";
import { useTitleOf } from "../../components/titles.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { labelOf } from "./Grid.js";
import styles from "./registers.module.css";
import type { Conflict, Draft, WrittenRow } from "./useDraft.js";

interface ChangeBody {
  readonly rows: readonly WrittenRow[];
  readonly reason?: string;
}

/** Rows that one request takes. */
const MOST = 500;

interface Props {
  readonly register: Register;
  readonly draft: Draft;
  readonly faults: number;
  readonly onNextFault: () => void;
}

export function SaveBar({ register, draft, faults, onNextFault }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const isOffice = register.edits === "withReason";
  useLeaveWarning();
  const sender = useSend<ChangeBody, RegisterChanged>(`register/${register.id}`, (body, key) =>
    post(`/plans/${encodeURIComponent(id)}${registers.registerPath(register.id)}/rows`, body, key),
  );
  const { state } = sender;
  const part = draft.body(MOST);
  useEffect(() => {
    if (state.phase !== "refused") return;
    if (state.error.code === "badValue") draft.refused(state.error, part.keys);
    // Whatever somebody else has changed is shown beside one's own.
    if (state.error.code === "rowChanged")
      void queryClient.invalidateQueries({ queryKey: ["plan", id, "registers", register.id] });
    // Only what the API has just said is shown.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
  const save = async (): Promise<void> => {
    const answer = await (state.phase === "unknown"
      ? sender.again()
      : sender.send({ rows: part.rows, ...(isOffice && reason !== "" ? { reason } : {}) }));
    if (!answer) return;
    draft.saved(part.keys);
    announce(t("registers.saved", { count: answer.changed }));
  };
  const { changed } = draft;
  return (
    <div className={styles["save"]} role="region" aria-label={t("registers.unsaved", { count: changed.length })}>
      <span>{t("registers.unsaved", { count: changed.length })}</span>
      {faults > 0 && (
        <Button onClick={onNextFault}>
          {t("registers.faultCount", { count: faults })} · {t("registers.nextFault")}
        </Button>
      )}
      {isOffice && (
        <label>
          {t("registers.reason")}
          <input
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            aria-describedby="register-reason"
          />
          <small id="register-reason" className="quiet">
            {t("registers.reasonHint", { name: register.keepers[0]?.name ?? "" })}
          </small>
        </label>
      )}
      {state.phase === "refused" && faults === 0 && draft.conflicts.length === 0 && (
        <span role="alert" className="text-red">
          {state.error.detail}
        </span>
      )}
      {state.phase === "unknown" && (
        <span role="alert" className="text-red">
          {t("acting.unknown")} {t("acting.unknownHint")}
        </span>
      )}
      <Button
        type="primary"
        loading={state.phase === "sending"}
        disabled={part.rows.length === 0 || faults > 0 || (isOffice && reason.trim() === "")}
        onClick={() => void save()}
      >
        {t(changed.length > MOST ? "registers.saveFirst" : "registers.save", {
          count: part.rows.length,
        })}
      </Button>
      <Button onClick={draft.discard}>{t("registers.discard")}</Button>
    </div>
  );
}

/** Rows that somebody else has saved since they were changed here: nothing is overwritten until somebody chooses. */
export function Conflicts({ register, draft }: { readonly register: Register; readonly draft: Draft }) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  if (draft.conflicts.length === 0) return null;
  const shown = (column: string, text: string): string => {
    const own = register.columns.find(({ id }) => id === column);
    return text === "" ? t("registers.nothing") : own ? labelOf(own, text) : text;
  };
  const said = (conflict: Conflict, whose: "theirs" | "mine"): string => {
    if (conflict.removal !== null) return t(conflict.removal === whose ? "registers.takesOut" : "registers.keepsRow");
    return conflict.cells
      .map((cell) => {
        const column = register.columns.find(({ id }) => id === cell.column);
        return `${column ? titleOf(column) : cell.column} ${shown(cell.column, cell[whose])}`;
      })
      .join("；");
  };
  return (
    <div className={styles["conflicts"]} role="alert">
      {t("registers.conflict")}
      {draft.conflicts.map((conflict) => {
        const no = draft.rows.findIndex(({ key }) => key === conflict.key) + 1;
        return (
          <div key={conflict.key} className={styles["conflict"]} data-conflict={conflict.key}>
            <strong>{no > 0 ? t("registers.sheetRow", { no }) : t("registers.rowGone")}</strong>
            <span>
              {conflict.by === null ? t("registers.theirsGone") : t("registers.theirs", { name: conflict.by })}
              {t("colon")}
              {said(conflict, "theirs")}{" "}
              <Button size="small" onClick={() => draft.settle(conflict, "theirs")}>
                {t("registers.takeTheirs")}
              </Button>
            </span>
            <span>
              {t("registers.mineIs")}
              {t("colon")}
              {said(conflict, "mine")}{" "}
              <Button size="small" onClick={() => draft.settle(conflict, "mine")}>
                {t("registers.takeMine")}
              </Button>
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** The browser asks before what is not saved is left. */
function useLeaveWarning(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
