/** 工作落实台账: what every unit has to do and how it stands, as an office keeps it in a table. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useMemo, useState } from "react";
import { type Paper, paperPages, PAPERS } from "../../../../domain/paper/pages.js";
import {
  PAPER_COLUMNS,
  WORKLIST_COLUMN_IDS,
  WORKLIST_COLUMNS,
  type WorklistColumnId,
} from "../../../../domain/worklist/columns.js";
import type { WorklistSort } from "../../../../domain/worklist/order.js";
import type { WorklistPage } from "../../api/types.js";
import { worklistPages } from "../../api/worklist.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { LIGHTS, LightMark } from "../../components/Light.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { several, useFilter } from "../../components/useFilter.js";
import { usePrinting } from "../../components/usePrinting.js";
import { usePrintWhole } from "../../components/usePrintWhole.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import lists from "../items/items.module.css";
import { ItemSections } from "../items/ItemSections.js";
import { Batch } from "./Batch.js";
import { ColumnsSheet } from "./ColumnsSheet.js";
import { COLUMNS, FILTER, ORDER, queryOf } from "./filter.js";
import { ViewsSheet } from "./ViewsSheet.js";
import styles from "./worklist.module.css";
import { WorklistFilters } from "./WorklistFilters.js";
import { WorklistTable } from "./WorklistTable.js";

const PAGE = 100;

/** The columns of the address, as far as there are such; else the paper's usual ones, with the changes where days are compared. */
function columnsIn(text: string | undefined, isCompared: boolean, paper: Paper): readonly WorklistColumnId[] {
  const asked = new Set(several(text));
  const known = WORKLIST_COLUMN_IDS.filter((id) => asked.has(id));
  if (known.length > 0) return known;
  return isCompared ? [...PAPER_COLUMNS[paper], "changes"] : PAPER_COLUMNS[paper];
}

export function Page() {
  const { t } = useTexts();
  useTitle(t("worklist.title"));
  const { id } = usePlan();
  const filter = useFilter(FILTER);
  const order = useFilter(ORDER);
  const chosenColumns = useFilter(COLUMNS);
  const sort = (order.filter.sort ?? "task") as WorklistSort;
  const query = useMemo(() => queryOf(filter.filter, order.filter.sort), [filter.filter, order.filter.sort]);
  const list = useInfiniteQuery(worklistPages(id, { ...query, limit: PAGE }));
  const [first] = list.data?.pages ?? [];
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const [paper, setPaper] = useState<Paper>("A3");
  const columns = columnsIn(chosenColumns.filter.columns, filter.filter.month !== undefined, paper);
  const layout = paperPages(
    paper,
    columns.map((id) => WORKLIST_COLUMNS[id]),
  );
  const printing = usePrinting();
  const [open, setOpen] = useState<"columns" | "views" | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const print = usePrintWhole(list);
  const choose = (item: string, on: boolean): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(item);
      else next.delete(item);
      return next;
    });
  return (
    <div className={styles["sheet"]} data-paper={paper}>
      <div className={styles["screen"]}>
        <ItemSections />
      </div>
      <PageTitle
        aside={
          <span className={styles["screen"]}>
            <ExportLinks list="worklist" query={{ ...query, columns: columns.join(","), paper }} />
          </span>
        }
      >
        {t("worklist.title")}
      </PageTitle>
      {first && <OnPaper page={first} />}
      <div className={lists["list"]}>
        <div className={styles["screen"]}>
          <WorklistFilters {...filter} sort={sort} onSort={(value) => order.change({ sort: value })} />
          <div className={styles["tools"]}>
            {first && <Lights page={first} filter={filter} isEarlier={list.isPlaceholderData} />}
            <Button onClick={() => setOpen("columns")}>{t("worklist.columns")}</Button>
            <Button onClick={() => setOpen("views")}>{t("worklist.views")}</Button>
            <Segmented<Paper>
              aria-label={t("worklist.paper")}
              options={[...PAPERS]}
              value={paper}
              onChange={setPaper}
            />
            <Button icon={<Icon name="print" />} loading={print.isWaiting} onClick={print.start}>
              {t("worklist.printOn", { paper })}
            </Button>
            <span className="quiet">
              {t(layout.pages.length === 1 ? "worklist.onePage" : "worklist.pagesAcross", {
                count: layout.pages.length,
                columns: columns.length,
                size: layout.size.toFixed(1),
              })}
            </span>
          </div>
          {first && <Note page={first} />}
        </div>
        {!first ? (
          list.error ? (
            <Failure error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Waiting rows={12} />
          )
        ) : rows.length === 0 ? (
          <Nothing
            title={t("worklist.none")}
            hint={first.outside > 0 ? t("reach.moreHere", { count: first.outside }) : t("worklist.noneHint")}
          />
        ) : (
          // On paper the columns lie on as many pages across as it takes to read them.
          <div className="earlier" aria-busy={list.isPlaceholderData}>
            {(printing ? layout.pages.map((page) => page.flatMap((no) => columns[no] ?? [])) : [columns]).map(
              (page) => (
                <WorklistTable
                  key={page.join()}
                  {...{ rows, sort, chosen }}
                  columns={page}
                  size={printing ? layout.size : null}
                  onChoose={choose}
                />
              ),
            )}
          </div>
        )}
        {first && first.total > 0 && <Foot first={first} shown={rows.length} list={list} />}
        <Batch rows={rows} chosen={chosen} onClear={() => setChosen(new Set())} />
      </div>
      {open === "columns" && (
        <ColumnsSheet
          columns={columns}
          onChange={(next) => chosenColumns.change({ columns: next && next.join(",") })}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "views" && <ViewsSheet onClose={() => setOpen(null)} />}
    </div>
  );
}

interface LightsProps {
  readonly page: WorklistPage;
  readonly filter: ReturnType<typeof useFilter<(typeof FILTER)[number]>>;
  readonly isEarlier: boolean;
}

function Lights({ page, filter: { filter, change }, isEarlier }: LightsProps) {
  const { t } = useTexts();
  const lights = several(filter.light);
  return (
    <div className={`${lists["lights"]} earlier`} role="group" aria-label={t("items.light")} aria-busy={isEarlier}>
      {LIGHTS.map((light) => (
        <button
          key={light}
          type="button"
          aria-pressed={lights.includes(light)}
          onClick={() =>
            change({
              light: (lights.includes(light) ? lights.filter((one) => one !== light) : [...lights, light]).join(","),
            })
          }
        >
          <LightMark light={light} />
          {t(`light.${light}`)}
          <b className="figures">{page.counts[light]}</b>
        </button>
      ))}
    </div>
  );
}

/** Of which day it is, and whether that can still change. */
function Note({ page: { on, since, final } }: { readonly page: WorklistPage }) {
  const { t } = useTexts();
  const format = useFormat();
  const { filter } = useFilter(FILTER);
  if (filter.month === undefined) return null;
  return (
    <p className={styles["note"]}>
      {[
        t("worklist.asOf", { date: format.day(on) }),
        since === null ? "" : t("worklist.compared", { date: format.day(since) }),
        t(final ? "worklist.final" : "worklist.underWay"),
      ]
        .filter(Boolean)
        .join(t("semicolon"))}
    </p>
  );
}

/** Over the printed table: of which plan and day it is, who printed it and when. */
function OnPaper({ page }: { readonly page: WorklistPage }) {
  const { t } = useTexts();
  const format = useFormat();
  const { plan, today, me } = usePlan();
  return (
    <p className={styles["onPaper"]}>
      {`${plan.title} · ${t("worklist.asOf", { date: format.day(page.on) })} · ${t("worklist.printed", {
        name: me.person?.name ?? "",
        date: format.day(today),
      })}`}
    </p>
  );
}

interface FootProps {
  readonly first: WorklistPage;
  readonly shown: number;
  readonly list: {
    readonly isPlaceholderData: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

function Foot({ first: { total, outside }, shown, list }: FootProps) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <p className={`${lists["foot"]} ${styles["screen"]} earlier`} aria-busy={list.isPlaceholderData}>
      <output className="quiet figures">
        {t("items.shown", { shown: format.count(shown), total: format.count(total) })}
        {outside > 0 && `${t("semicolon")}${t("reach.moreHere", { count: outside })}`}
      </output>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </p>
  );
}
