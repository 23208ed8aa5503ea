/** The month's grid: what a line shows beside its cells, as a table and as cards. */
import { useCallback, useMemo } from "react";
import { type Cells, type Column, COLUMNS, type Mistake } from "../../../../domain/months/answers.js";
import { mistakeWords } from "../../../../domain/months/mistake-words.js";
import type { Beyond, ChangedRow } from "../../components/grid/block.js";
import { CellFault, DataGrid } from "../../components/grid/DataGrid.js";
import { GridCards } from "../../components/grid/GridCards.js";
import { type GridColumn, type GridLine, NO_TEXTS, type Texts } from "../../components/grid/line.js";
import type { At } from "../../components/grid/move.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { useAppearance } from "../../theme/appearance.js";
import { carriedOver, type GridRow, type GridState, hasBefore, isAsBefore, namesOf } from "./grid-state.js";
import styles from "./months.module.css";

interface Props {
  readonly rows: readonly GridRow[];
  readonly state: GridState;
  readonly mistakes: ReadonlyMap<string, readonly Mistake[]>;
  readonly copiedAfter: number;
  readonly mayEdit: boolean;
  readonly narrow: boolean;
  /** Where to look: the next mistake. */
  readonly at: At<Column>;
  readonly onAt: (at: At<Column>) => void;
  readonly onChange: (changes: readonly ChangedRow<Column>[]) => void;
  readonly onPasted: (rows: number, beyond: Beyond) => void;
  readonly label: string;
}

/** CSS pixels. */
const LINE_HEIGHT = 64;
const HEAD_WIDTH = 290;
const WIDTHS: Readonly<Record<Column, number>> = {
  progress: 86,
  measure: 210,
  problem: 210,
  nextStep: 210,
  leader: 96,
  person: 96,
  phone: 124,
  coordinate: 190,
};
const SHORT: ReadonlySet<Column> = new Set(["progress", "leader", "person", "phone"]);

export function Grid(props: Props) {
  const { rows, copiedAfter, mayEdit, narrow, at, onAt, onChange, onPasted, label } = props;
  const { t } = useTexts();
  const lines = useLines(props);
  const columns = useMemo(
    () =>
      COLUMNS.map(
        (id): GridColumn<Column> => ({
          id,
          title: t(`months.columns.${id}`),
          width: WIDTHS[id],
          short: SHORT.has(id),
          keyboard: id === "progress" ? "decimal" : id === "phone" ? "tel" : "text",
        }),
      ),
    [t],
  );
  const carry = useCallback((row: GridRow): void => onChange([{ key: row.key, cells: carriedOver(row) }]), [onChange]);
  const draw = useCallback(
    (row: GridRow, _index: number, { cells }: GridLine<GridRow>) => (
      <>
        <RowHead row={row} />
        <span className={styles["marks"]}>
          {row.same >= copiedAfter && <em>{t("months.sameFor", { count: row.same })}</em>}
          {row.same < copiedAfter && isAsBefore(row, cells) && <em>{t("months.sameAsBefore")}</em>}
          {mayEdit && hasBefore(row) && (
            <button type="button" tabIndex={-1} onClick={() => carry(row)}>
              {t("months.carry")}
            </button>
          )}
        </span>
      </>
    ),
    [t, copiedAfter, mayEdit, carry],
  );
  const head = useCallback((row: GridRow) => <RowHead row={row} />, []);
  const acts = useCallback(
    (row: GridRow) =>
      mayEdit && hasBefore(row) ? (
        <button type="button" onClick={() => carry(row)}>
          {t("months.carry")}
        </button>
      ) : null,
    [t, mayEdit, carry],
  );
  const nameOf = useCallback(
    (row: GridRow, column: Column): string | null => {
      if (column !== "progress") return t(`months.columns.${column}`);
      if (!row.asksProgress) return null;
      return row.total === null ? t("months.percent") : t("months.progressDone", { total: row.total });
    },
    [t],
  );
  if (narrow)
    return (
      <GridCards
        {...{ lines, columns, at, onAt, onChange, head, acts, nameOf }}
        summary="measure"
        empty={t("months.empty")}
        next={t("months.next")}
      />
    );
  return (
    <>
      <DataGrid
        {...{ lines, columns, at, onAt, onChange, onPasted, label }}
        heads={{ title: t("months.item"), width: HEAD_WIDTH, draw }}
        lineHeight={LINE_HEIGHT}
      />
      <CellFault lines={lines} at={at} />
      {mayEdit && rows.length > 0 && <p className="quiet">{t("months.keys")}</p>}
    </>
  );
}

/** The grid's lines; what did not change of them stays the same object. */
function useLines({ rows, state, mistakes, mayEdit, narrow }: Props): readonly GridLine<GridRow>[] {
  const { t } = useTexts();
  const { language } = useAppearance();
  const quiets = useMemo(
    () =>
      new Map(
        rows.map((row): [string, Texts] => {
          const before = (row.before ?? {}) as Cells;
          // A field on a telephone says that it is last month's; a cell of the table says so by its look.
          const shown = narrow
            ? Object.fromEntries(Object.entries(before).map(([id, text]) => [id, t("months.before", { text })]))
            : before;
          return [
            row.key,
            row.asksProgress
              ? shown
              : { ...shown, progress: t(row.kind === "item" ? "months.computed" : "months.noProgress") },
          ];
        }),
      ),
    [rows, narrow, t],
  );
  return useMemo(
    () =>
      rows.map(
        (row): GridLine<GridRow> => ({
          key: row.key,
          row,
          mayEdit,
          cells: state.rows.get(row.key)?.cells ?? NO_TEXTS,
          faults: inWords(mistakes.get(row.key), row.total, language),
          quiet: quiets.get(row.key) ?? NO_TEXTS,
          ...(row.asksProgress ? {} : { shut: NO_PROGRESS }),
        }),
      ),
    [rows, state, mistakes, mayEdit, quiets, language],
  );
}

const NO_PROGRESS = { progress: true } as const;

function inWords(mistakes: readonly Mistake[] | undefined, total: number | null, language: "zh" | "en"): Texts {
  if (!mistakes) return NO_TEXTS;
  return Object.fromEntries(mistakes.map((one) => [one.column, mistakeWords(one, total ?? undefined)[language]]));
}

/** What tells the row from the others comes first; a row about a task is known by the task, not by what is asked of it. */
function RowHead({ row }: { readonly row: GridRow }) {
  const { t } = useTexts();
  const format = useFormat();
  const { first, second } = namesOf(row);
  return (
    <>
      <strong title={first}>{first}</strong>
      <span className="quiet" title={second}>
        {row.percent === null ? second : t("months.now", { percent: row.percent, scheduled: row.scheduled ?? 0 })}
        {row.deadline !== null && ` · ${t("months.deadline", { day: format.shortDay(row.deadline) })}`}
        {row.behind && <em className={styles["behind"]}> {t("months.behind")}</em>}
      </span>
    </>
  );
}
