/** One register: its rows to read and, by who keeps them, to change; import, export, history. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { post } from "../../api/client.js";
import * as registers from "../../api/registers.js";
import type { Register, RegisterChanged, RegisterRow } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { say as announce } from "../../app/said.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { type Filter, useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Grid } from "./Grid.js";
import { HistorySheet } from "./HistorySheet.js";
import { ImportSheet } from "./ImportSheet.js";
import { useTitleOf } from "../../components/titles.js";
import { RegisterSections } from "./RegisterSections.js";
import styles from "./registers.module.css";
import { type DraftRow, useDraft } from "./useDraft.js";

const FILTER = ["figure", "scope", "on"] as const;

export function Page() {
  const { t } = useTexts();
  const { register: name = "" } = useParams();
  const { id } = usePlan();
  const titleOf = useTitleOf();
  const { filter, clear } = useFilter(FILTER);
  const register = useQuery(registers.register(id, name));
  useTitle(register.data ? titleOf(register.data) : t("registers.title"));
  const [limit, setLimit] = useState(PAGE);
  const isPart = filter.figure !== undefined || filter.on !== undefined;
  const rows = useQuery(registers.rows(id, name, isPart ? filter : { limit }));
  const error = register.error ?? rows.error;
  return (
    <>
      <RegisterSections />
      {!register.data || !rows.data ? (
        error ? (
          <Failure error={error} retry={() => void Promise.all([register.refetch(), rows.refetch()])} />
        ) : (
          <Waiting rows={10} />
        )
      ) : (
        <Opened
          register={register.data}
          rows={rows.data.rows}
          filter={filter}
          onAll={clear}
          more={rows.data.next === null || limit >= MOST ? null : () => setLimit(Math.min(MOST, limit * 2))}
        />
      )}
    </>
  );
}

/** Rows shown at first, and as many as one page of the API has. */
const PAGE = 500;
const MOST = 1_000;

interface OpenedProps {
  readonly register: Register;
  readonly rows: readonly RegisterRow[];
  readonly filter: Filter<(typeof FILTER)[number]>;
  readonly onAll: () => void;
  readonly more: (() => void) | null;
}

function Opened({ register, rows, filter, onAll, more }: OpenedProps) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const draft = useDraft(rows);
  const [history, setHistory] = useState<{ row: RegisterRow; no: number } | null>(null);
  const [importing, setImporting] = useState(false);
  const isPast = filter.on !== undefined;
  const mayEdit = register.edits !== "none" && !isPast;
  const editable = (row: DraftRow): boolean =>
    mayEdit && (register.edits === "withReason" || row.row === null || row.row.mine);
  const onHistory = ({ row }: DraftRow, no: number): void => void (row && setHistory({ row, no }));
  const figure = register.figures.find((one) => one.id === filter.figure);
  return (
    <>
      <PageTitle aside={<Ways register={register} onImport={mayEdit ? () => setImporting(true) : null} />}>
        {titleOf(register)}
      </PageTitle>
      <About register={register} />
      {figure && (
        <p className={styles["filtered"]}>
          {t("registers.filteredBy", { title: titleOf(figure), scope: filter.scope ?? "" })}{" "}
          <Button size="small" onClick={onAll}>
            {t("registers.allRows")}
          </Button>
        </p>
      )}
      <Panel
        title={titleOf(register)}
        aside={<span className="figures">{t("registers.rows", { count: rows.length })}</span>}
        flush
      >
        {draft.rows.length === 0 ? (
          <Nothing title={t("registers.empty")} hint={t("registers.emptyHint")} />
        ) : (
          <Grid
            title={titleOf(register)}
            columns={register.columns}
            draft={draft}
            editable={editable}
            onHistory={onHistory}
          />
        )}
        <div className={styles["below"]}>
          {mayEdit && <Button onClick={() => draft.add({})}>{t("registers.add")}</Button>}
          {more && <Button onClick={more}>{t("registers.more")}</Button>}
        </div>
      </Panel>
      {draft.changed.length > 0 && <SaveBar register={register} draft={draft} />}
      {history && (
        <HistorySheet register={register} row={history.row} no={history.no} onClose={() => setHistory(null)} />
      )}
      {importing && <ImportSheet register={register} onClose={() => setImporting(false)} />}
    </>
  );
}

function Ways({ register, onImport }: { readonly register: Register; readonly onImport: (() => void) | null }) {
  const { t } = useTexts();
  const { id } = usePlan();
  return (
    <div className={styles["ways"]}>
      {onImport && (
        <Button icon={<Icon name="upload" />} onClick={onImport}>
          {t("registers.import")}
        </Button>
      )}
      <Button icon={<Icon name="download" />} href={registers.fileAddress(id, register.id, "rows.xlsx")}>
        {t("registers.export")}
      </Button>
      <Button href={registers.fileAddress(id, register.id, "rows.csv")}>{t("registers.csv")}</Button>
    </div>
  );
}

function About({ register }: { readonly register: Register }) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const path = usePlanPath();
  const [first] = register.keepers;
  const keepers =
    register.keepers.length > 1
      ? t("registers.keepers", { name: first?.name ?? "", count: register.keepers.length })
      : (first?.name ?? "");
  return (
    <div className={desk["lead"]}>
      <p>
        {t("registers.clause", { clause: register.clause })}
        {!register.ofPlan && `（${t("registers.ofOffice")}）`} · {t("registers.keeper")} {keepers} ·{" "}
        {t(`registers.rhythms.${register.rhythm}`)}
      </p>
      {register.figures.length > 0 && (
        <p>
          {t("registers.figuresOf")}
          <Link to={path("registers/figures")}>{register.figures.map(titleOf).join("、")}</Link>
        </p>
      )}
      {register.missing.length > 0 && (
        <p className={styles["missing"]}>
          {t("registers.missingOf", { names: register.missing.map(({ name }) => name).join("、") })}
        </p>
      )}
      {!register.hasKey && register.columns.some(({ sensitive }) => sensitive) && <p>{t("registers.noKey")}</p>}
    </div>
  );
}

interface ChangeBody {
  readonly rows: ReturnType<ReturnType<typeof useDraft>["body"]>;
  readonly reason?: string;
}

/** Sends everything that was changed, at most as many rows as one request takes. */
function SaveBar({ register, draft }: { readonly register: Register; readonly draft: ReturnType<typeof useDraft> }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [reason, setReason] = useState("");
  const isOffice = register.edits === "withReason";
  useLeaveWarning();
  const sender = useSend<ChangeBody, RegisterChanged>(`register/${register.id}`, (body, key) =>
    post(`/plans/${encodeURIComponent(id)}${registers.registerPath(register.id)}/rows`, body, key),
  );
  const { state } = sender;
  useEffect(() => {
    if (state.phase === "refused" && state.error.code === "badValue") draft.refused(state.error);
    // Only what the API has just said is shown.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [state]);
  const save = async (): Promise<void> => {
    const answer = await (state.phase === "unknown"
      ? sender.again()
      : sender.send({ rows: draft.body(), ...(isOffice && reason !== "" ? { reason } : {}) }));
    if (!answer) return;
    draft.discard();
    announce(t("registers.saved", { count: answer.changed }));
  };
  return (
    <div className={styles["save"]} role="region" aria-label={t("registers.unsaved", { count: draft.changed.length })}>
      <span>{t("registers.unsaved", { count: draft.changed.length })}</span>
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
      {state.phase === "refused" && (
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
        disabled={isOffice && reason.trim() === ""}
        onClick={() => void save()}
      >
        {t("registers.save", { count: draft.changed.length })}
      </Button>
      <Button onClick={draft.discard}>{t("registers.discard")}</Button>
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
