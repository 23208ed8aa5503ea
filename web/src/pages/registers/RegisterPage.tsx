/** One register: its rows to read and, by who keeps them, to change; import, export, history. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import * as registers from "../../api/registers.js";
import type { Register, RegisterRow } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import type { Beyond } from "../../components/grid/block.js";
import { type At, nextOf } from "../../components/grid/move.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { type Filter, useFilter } from "../../components/useFilter.js";
import { useNarrow } from "../../components/useNarrow.js";
import { Waiting } from "../../components/Waiting.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Grid } from "./Grid.js";
import { HistorySheet } from "./HistorySheet.js";
import { ImportSheet } from "./ImportSheet.js";
import { useTitleOf } from "../../components/titles.js";
import { RegisterSections } from "./RegisterSections.js";
import styles from "./registers.module.css";
import { Conflicts, SaveBar } from "./SaveBar.js";
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
  const isPart = filter.figure !== undefined || filter.on !== undefined;
  const pages = useInfiniteQuery(registers.rowPages(id, name, isPart ? filter : {}));
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows), [pages.data]);
  const rest = useRest(pages.data?.pages.length ?? 0, pages, `${name}/${isPart}`);
  const error = register.error ?? pages.error;
  return (
    <>
      <RegisterSections />
      {!register.data || !rows ? (
        error ? (
          <Failure error={error} retry={() => void Promise.all([register.refetch(), pages.refetch()])} />
        ) : (
          <Waiting rows={10} />
        )
      ) : (
        <div className="earlier" aria-busy={pages.isPlaceholderData}>
          <Opened register={register.data} rows={rows} filter={filter} onAll={clear} rest={rest} />
        </div>
      )}
    </>
  );
}

/** What of the rows is not shown yet, and how it comes. */
interface Rest {
  readonly isComing: boolean;
  readonly failed: boolean;
  readonly onMore: () => void;
  readonly onAll: () => void;
}

type Pages = Pick<
  ReturnType<typeof useInfiniteQuery>,
  "hasNextPage" | "isFetching" | "isFetchNextPageError" | "fetchNextPage"
>;

/**
 * The pages after the first that are there, one or all of them. Null: there are none. `list` names whose pages they are. What is wanted is kept,
 * as news of the register have its pages read anew, and that breaks off the reading of a further one.
 */
function useRest(shown: number, pages: Pages, list: string): Rest | null {
  const { hasNextPage, isFetching, isFetchNextPageError: failed, fetchNextPage } = pages;
  const [wanted, setWanted] = useState({ list, pages: 1 });
  const goesOn = wanted.list === list && shown < wanted.pages && hasNextPage && !failed;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [goesOn, isFetching, fetchNextPage]);
  const until = (pages: number) => () => {
    setWanted({ list, pages });
    if (failed) void fetchNextPage();
  };
  return hasNextPage ? { isComing: goesOn, failed, onMore: until(shown + 1), onAll: until(Infinity) } : null;
}

/** Below this many CSS pixels the grid is cards. */
const NARROW = 700;

interface OpenedProps {
  readonly register: Register;
  readonly rows: readonly RegisterRow[];
  readonly filter: Filter<(typeof FILTER)[number]>;
  readonly onAll: () => void;
  /** Null: all rows are shown. */
  readonly rest: Rest | null;
}

function Opened({ register, rows, filter, onAll, rest }: OpenedProps) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const say = useSay();
  const draft = useDraft(register, rows);
  const narrow = useNarrow(NARROW);
  const ids = register.columns.map(({ id }) => id);
  const [at, setAt] = useState<At>({ row: 0, column: ids[0] ?? "" });
  const [note, setNote] = useState("");
  const [history, setHistory] = useState<{ row: RegisterRow; no: number } | null>(null);
  const [importing, setImporting] = useState(false);
  const isPast = filter.on !== undefined;
  const mayEdit = register.edits !== "none" && !isPast;
  const editable = (row: DraftRow): boolean =>
    mayEdit && (register.edits === "withReason" || row.row === null || row.row.mine);
  const onHistory = ({ row }: DraftRow, no: number): void => void (row && setHistory({ row, no }));
  const onPasted = (count: number, { columns }: Beyond): void =>
    setNote(t(columns > 0 ? "registers.pastedBeyond" : "registers.pasted", { count, columns }));
  const wrong = draft.rows.flatMap(({ key }, row) =>
    Object.keys(draft.faults.get(key) ?? {}).map((column): At => ({ row, column })),
  );
  const nextFault = (): void => {
    const next = nextOf(wrong, at, ids);
    if (next) setAt(next);
  };
  const addRow = (): void => {
    draft.write([], [{}]);
    setAt({ row: draft.rows.length, column: ids[0] ?? "" });
  };
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
        aside={
          <span className="figures">
            {rest && register.rows !== null
              ? t("registers.rowsShown", { whole: register.rows, count: rows.length })
              : t("registers.rows", { count: rows.length })}
          </span>
        }
        flush
      >
        {draft.rows.length === 0 ? (
          <Nothing title={t("registers.empty")} hint={t("registers.emptyHint")} />
        ) : (
          <Grid {...{ register, draft, editable, narrow, at, onPasted, onHistory }} mayAdd={mayEdit} onAt={setAt} />
        )}
        <p aria-live="polite" className={styles["note"]}>
          {[note, ...draft.notes.slice(0, 3).map(say)].filter(Boolean).join("；")}
        </p>
        <div className={styles["below"]}>
          {mayEdit && <Button onClick={addRow}>{t("registers.add")}</Button>}
          {rest && <More {...rest} narrow={narrow} />}
        </div>
      </Panel>
      <Conflicts register={register} draft={draft} />
      {draft.changed.length > 0 && (
        <SaveBar register={register} draft={draft} faults={wrong.length} onNextFault={nextFault} />
      )}
      {history && (
        <HistorySheet register={register} row={history.row} no={history.no} onClose={() => setHistory(null)} />
      )}
      {importing && <ImportSheet register={register} onClose={() => setImporting(false)} />}
    </>
  );
}

function More({ isComing, failed, onMore, onAll, narrow }: Rest & { readonly narrow: boolean }) {
  const { t } = useTexts();
  return (
    <>
      <Button loading={isComing} onClick={onMore}>
        {t("registers.more")}
      </Button>
      {/* A telephone draws a card of each row, the grid only those in sight. */}
      {!narrow && (
        <Button disabled={isComing} onClick={onAll}>
          {t("registers.moreAll")}
        </Button>
      )}
      {failed ? (
        <span role="alert" className="text-red">
          {t("registers.moreFailed")}
        </span>
      ) : (
        <span className="quiet">{t("registers.moreHint")}</span>
      )}
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
