/** Every change of a row, and its sensitive cells for who may read them: with what it is needed for, which is logged. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { post } from "../../api/client.js";
import * as registers from "../../api/registers.js";
import type { Register, RegisterClear, RegisterHistory, RegisterRow } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { Failure } from "../../components/Failure.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { labelOf } from "./Grid.js";
import { useTitleOf } from "../../components/titles.js";
import styles from "./registers.module.css";

interface Props {
  readonly register: Register;
  readonly row: RegisterRow;
  readonly no: number;
  readonly onClose: () => void;
}

export function HistorySheet({ register, row, no, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(registers.history(id, register.id, row.row));
  const hasSecret = register.columns.some(({ sensitive, id: column }) => sensitive && row.cells[column] !== undefined);
  const mayRead = hasSecret && register.hasKey && (row.mine || register.edits === "withReason");
  return (
    <Sheet title={t("registers.historyOf", { no })} onClose={onClose}>
      {mayRead && <Clear register={register} row={row} />}
      <h3>{t("registers.history")}</h3>
      {data ? (
        <Changes of={data} register={register} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={4} />
      )}
    </Sheet>
  );
}

function Changes({ of, register }: { readonly of: RegisterHistory; readonly register: Register }) {
  const { t } = useTexts();
  const format = useFormat();
  const titleOf = useTitleOf();
  return (
    <ol className={styles["history"]}>
      {of.changes.map(({ seq, kind, before, after, at, by, unit }) => (
        <li key={seq}>
          <p>
            <b>{t(`registers.kinds.${kind}`)}</b> {format.moment(at)} {unit.name} {by.name}
          </p>
          <ul>
            {register.columns
              .filter(({ id }) => before[id] !== after[id])
              .map((column) => {
                const [old = t("registers.nothing"), now = t("registers.nothing")] = [
                  before[column.id],
                  after[column.id],
                ].map((cell) => (cell === undefined ? undefined : labelOf(column, cell)));
                return (
                  <li key={column.id}>
                    {titleOf(column)}
                    {t("colon")}
                    {kind === "changed"
                      ? t("registers.becomes", { before: old, after: now })
                      : kind === "added"
                        ? now
                        : old}
                  </li>
                );
              })}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** Held for as long as the sheet is open. */
function Clear({ register, row }: { readonly register: Register; readonly row: RegisterRow }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const titleOf = useTitleOf();
  const [reason, setReason] = useState("");
  const [cells, setCells] = useState<Readonly<Record<string, string>> | null>(null);
  const sender = useSend<object, RegisterClear>(`clear/${register.id}/${row.row}`, (body) =>
    post(`/plans/${encodeURIComponent(id)}${registers.registerPath(register.id)}/clear`, body),
  );
  if (cells)
    return (
      <dl className={styles["clear"]}>
        {register.columns
          .filter(({ id: column }) => cells[column] !== undefined)
          .map((column) => (
            <div key={column.id}>
              <dt>{titleOf(column)}</dt>
              <dd>{cells[column.id]}</dd>
            </div>
          ))}
      </dl>
    );
  const read = async (): Promise<void> => {
    const answer = await sender.send({ rows: [row.row], reason });
    if (answer) setCells(answer.rows[0]?.cells ?? {});
  };
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        void read();
      }}
    >
      <p className="quiet">{t("registers.clearHint")}</p>
      <label>
        {t("registers.clearReason")}
        <input maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      {sender.state.phase === "refused" && (
        <p role="alert" className="text-red">
          {sender.state.error.detail}
        </p>
      )}
      <Button htmlType="submit" loading={sender.state.phase === "sending"} disabled={reason.trim() === ""}>
        {t("registers.show")}
      </Button>
    </form>
  );
}
