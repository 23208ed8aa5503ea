/** A unit's grid of a month: filled in by its desk, sent, confirmed by its head. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { type Cells, type Column, COLUMNS } from "../../../../domain/months/answers.js";
import { API, newKey, post, Refused, upload } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { ImportedProgress, MonthGrid } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { useTitle } from "../../app/useTitle.js";
import { CellMistakes } from "../../components/CellMistakes.js";
import { Failure } from "../../components/Failure.js";
import { FilePick } from "../../components/FilePick.js";
import type { Beyond } from "../../components/grid/block.js";
import { type At, nextOf } from "../../components/grid/move.js";
import { PageTitle } from "../../components/Panel.js";
import { useNarrow } from "../../components/useNarrow.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { Closed } from "./Closed.js";
import { Conflicts } from "./Conflicts.js";
import { DueRegisters, openRegisters } from "./DueRegisters.js";
import { Grid } from "./Grid.js";
import { allMistakes, carriedOver, hasBefore, startIn } from "./grid-state.js";
import styles from "./months.module.css";
import { type OpenGrid, useGrid } from "./useGrid.js";
import { useTicks } from "./useTicks.js";

/** Below this the grid is cards. */
const NARROW = 900;

export function Page() {
  const { month = "", unit = "" } = useParams();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery({ ...queries.monthGrid(id, month, unit), refetchOnWindowFocus: false });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  // Another answer begins the grid anew; what is typed meanwhile is this page's own.
  return data ? <Loaded key={`${data.request.version}/${data.request.status}`} grid={data} /> : <Waiting rows={10} />;
}

function Loaded({ grid }: { readonly grid: MonthGrid }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, me } = usePlan();
  const { month, request, rows } = grid;
  const title = t("months.grid", { unit: request.unit.name, month: format.month(month) });
  useTitle(title);
  const path = `/plans/${encodeURIComponent(id)}/months/${month}/requests/${encodeURIComponent(request.unit.id)}`;
  const open = useGrid(path, grid);
  const [at, setAt] = useState<At<Column>>(() => startIn(rows));
  const [note, setNote] = useState("");
  // What one person has found of a request is nobody else's word, and nothing of the next answer.
  const [unchanged, setUnchanged] = useTicks(
    ["unchanged", me.person?.id ?? "", id, month, request.unit.id, request.version].join(" "),
  );
  const narrow = useNarrow(NARROW);
  const mayEdit = request.mayAnswer;
  const mistakes = useMemo(() => allMistakes(rows, open.state), [rows, open.state]);
  const count = [...mistakes.values()].reduce((sum, own) => sum + own.length, 0);
  const { change } = open;
  const onPasted = (pasted: number, beyond: Beyond): void =>
    setNote(
      [
        t("months.pasted", { count: pasted }),
        beyond.rows > 0 && t("months.cutRows", { count: beyond.rows }),
        beyond.columns > 0 && t("months.cutColumns", { count: beyond.columns }),
        beyond.shut > 0 && t("months.cutShut", { count: beyond.shut }),
      ]
        .filter(Boolean)
        .join(t("semicolon")),
    );
  const nextMistake = (): void => {
    const places = rows.flatMap((row, index) =>
      (mistakes.get(row.key) ?? []).map(({ column }) => ({ row: index, column })),
    );
    const next = nextOf(places, at, COLUMNS);
    if (next) setAt(next);
  };
  const registers = { registers: grid.registers, unchanged, onUnchanged: setUnchanged };
  return (
    <>
      <PageTitle aside={t(`months.states.${request.status}`)}>{title}</PageTitle>
      <p className="quiet">{t("months.work.by", { date: format.day(grid.dueOn) })}</p>
      <Closed grid={grid} />
      {request.status === "asked" && request.returnReason !== null && (
        <p className={styles["notice"]}>{t("months.returnReason", { reason: request.returnReason })}</p>
      )}
      <Bar {...{ grid, open, path, count, unchanged }} onNextMistake={nextMistake} onNote={setNote} />
      <DueRegisters {...registers} mayEdit={mayEdit && request.status === "asked"} />
      <p aria-live="polite" className="quiet">
        {note}
      </p>
      {grid.unsent > 0 && request.status !== "asked" && (
        <p className={styles["notice"]}>{t("months.unsent", { count: grid.unsent })}</p>
      )}
      <Conflicts rows={rows} open={open} />
      {rows.length > 0 && (
        <Grid
          {...{ rows, state: open.state, mistakes, mayEdit, narrow, at, onPasted }}
          copiedAfter={grid.copiedAfter}
          onAt={setAt}
          onChange={change}
          label={title}
        />
      )}
    </>
  );
}

interface BarProps {
  readonly grid: MonthGrid;
  readonly open: OpenGrid;
  readonly path: string;
  readonly count: number;
  /** Registers that are said to be unchanged. */
  readonly unchanged: readonly string[];
  readonly onNextMistake: () => void;
  readonly onNote: (note: string) => void;
}

function Bar({ grid, open, path, count, unchanged, onNextMistake, onNote }: BarProps) {
  const { t } = useTexts();
  const { request, rows, registers } = grid;
  const lacking = openRegisters(registers, unchanged).length;
  const conflicts = open.state.conflicts.length;
  const [reason, setReason] = useState("");
  const sender = useSend(
    `month ${grid.month} ${request.unit.id}`,
    ({ act, body }: { readonly act: string; readonly body: object }, key) =>
      post<MonthGrid>(`${path}/${act}`, body, key),
  );
  const busy = sender.state.phase === "sending";
  const send = async (): Promise<void> => {
    const sha256 = await open.saveNow();
    if (sha256 !== null) await sender.send({ act: "send", body: { sha256, unchanged } });
  };
  const carryAll = (): void =>
    open.change(rows.filter(hasBefore).map((row) => ({ key: row.key, cells: carriedOver(row) })));
  const { version } = request;
  return (
    <>
      <div className={styles["bar"]}>
        {request.mayAnswer && (
          <>
            <Button
              type="primary"
              loading={busy}
              disabled={count + lacking + conflicts > 0}
              onClick={() => void send()}
            >
              {t(request.version === 0 ? "months.send" : "months.resend")}
            </Button>
            {count > 0 && (
              <Button onClick={onNextMistake}>
                {t("months.mistakes", { count })} · {t("months.nextMistake")}
              </Button>
            )}
            {conflicts > 0 && <span>{t("months.settleFirst", { count: conflicts })}</span>}
            {lacking > 0 && <span>{t("months.lacking", { count: lacking })}</span>}
            {rows.some(hasBefore) && <Button onClick={carryAll}>{t("months.carryAll")}</Button>}
          </>
        )}
        <Workbook path={path} open={open} mayEdit={request.mayAnswer} onNote={onNote} />
        {request.mayAnswer && (
          <span className={styles["phase"]} aria-live="polite">
            {t(PHASES[open.phase])}
          </span>
        )}
      </div>
      {request.mayConfirm && (
        <div className={styles["bar"]}>
          <Button type="primary" loading={busy} onClick={() => void sender.send({ act: "confirm", body: { version } })}>
            {t("months.confirm")}
          </Button>
          <Input
            style={{ width: 280 }}
            aria-label={t("months.reason")}
            placeholder={t("months.reason")}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            loading={busy}
            disabled={reason.trim() === ""}
            onClick={() => void sender.send({ act: "return", body: { version, reason: reason.trim() } })}
          >
            {t("months.giveBack")}
          </Button>
        </div>
      )}
      {request.status === "answered" && !request.mayConfirm && <p className="quiet">{t("months.sent")}</p>}
      {open.refusal?.code === "invalidBody" ? (
        <div className={styles["notice"]} role="alert">
          {t("months.unfitCells")}
        </div>
      ) : (
        open.refusal && <Failure error={open.refusal} />
      )}
      {sender.state.phase === "refused" && <Failure error={sender.state.error} />}
      {sender.state.phase === "unknown" && (
        <Button onClick={() => void sender.again()}>{t("months.saveFailed")}</Button>
      )}
    </>
  );
}

const PHASES = {
  saved: "months.saved",
  waiting: "months.unsaved",
  saving: "months.saving",
  failed: "months.saveFailed",
  refused: "months.saveRefused",
  conflict: "months.unsettled",
} as const;

/** The same grid as a workbook: out, and in again with every mistake by cell. */
function Workbook({
  path,
  open,
  mayEdit,
  onNote,
}: {
  readonly path: string;
  readonly open: OpenGrid;
  readonly mayEdit: boolean;
  readonly onNote: (note: string) => void;
}) {
  const { t } = useTexts();
  const [problem, setProblem] = useState<Refused | null>(null);
  const [mistakes, setMistakes] = useState<ImportedProgress["mistakes"]>([]);
  const bringIn = async (file: File): Promise<void> => {
    setProblem(null);
    setMistakes([]);
    // What was said of an earlier one is not said of this.
    onNote("");
    const form = new FormData();
    form.set("file", file);
    try {
      const answer = await upload<ImportedProgress>(`${path}/import`, form, newKey(), () => {});
      if (answer.mistakes.length > 0) return setMistakes(answer.mistakes);
      open.change(answer.rows as readonly { key: string; cells: Cells }[]);
      onNote(t("months.uploaded", { count: answer.rows.length }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error);
    }
  };
  return (
    <>
      <a href={`${API}${path}/grid.xlsx`}>{t("months.download")}</a>
      {mayEdit && (
        <FilePick accept=".xlsx" onFile={(file) => void bringIn(file)}>
          {t("months.upload")}
        </FilePick>
      )}
      {problem && <Failure error={problem} />}
      {mistakes.length > 0 && (
        <div className={styles["notice"]} role="alert">
          {t("months.uploadFailed")}
          <CellMistakes mistakes={mistakes} />
        </div>
      )}
    </>
  );
}
