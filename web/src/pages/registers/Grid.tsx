/** A register's rows as a grid, and as cards on a narrow screen; below it what can be done with the row that has the keyboard. */
import { Button } from "antd";
import { useCallback, useMemo } from "react";
import type { Register, RegisterColumn } from "../../api/types.js";
import type { Beyond, ChangedRow } from "../../components/grid/block.js";
import { CellFault, DataGrid } from "../../components/grid/DataGrid.js";
import { GridCards } from "../../components/grid/GridCards.js";
import { type GridColumn, type GridLine, labelIn, NO_TEXTS } from "../../components/grid/line.js";
import type { At } from "../../components/grid/move.js";
import { useTitleOf } from "../../components/titles.js";
import { useSay, useTexts } from "../../i18n/index.js";
import styles from "./registers.module.css";
import type { Draft, DraftCells, DraftRow } from "./useDraft.js";

interface Props {
  readonly register: Register;
  readonly draft: Draft;
  readonly editable: (row: DraftRow) => boolean;
  readonly mayAdd: boolean;
  readonly narrow: boolean;
  readonly at: At;
  readonly onAt: (at: At) => void;
  readonly onPasted: (rows: number, beyond: Beyond) => void;
  readonly onHistory: (row: DraftRow, no: number) => void;
}

/** CSS pixels. */
const LINE_HEIGHT = 44;
const NO_WIDTH = 64;

export function Grid(props: Props) {
  const { register, draft, mayAdd, narrow, at, onAt, onPasted, onHistory } = props;
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const columns = useColumns(register);
  const lines = useLines(props);
  const { write, remove } = draft;
  const title = titleOf(register);
  const onChange = useCallback(
    (changes: readonly ChangedRow[], below: readonly ChangedRow["cells"][] = []) =>
      write(changes as readonly { key: string; cells: DraftCells }[], below as readonly DraftCells[]),
    [write],
  );
  const no = useCallback((_: DraftRow, index: number) => <>{index + 1}</>, []);
  const [first] = columns;
  const head = useCallback(
    (_: DraftRow, index: number, { cells }: GridLine<DraftRow>) => (
      <strong>
        {t("registers.sheetRow", { no: index + 1 })} {first && labelIn(first.options, cells[first.id] ?? "")}
      </strong>
    ),
    [t, first],
  );
  const acts = (row: DraftRow, index: number, { mayEdit }: GridLine<DraftRow>) => (
    <RowActs {...{ row, mayEdit, onHistory }} no={index + 1} onRemove={() => remove(row.key, !row.gone)} />
  );
  if (narrow)
    return (
      <GridCards
        {...{ lines, columns, at, onAt, onChange, head, acts }}
        {...(columns[1] ? { summary: columns[1].id } : {})}
        empty={t("registers.nothing")}
        next={t("registers.nextRow")}
      />
    );
  const line = lines[at.row];
  return (
    <>
      <DataGrid
        {...{ lines, columns, at, onAt, onChange, onPasted }}
        grows={mayAdd}
        heads={{ title: "#", width: NO_WIDTH, draw: no }}
        lineHeight={LINE_HEIGHT}
        label={t("registers.grid", { title })}
      />
      <div className={styles["row"]}>
        <CellFault lines={lines} at={at} />
        {line && acts(line.row, at.row, line)}
      </div>
      {mayAdd && <p className={styles["keys"]}>{t("registers.keys")}</p>}
    </>
  );
}

function RowActs(props: {
  readonly row: DraftRow;
  readonly no: number;
  readonly mayEdit: boolean;
  readonly onHistory: Props["onHistory"];
  readonly onRemove: () => void;
}) {
  const { row, no, mayEdit, onHistory, onRemove } = props;
  const { t } = useTexts();
  return (
    <div className={styles["acts"]}>
      {row.row !== null && (
        <Button size="small" onClick={() => onHistory(row, no)}>
          {t("registers.historyOf", { no })}
        </Button>
      )}
      {mayEdit && (
        <Button size="small" danger={!row.gone} onClick={onRemove}>
          {t(row.gone ? "registers.keepRow" : "registers.removeRow", { no })}
        </Button>
      )}
    </div>
  );
}

export const isNumber = ({ type }: RegisterColumn): boolean =>
  type === "number" || type === "integer" || type === "percent";

/** Widths by what is in a column, in CSS pixels. */
const WIDTHS: Partial<Readonly<Record<RegisterColumn["type"], number>>> = {
  text: 180,
  number: 110,
  integer: 100,
  percent: 100,
  date: 116,
  year: 90,
  flag: 90,
};
const WIDE = 130;
/** Of one character of a title. */
const SIGN = 15;

function useColumns(register: Register): readonly GridColumn[] {
  const titleOf = useTitleOf();
  return useMemo(
    () =>
      register.columns.map((column): GridColumn => {
        const title = titleOf(column);
        const head = title.length + (column.unit?.length ?? 0) + (column.unit === null ? 0 : 2) + 1;
        return {
          id: column.id,
          title,
          aside: (
            <>
              {column.unit !== null && <small>（{column.unit}）</small>}
              {column.required && <b className="text-red">*</b>}
            </>
          ),
          hint: column.note ?? undefined,
          width: Math.max(WIDTHS[column.type] ?? WIDE, Math.min(260, head * SIGN + 16)),
          numeric: isNumber(column),
          options: column.options,
          short: column.type !== "text",
          keyboard: isNumber(column) ? "decimal" : "text",
        };
      }),
    [register, titleOf],
  );
}

/** The grid's lines; what did not change of them stays the same object. */
function useLines({ draft, editable }: Props): readonly GridLine<DraftRow>[] {
  const say = useSay();
  const { rows, faults } = draft;
  const said = useMemo(
    () =>
      new Map(
        [...faults].map(([key, own]) => [
          key,
          Object.fromEntries(Object.entries(own).map(([column, words]) => [column, say(words)])),
        ]),
      ),
    [faults, say],
  );
  return rows.map(
    (row): GridLine<DraftRow> => ({
      key: row.key,
      row,
      mayEdit: editable(row),
      cells: row.cells,
      faults: said.get(row.key) ?? NO_TEXTS,
      quiet: NO_TEXTS,
      changed: row.changed,
      gone: row.gone,
    }),
  );
}

/** Places and units by their names. */
export const labelOf = ({ options }: RegisterColumn, cell: string): string => labelIn(options, cell);
